import { IDENTITY, MICROSOFT, MICROSOFT_2008 } from './claim-types.ts'
import { custom, type Preset, sent } from './preset.ts'

const tokens = 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-saml-tokens'
const fields = 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-claims-customization'
const claims = 'https://learn.microsoft.com/en-us/entra/identity-platform/saml-claims-customization'
const protocol = 'https://learn.microsoft.com/en-us/entra/identity-platform/single-sign-on-saml-protocol'
const groups = 'https://learn.microsoft.com/en-us/entra/identity/hybrid/connect/how-to-connect-fed-group-claims'
const mapping =
  'https://www.ibm.com/support/knowledgecenter/en/SSCT62/com.ibm.iamservice.doc/concepts/saml_assertion_credential_token_mapping_adfs_azure.html'

/** Microsoft Entra ID, formerly Azure Active Directory. `from` is the source attribute. */
export const entra: Preset = {
  id: 'entra',
  name: 'Microsoft Entra ID',
  summary:
    'Entra ID (Azure AD): groups that are left out mean none, unless the link arrives that stands for too many groups.',
  path: 'Entra admin center, Enterprise applications, New application, Create your own application; then Single sign-on, SAML.',
  labels: {
    entityId: 'Identifier (Entity ID)',
    acsUrl: 'Reply URL (Assertion Consumer Service URL)',
    logoutUrl: 'Logout Url (Optional)',
  },
  nameId: [
    {
      text: 'The NameID is the user principal name by default. A request that names a format is honoured, and “unspecified” gives a pairwise identifier, so jitup asks for none.',
      source: protocol,
    },
    {
      text: 'A NameID whose source is empty is replaced by a persistent pairwise identifier: choose a source that everybody has.',
      source: claims,
    },
    {
      text: `The object id, ${MICROSOFT}objectidentifier, is sent in every token and never changes: the safest that people can be known by (People and groups → More about people) where principal names do change.`,
      source: protocol,
    },
  ],
  attributes: [
    sent('Email', `${IDENTITY}emailaddress`, 'user.mail', mapping),
    sent('GivenName', `${IDENTITY}givenname`, 'user.givenname', tokens),
    sent('Surname', `${IDENTITY}surname`, 'user.surname', mapping),
    sent('Name', `${MICROSOFT}displayname`, 'user.displayname', mapping),
    custom('Phone', 'telephonenumber', 'user.telephonenumber', fields),
    custom('MobilePhone', 'mobilephone', 'user.mobilephone', fields),
    custom('Account', 'companyname', 'user.companyname', fields),
    custom('Department', 'department', 'user.department', fields),
    custom('JobTitle', 'jobtitle', 'user.jobtitle', fields),
    custom('Address', 'streetaddress', 'user.streetaddress', fields),
    custom('City', 'city', 'user.city', fields),
    custom('Region', 'state', 'user.state', fields),
    custom('Country', 'country', 'user.country', fields),
    custom('Zip', 'postalcode', 'user.postalcode', fields),
    custom('Language', 'preferredlanguage', 'user.preferredlanguage', fields),
  ],
  roles: [
    { name: `${MICROSOFT_2008}groups`, from: 'Groups assigned to the application, Group ID', source: tokens },
    { name: `${MICROSOFT_2008}role`, from: 'user.assignedroles', source: groups },
  ],
  overageAttributes: [
    'http://schemas.microsoft.com/claims/groups.link',
    'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups.link',
  ],
  policy: {
    roleAttributes: [`${MICROSOFT_2008}groups`, `${MICROSOFT_2008}role`],
    absentGroups: 'none',
  },
  settings: { nameIdPolicy: 'omit' },
  quirks: [
    {
      text: 'Groups arrive as object ids unless another source attribute is chosen. Object ids are unique and stay: use them in group mappings, above all for protected roles.',
      source: groups,
    },
    {
      text: 'Above 150 groups none is sent but a link to them. jitup then adds nothing and withdraws nothing. Send only the groups assigned to the application.',
      source: groups,
    },
    {
      text: 'A user without a group has no group attribute at all: absent groups mean none.',
      source: 'https://github.com/jeremyschulman/netbox-plugin-auth-saml2/pull/40',
    },
    {
      text: '“Emit groups as role claims” moves the groups into the role claim and displaces the application roles there.',
      source: groups,
    },
    {
      text: 'Display names of cloud groups are not unique: never give a protected role by one.',
      source: groups,
    },
    {
      text: 'Sign both response and assertion: SAML Certificates, Edit, Signing Option “Sign SAML response and assertion”, SHA-256.',
      source: 'unverified',
    },
  ],
  logout: {
    supported: true,
    text: 'Single logout goes by Redirect; enter our address as Logout Url.',
    source: 'unverified',
  },
  certificates: {
    text: 'The signing certificate belongs to the application and lasts three years. Create and import the next one before it is made active.',
    source:
      'https://learn.microsoft.com/en-us/azure/active-directory/manage-apps/tutorial-manage-certificates-for-federated-single-sign-on',
  },
}
