import { custom, type Preset } from './preset.ts'

const groups = 'https://support.google.com/a/answer/11143403'
const example = 'https://kb.aampe.com/developer-guide/sso/sso_google'

/** Google Workspace and Cloud Identity. `from` is the Google directory attribute. */
export const google: Preset = {
  id: 'google',
  name: 'Google Workspace',
  summary:
    'Google Workspace: the administrator names every attribute and lists every group; there is no single logout.',
  path: 'Admin console, Apps, Web and mobile apps, Add app, Add custom SAML app.',
  labels: { entityId: 'Entity ID', acsUrl: 'ACS URL', logoutUrl: '(none)' },
  nameId: [
    {
      text: 'Choose Name ID “Basic Information > Primary email” and the format EMAIL. A primary address can change.',
      source: 'https://www.firmsupport.aiwyn.ai/hc/en-us/articles/10241939557403',
    },
  ],
  attributes: [
    custom('Email', 'email', 'Basic Information > Primary email', example),
    custom('GivenName', 'firstName', 'Basic Information > First name', example),
    custom('Surname', 'lastName', 'Basic Information > Last name', example),
    custom('Phone', 'phone', 'Contact Information > Phone number', 'unverified'),
    custom('Account', 'organization', null, 'unverified'),
    custom('Department', 'department', 'Employee Details > Department', 'unverified'),
    custom('JobTitle', 'jobTitle', 'Employee Details > Title', 'unverified'),
  ],
  roles: [{ name: 'groups', from: 'Group membership', source: groups }],
  overageAttributes: [],
  policy: { roleAttributes: ['groups'], absentGroups: 'keep' },
  settings: { nameIdPolicy: 'omit', singleLogout: false },
  quirks: [
    { text: 'At most 75 group names can be listed for sending.', source: groups },
    { text: 'A renamed group must be entered again, or it is no longer sent.', source: groups },
    {
      text: 'Whoever is in none of the listed groups is said to have no group attribute at all. Since that is not documented, absent groups are not taken for none: once you have seen it, choose “There are none: roles are taken away” under People and groups.',
      source: 'https://github.com/chef/automate/issues/4075',
    },
  ],
  logout: {
    supported: false,
    text: 'Google has no SAML single logout: signing out here ends our session alone.',
    source: 'https://docs.arandasoft.com/common/en/pages/modulo_autenticacion_externa/obtener_datos_google.html',
  },
  certificates: {
    text: 'Certificates last five years. Before one ends choose the next one for the application and import its metadata again.',
    source: 'unverified',
  },
}
