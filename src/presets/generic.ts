import { custom, type Preset } from './preset.ts'

/** Any other SAML 2.0 identity provider. */
export const generic: Preset = {
  id: 'generic',
  name: 'Another SAML 2.0 provider',
  summary: 'Any other SAML 2.0 identity provider: nothing is assumed.',
  path: 'Wherever your identity provider adds a SAML service provider; most take our metadata address or file.',
  labels: {
    entityId: 'Entity ID, audience',
    acsUrl: 'Assertion consumer service (HTTP-POST), recipient, reply URL',
    logoutUrl: 'Single logout service (HTTP-Redirect)',
  },
  nameId: [
    {
      text: 'The NameID must be the same at every sign-on and belong to nobody else later: persistent, or a name that is never given twice. A transient one is refused unless an attribute is the subject.',
      source: 'https://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf',
    },
  ],
  attributes: [
    custom('Email', 'email', null, 'unverified'),
    custom('GivenName', 'firstName', null, 'unverified'),
    custom('Surname', 'lastName', null, 'unverified'),
    custom('Phone', 'phone', null, 'unverified'),
    custom('Account', 'company', null, 'unverified'),
    custom('Department', 'department', null, 'unverified'),
    custom('JobTitle', 'title', null, 'unverified'),
  ],
  roles: [{ name: 'groups', from: null, source: 'unverified' }],
  overageAttributes: [],
  policy: {},
  settings: {},
  quirks: [
    {
      text: 'What an absent group attribute means is unknown, so it takes nothing away. If your provider leaves it out with the last group, choose “There are none: roles are taken away” under People and groups.',
      source: 'unverified',
    },
  ],
  logout: { supported: true, text: 'Single logout is used when the metadata offers it.', source: 'unverified' },
  certificates: {
    text: 'Import the metadata again whenever the signing key is about to change, while both keys are published.',
    source: 'unverified',
  },
}
