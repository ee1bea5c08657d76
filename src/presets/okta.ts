import { custom, type Preset } from './preset.ts'

const profile =
  'https://developer.okta.com/okta-sdk-java/apidocs/com/okta/sdk/resource/model/class-use/UserSchemaAttribute.html'
const properties =
  'https://developer.okta.com/okta-sdk-java/apidocs/com/okta/sdk/resource/model/class-use/UserSchemaBaseProperties.html'
const fields =
  'https://docs.paloaltonetworks.com/content/techdocs/en_US/identity/cloud-identity-engine/manage-the-cloud-identity-engine/cloud-identity-engine-attributes/cloud-identity-engine-attributes-okta.html'
const groups = 'https://help.okta.com/en-us/Content/Topics/Apps/define-group-attribute-statements.htm'

/** Okta Workforce Identity. `from` is an expression of the Okta Expression Language. */
export const okta: Preset = {
  id: 'okta',
  name: 'Okta',
  summary: 'Okta: the administrator names every attribute; groups that are left out mean none.',
  path: 'Applications, Create App Integration, SAML 2.0; attribute statements are on the page Configure SAML.',
  labels: {
    entityId: 'Audience URI (SP Entity ID)',
    acsUrl: 'Single sign-on URL (use it for Recipient URL and Destination URL too)',
    logoutUrl: 'Single Logout URL (Advanced Settings)',
  },
  nameId: [
    {
      text: 'The NameID is the “Application username”; “Name ID format” is Unspecified or EmailAddress. Okta user names have the form of an e-mail address unless that restriction is lifted.',
      source: 'https://help.okta.com/en-us/Content/topics/users-groups-profiles/usgp-about-profiles.htm',
    },
  ],
  attributes: [
    custom('Email', 'email', 'user.email', profile),
    custom('GivenName', 'firstName', 'user.firstName', properties),
    custom('Surname', 'lastName', 'user.lastName', fields),
    custom('MiddleName', 'middleName', 'user.middleName', properties),
    custom('Name', 'displayName', 'user.displayName', profile),
    custom(
      'Phone',
      'primaryPhone',
      'user.primaryPhone',
      'https://www.powershellgallery.com/packages/Okta.PowerShell/1.0.3/Content/Model%5CUserProfile.ps1',
    ),
    custom('MobilePhone', 'mobilePhone', 'user.mobilePhone', properties),
    custom(
      'Account',
      'organization',
      'user.organization',
      'https://www.powershellgallery.com/packages/Okta.PowerShell/1.0.3/Content/Model%5CUserProfile.ps1',
    ),
    custom('Department', 'department', 'user.department', profile),
    custom('JobTitle', 'title', 'user.title', fields),
    custom('Address', 'streetAddress', 'user.streetAddress', fields),
    custom('City', 'city', 'user.city', profile),
    custom('Region', 'state', 'user.state', fields),
    custom('Country', 'countryCode', 'user.countryCode', profile),
    custom('Zip', 'zipCode', 'user.zipCode', fields),
    custom('Language', 'locale', 'user.locale', properties),
  ],
  roles: [{ name: 'groups', from: 'Matches regex .*', source: groups }],
  overageAttributes: [],
  policy: { roleAttributes: ['groups'], absentGroups: 'none' },
  settings: { nameIdPolicy: 'omit' },
  quirks: [
    {
      text: 'Attribute names must be unique over attribute statements and group attribute statements together.',
      source: 'https://help.okta.com/en/prod/Content/Topics/Apps/attribute-statements-saml.htm',
    },
    {
      text: 'A group attribute statement filters by group name: Starts with, Equals, Contains or Matches regex.',
      source: groups,
    },
    {
      text: 'When no group passes the filter the attribute is left out: absent groups mean none.',
      source: 'unverified',
    },
  ],
  logout: {
    supported: true,
    text: 'Only we can start a single logout, and the request must be signed: upload our signing certificate as Signature Certificate and tick “Allow application to initiate Single Logout”.',
    source: 'https://help.okta.com/en-us/Content/Topics/Apps/Apps_Single_Logout.htm',
  },
  certificates: {
    text: 'Each application has its own signing certificate; use one with SHA-256, and import the metadata again after a rollover.',
    source: 'unverified',
  },
}
