import { type Preset, type PresetAttribute, type Source, sent } from './preset.ts'

const oids =
  'https://github.com/fkooman/php-saml-sp/blob/61529b6dd7efb54111489aebc6a35b7ea984a8ac/src/attribute_mapping.php'
const nameIds = 'https://shibboleth.atlassian.net/wiki/spaces/IDP4/pages/1265631671'

/** OID first, and the name of SAML 1 that some still send. */
const person = (column: string, oid: string, id: string, source: Source = oids): PresetAttribute => ({
  ...sent(column, `urn:oid:${oid}`, id, source),
  names: [`urn:oid:${oid}`, `urn:mace:dir:attribute-def:${id}`],
})

/** Shibboleth and the federations of eduGAIN. `from` is the attribute's id in the resolver. */
export const shibboleth: Preset = {
  id: 'shibboleth',
  name: 'Shibboleth / eduGAIN',
  summary:
    'Shibboleth and eduGAIN: attributes are named by OIDs, and an attribute says who it is because the NameID is transient.',
  path: 'conf/attribute-filter.xml of the identity provider (or the federation’s resource registry).',
  labels: {
    entityId: 'entityID of the service provider',
    acsUrl: 'AssertionConsumerService (HTTP-POST)',
    logoutUrl: 'SingleLogoutService (HTTP-Redirect)',
  },
  nameId: [
    {
      text: 'The NameID is transient by default, different at every sign-on. jitup takes the attribute subject-id instead; where a federation does not release it, name eduPersonPrincipalName or pairwise-id under People and groups → More about people.',
      source: nameIds,
    },
  ],
  attributes: [
    person('Email', '0.9.2342.19200300.100.1.3', 'mail'),
    person('GivenName', '2.5.4.42', 'givenName'),
    person('Surname', '2.5.4.4', 'sn'),
    person('Name', '2.16.840.1.113730.3.1.241', 'displayName'),
    person('Phone', '2.5.4.20', 'telephoneNumber'),
    person('MobilePhone', '0.9.2342.19200300.100.1.41', 'mobile'),
    person('HomePhone', '0.9.2342.19200300.100.1.20', 'homePhone'),
    person('Account', '2.5.4.10', 'o'),
    person('Department', '2.5.4.11', 'ou'),
    person('JobTitle', '2.5.4.12', 'title'),
    person('City', '2.5.4.7', 'l'),
    person('Region', '2.5.4.8', 'st'),
    person('Zip', '2.5.4.17', 'postalCode'),
    person('Country', '2.5.4.6', 'c', 'unverified'),
    person('Language', '2.16.840.1.113730.3.1.39', 'preferredLanguage'),
  ],
  roles: [
    {
      name: 'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
      from: 'isMemberOf',
      source: 'https://help.switch.ch/fr/aai/support/documents/attributes/ismemberof',
    },
    { name: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.7', from: 'eduPersonEntitlement', source: oids },
    { name: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.9', from: 'eduPersonScopedAffiliation', source: oids },
  ],
  overageAttributes: [],
  policy: {
    subjectFrom: { attribute: 'urn:oasis:names:tc:SAML:attribute:subject-id' },
    roleAttributes: ['urn:oid:1.3.6.1.4.1.5923.1.5.1.1'],
    absentGroups: 'keep',
  },
  settings: { nameIdPolicy: 'omit', wantEncryption: true },
  quirks: [
    {
      text: 'Nothing but a transient NameID is released until a filter policy releases it.',
      source: 'https://wiki.univie.ac.at/pages/viewpage.action?pageId=261654826',
    },
    {
      text: 'mail may have several values.',
      source: 'https://wiki.sunet.se/pages/diffpages.action?originalId=71270701&pageId=71270702',
    },
    {
      text: 'eduPersonScopedAffiliation and eduPersonPrincipalName have a scope, name@scope: it belongs to the value, and only some institutions may use it.',
      source: 'unverified',
    },
    {
      text: 'The filter may leave groups out for reasons of its own: absent groups are not taken for none.',
      source: 'unverified',
    },
  ],
  logout: {
    supported: true,
    text: 'Many institutions have single logout switched off; ours is used when the metadata offers it.',
    source: 'unverified',
  },
  certificates: {
    text: 'Keys come with the federation’s signed metadata, and a certificate’s own dates mean nothing there.',
    source: 'unverified',
  },
}
