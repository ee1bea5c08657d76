import { IDENTITY, MICROSOFT_2008 } from './claim-types.ts'
import { custom, type Preset, sent } from './preset.ts'

const claimTypes = 'https://learn.microsoft.com/en-us/dotnet/api/system.security.claims.claimtypes'
const mapping =
  'https://www.ibm.com/support/knowledgecenter/en/SSCT62/com.ibm.iamservice.doc/concepts/saml_assertion_credential_token_mapping_adfs_azure.html'
const ldap = 'https://technet.microsoft.com/en-us/library/adfs2-help-sending-ldap-attributes-as-claims(v=ws.10).aspx'
const cmdlet =
  'https://learn.microsoft.com/en-us/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/ee892363(v=technet.10)'

/** Microsoft Active Directory Federation Services. `from` is the LDAP attribute of Active Directory. */
export const adfs: Preset = {
  id: 'adfs',
  name: 'Microsoft AD FS',
  summary:
    'Active Directory Federation Services: no NameIDPolicy is sent, DOMAIN\\group counts as group too, and groups that are left out mean none.',
  path: 'AD FS Management, Relying Party Trusts, Add Relying Party Trust; then Edit Claim Issuance Policy.',
  labels: {
    entityId: 'Relying party trust identifier',
    acsUrl: 'SAML Assertion Consumer endpoint (POST)',
    logoutUrl: 'SAML Logout endpoint (Redirect)',
  },
  nameId: [
    {
      text: 'There is no NameID unless a claim rule issues one. A request that asks for a format which the rules do not issue fails as a whole (MSIS7070), so jitup asks for none.',
      source:
        'https://support.n2ws.com/portal/en/kb/articles/failed-to-open-idp-login-page-or-to-test-connection-with-the-errors-the-status-code-of-the-response-was-not-success-was-requester-urn-oasis-names-tc-saml-2-0-status-invalidnameidpolicy-invalid-response',
    },
    {
      text: 'The rules below issue the user principal name. Somebody whose principal name changes is then a new person; where that happens, issue a value that stays instead.',
      source: 'unverified',
    },
  ],
  attributes: [
    sent('Email', `${IDENTITY}emailaddress`, 'mail', mapping),
    sent('GivenName', `${IDENTITY}givenname`, 'givenName', mapping),
    sent('Surname', `${IDENTITY}surname`, 'sn', mapping),
    {
      ...sent('Name', `${IDENTITY}name`, 'displayName', claimTypes),
      names: [`${IDENTITY}name`, 'http://schemas.xmlsoap.org/claims/CommonName'],
    },
    custom('MiddleName', 'middleName', 'middleName', 'unverified'),
    custom('Phone', 'telephoneNumber', 'telephoneNumber', ldap),
    sent('MobilePhone', `${IDENTITY}mobilephone`, 'mobile', claimTypes),
    sent('HomePhone', `${IDENTITY}homephone`, 'homePhone', claimTypes),
    custom('Account', 'company', 'company', 'unverified'),
    custom('Department', 'department', 'department', 'unverified'),
    custom('JobTitle', 'title', 'title', 'https://technet.microsoft.com/en-us/library/cc786964(v=ws.10).aspx'),
    sent('Address', `${IDENTITY}streetaddress`, 'streetAddress', claimTypes),
    sent('City', `${IDENTITY}locality`, 'l', claimTypes),
    sent('Region', `${IDENTITY}stateorprovince`, 'st', claimTypes),
    sent('Country', `${IDENTITY}country`, 'co', claimTypes),
    sent('Zip', `${IDENTITY}postalcode`, 'postalCode', claimTypes),
    sent('BirthDate', `${IDENTITY}dateofbirth`, null, claimTypes),
    sent('Gender', `${IDENTITY}gender`, null, claimTypes),
    custom('Language', 'preferredLanguage', 'preferredLanguage', 'unverified'),
  ],
  roles: [
    { name: 'http://schemas.xmlsoap.org/claims/Group', from: 'tokenGroups(domainQualifiedName)', source: mapping },
    { name: `${MICROSOFT_2008}role`, from: null, source: claimTypes },
    { name: `${MICROSOFT_2008}groupsid`, from: null, source: claimTypes },
  ],
  overageAttributes: [],
  policy: {
    roleAttributes: ['http://schemas.xmlsoap.org/claims/Group', `${MICROSOFT_2008}role`, `${MICROSOFT_2008}groupsid`],
    absentGroups: 'none',
    groupNames: 'strip-domain',
  },
  settings: { nameIdPolicy: 'omit' },
  quirks: [
    {
      text: 'A claim rule that finds no group issues nothing, so that the last group lost leaves no attribute behind: absent groups mean none.',
      source: 'unverified',
    },
    {
      text: 'Groups arrive as names, DOMAIN\\name, SIDs or distinguished names, as the rule says. The rule below sends DOMAIN\\name: for protected roles write that whole value into the group mapping, for all others the name will do.',
      source: 'unverified',
    },
    {
      text: 'SamlResponseSignature is AssertionOnly, MessageOnly or MessageAndAssertion. Either signature is enough; both are best, and needed when assertions are encrypted.',
      source:
        'https://www.powershellgallery.com/packages/ADFSToolkit/2.1.0/Content/Private%5CGet-ADFSTkSamlResponseSignature.ps1',
    },
    { text: 'Older guides set SHA-1 as the signature algorithm. jitup refuses it; choose SHA-256.', source: cmdlet },
  ],
  logout: {
    supported: true,
    text: 'Logout requests must be signed, so AD FS needs the signing certificate of our metadata on the Signature tab; an import of the metadata puts it there.',
    source:
      'https://docs.progress.com/ru-RU/bundle/loadmaster-feature-description-saml-ltsf/page/Import-the-Certificate.html',
  },
  certificates: {
    text: 'By default AD FS renews its token-signing certificate by itself and publishes the next one beforehand: import its metadata again, or let it be refreshed, so that both keys are known.',
    source: 'https://samilamppu.com/2016/02/04/changing-adfs-certificates-token-signing-and-token-decrypting/',
  },
}
