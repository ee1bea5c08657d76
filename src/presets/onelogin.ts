import { custom, type Preset } from './preset.ts'

const macros = 'https://onelogin.service-now.com/kb_view_customer.do?sysparm_article=KB0010609'
const multiValue =
  'https://docs.snyk.io/snyk-platform-administration/single-sign-on-sso-for-authentication-to-snyk/custom-mapping/examples-setting-up-custom-mapping-for-idps/example-setting-up-custom-mapping-for-onelogin'
const connector = 'https://support.workstars.com/hc/en-gb/articles/8166534041873'

/** OneLogin, by the SAML Custom Connector (Advanced). `from` is the value to choose, or a macro. */
export const onelogin: Preset = {
  id: 'onelogin',
  name: 'OneLogin',
  summary:
    'OneLogin: lists in one value are split at the semicolon, and the CN of a distinguished name counts as group too.',
  path: 'Applications, Add App, SAML Custom Connector (Advanced); then the tabs Configuration, Parameters and SSO.',
  labels: { entityId: 'Audience (EntityID)', acsUrl: 'ACS (Consumer) URL', logoutUrl: 'Single Logout URL' },
  nameId: [
    {
      text: 'The parameter “NameID value” is the e-mail address by default; “SAML nameID format” is Email or Unspecified. An address may change hands: choose a value that stays where one is kept.',
      source: 'https://help.ally.io/en/articles/3078853-onelogin-saml-setup',
    },
  ],
  attributes: [
    { ...custom('Email', 'Email', '{email}', macros), names: ['Email', 'User.email'] },
    { ...custom('GivenName', 'First Name', '{firstname}', macros), names: ['First Name', 'User.FirstName'] },
    { ...custom('Surname', 'Last Name', '{lastname}', macros), names: ['Last Name', 'User.LastName'] },
    custom('Name', 'Name', '{name}', macros),
    custom('Phone', 'Phone', '{phone}', macros),
    custom('Account', 'Company', null, 'unverified'),
    custom('Department', 'Department', '{department}', macros),
    custom('JobTitle', 'Title', '{title}', macros),
  ],
  roles: [
    { name: 'memberOf', from: 'MemberOf', source: multiValue },
    { name: 'roles', from: 'User Roles', source: multiValue },
  ],
  overageAttributes: [],
  policy: { roleAttributes: 'well-known', groupSeparator: ';', groupNames: 'cn' },
  settings: { nameIdPolicy: 'omit' },
  quirks: [
    {
      text: 'A parameter is sent only with the tick “Include in SAML assertion”.',
      source: 'https://help.ally.io/en/articles/3078853-onelogin-saml-setup',
    },
    {
      text: 'Several values need “Multi-value parameter” and “Semicolon Delimited”. Without them one value a;b;c arrives; jitup splits it, but a part of such a list gives no protected role.',
      source: multiValue,
    },
    {
      text: 'A user has one OneLogin group at most; OneLogin roles, or MemberOf of Active Directory, carry the rest.',
      source: multiValue,
    },
    { text: 'MemberOf holds distinguished names of Active Directory.', source: 'unverified' },
    { text: 'A field that is not filled in may arrive as an empty attribute.', source: 'unverified' },
    { text: 'On the tab SSO set the SAML Signature Algorithm to SHA-256: jitup refuses SHA-1.', source: connector },
  ],
  logout: {
    supported: true,
    text: 'Single logout is offered in the metadata as “SLO Endpoint”; enter our address as Single Logout URL.',
    source: 'https://docs.krontech.com/reference-guide-3-0-0/saml-authentication',
  },
  certificates: {
    text: 'The certificate is chosen on the tab SSO and lasts for years. Import the metadata again after choosing another one.',
    source: 'unverified',
  },
}
