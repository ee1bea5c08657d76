import { custom, type Preset } from './preset.ts'

const contract = 'https://docs.pingidentity.com/r/en-us/pingfederate-121/pf_attr_contract'
const tab =
  'https://docs.pingidentity.com/r/en-us/pingfederate-112/help_assertioncreationtasklet_createattributecontractstate'

/** PingFederate. `from` is the attribute of an LDAP data store, as Active Directory has it. */
export const pingfederate: Preset = {
  id: 'pingfederate',
  name: 'PingFederate',
  summary:
    'PingFederate: both sides agree on an attribute contract, and the CN of a distinguished name counts as group too.',
  path: 'Applications, SP Connections, Create Connection, Browser SSO; then Assertion Creation, Attribute Contract.',
  labels: {
    entityId: 'Partner’s Entity ID',
    acsUrl: 'Assertion Consumer Service URL (POST)',
    logoutUrl: 'SLO Service URL',
  },
  nameId: [
    { text: 'SAML_SUBJECT of the attribute contract becomes the NameID.', source: contract },
    {
      text: 'With the identity mapping Pseudonym or Transient attributes may be missing altogether: choose Standard, or tick “Include attributes …”.',
      source: tab,
    },
  ],
  attributes: [
    custom('Email', 'mail', 'mail', 'unverified'),
    custom('GivenName', 'givenName', 'givenName', 'unverified'),
    custom('Surname', 'sn', 'sn', 'unverified'),
    custom('Name', 'displayName', 'displayName', 'unverified'),
    custom('Phone', 'telephoneNumber', 'telephoneNumber', 'unverified'),
    custom('MobilePhone', 'mobile', 'mobile', 'unverified'),
    custom('Account', 'company', 'company', 'unverified'),
    custom('Department', 'department', 'department', 'unverified'),
    custom('JobTitle', 'title', 'title', 'unverified'),
  ],
  roles: [{ name: 'memberOf', from: 'memberOf', source: 'unverified' }],
  overageAttributes: [],
  policy: { roleAttributes: ['memberOf'], absentGroups: 'keep', groupNames: 'cn' },
  settings: { nameIdPolicy: 'omit' },
  quirks: [
    { text: 'Attribute names are case-sensitive and must be the same on both sides.', source: contract },
    {
      text: 'On the tab Signature Policy the whole response is signed, or with “Require signed SAML Assertions” the assertion alone. Either will do.',
      source: 'https://docs.pingidentity.com/r/8tNrbaFvGmTb6e1hKQKYSw/~sft1S1gJGVOeiBPV36ixw',
    },
  ],
  logout: {
    supported: true,
    text: 'Choose the SLO profiles on the tab SAML Profiles and enter our address on SLO Service URLs.',
    source:
      'https://docs.pingidentity.com/pingfederate/latest/administrators_reference_guide/help_spprotocolsettingstasklet_sloserviceurlconfigstate.html',
  },
  certificates: {
    text: 'The signing certificate is chosen for each connection: import the metadata again after choosing another one.',
    source: 'unverified',
  },
}
