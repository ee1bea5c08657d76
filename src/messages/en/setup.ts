/** Instructions for whoever sets up the other side. What products call their parts stands as the products have it. */
export const setup = {
  'setup.title-who': 'Who it is',
  'setup.title-hidden': 'Hidden characters',
  'setup.title-known': 'Good to know',
  'setup.title-logout': 'Single logout',
  'setup.title-certificates': 'Certificates',
  'setup.unverified': '{text} (not checked by us)',
  'setup.guess-title': 'Nothing is mapped yet',
  'setup.guess':
    'No row of the attribute mapping reads anything of this provider yet: what stands below is what the product usually sends, and what it would fill. The rows come to be after the test sign-in: there “Use all” makes them of what really arrived.',
  'setup.hidden':
    'These Names have characters that nobody sees, written out here. Better give the attributes other Names.',
  'setup.create-title': 'Create the application',
  'setup.create': '{path} Products that take metadata need only its address.',
  'setup.left-out-title': 'Left out: to be done by hand',
  'setup.there': 'There',
  'setup.value': 'Value',
  'setup.metadata': 'Metadata',
  'setup.attribute': 'Attribute',
  'setup.fills': 'Fills',
  'setup.name': 'Name',
  'setup.name-format': 'Name format',
  'setup.namespace': 'Namespace',
  'setup.source': 'Source attribute',
  'setup.several': 'Several values',
  'setup.field': 'Field',
  'setup.yes': 'yes',
  'setup.no': 'no',
  'setup.choose': '(choose the field that holds: {purpose})',
  'setup.purpose-subject': 'who it is',
  'setup.purpose-login': 'login name',
  'setup.purpose-groups': 'groups, for roles',
  'setup.adfs-rules-title': 'Claim rules',
  'setup.adfs-rules':
    'Edit Claim Issuance Policy, Add Rule, Send Claims Using a Custom Rule: one rule for each @RuleName. Or run the script of the next step.',
  'setup.adfs-script-title': 'The same as PowerShell',
  'setup.adfs-script':
    'On an AD FS server, as administrator. It replaces the issuance rules of this relying party trust. Choose an access control policy afterwards: without one nobody gets in.',
  'setup.adfs-left-out':
    'Either we do not know which LDAP attribute holds the value, or the Name has characters that a claim rule cannot carry safely.',
  'setup.entra-claims-title': 'Attributes & Claims',
  'setup.entra-claims':
    'Single sign-on, Attributes & Claims, Edit, Add new claim. A blank namespace gives a short name. Rows that are there by default need no change.',
  'setup.entra-groups-title': 'Group claim',
  'setup.entra-groups':
    'Add a group claim. Choose “Groups assigned to the application”, so that nobody exceeds the limit of 150 groups. Leave “Emit groups as role claims” off. Another name than the default needs “Customize the name of the group claim”.',
  'setup.general-title': 'Attributes',
  'setup.general': 'Send these, spelled exactly so. The name format does not matter.',
  'setup.google-details-title': 'Service provider details',
  'setup.google-details':
    'Name ID format EMAIL, Name ID “Basic Information > Primary email”, and tick “Signed response”.',
  'setup.google-mapping-title': 'Attribute mapping',
  'setup.google-mapping': 'Add mapping, one row each.',
  'setup.google-groups-title': 'Group membership',
  'setup.google-groups':
    'Choose each group that gives a role, at most 75. Enter a group again after it was renamed. Then switch the app on for whom it is meant: User access.',
  'setup.google-choose': '(choose the groups)',
  'setup.keycloak-client-title': 'The client',
  'setup.keycloak-client':
    'Clients, Import client. Afterwards take our signing certificate over: tab Keys, Import key, Certificate PEM from our metadata. The client scope role_list sends roles by itself; remove it from the client if the mapper below is to be the only one.',
  'setup.keycloak-left-out':
    'We do not know which user attribute holds the value: add a mapper “User Attribute” for each.',
  'setup.okta-statements-title': 'Attribute statements',
  'setup.okta-statements': 'Configure SAML, Attribute Statements. The name format does not matter.',
  'setup.okta-groups-title': 'Group attribute statement',
  'setup.okta-groups':
    'The filter decides which groups are sent. “Matches regex .*” sends all of them; a common beginning and “Starts with” is better.',
  'setup.okta-filter': 'Filter',
  'setup.okta-expression': 'Expression',
  'setup.okta-api-title': 'The same for the Okta API',
  'setup.okta-api': 'settings.signOn.attributeStatements of the application.',
  'setup.onelogin-configuration-title': 'Configuration',
  'setup.onelogin-configuration': 'Further fields of the tab Configuration.',
  'setup.onelogin-parameters-title': 'Parameters',
  'setup.onelogin-parameters':
    'Tab Parameters, one row each with +. Without the tick “Include in SAML assertion” a parameter is not sent. Groups need “Multi-value parameter” and “Semicolon Delimited Output (Multi-value output)” as well; otherwise all of them arrive in one value, a;b;c.',
  'setup.onelogin-field-name': 'Field name',
  'setup.pingfederate-title': 'Attribute contract',
  'setup.pingfederate':
    'Extend the contract by these, spelled exactly so, and fulfil each on Attribute Contract Fulfillment. SAML_SUBJECT is there already.',
  'setup.shibboleth-release-title': 'Attributes',
  'setup.shibboleth-release': 'What to release, by its id in the resolver and the Name it is sent under.',
  'setup.shibboleth-id': 'Attribute id',
  'setup.shibboleth-policy-title': 'Filter policy',
  'setup.shibboleth-policy': 'conf/attribute-filter.xml, inside AttributeFilterPolicyGroup.',
  'setup.shibboleth-definitions-title': 'Attribute definitions',
  'setup.shibboleth-definitions':
    'conf/attribute-resolver.xml. “myLDAP” is the id of your data connector; put the right field where it says CHOOSE.',
  'setup.shibboleth-left-out':
    'These Names have characters that XML cannot carry, that nobody sees, or that Shibboleth would take for an expression. Give the attributes other Names.',
} as const
