import { custom, type Preset, sent } from './preset.ts'

const factory =
  'https://github.com/keycloak/keycloak/blob/1683a2e031ff8cba2290480c583e67452269df1c/services/src/main/java/org/keycloak/protocol/saml/SamlProtocolFactory.java'
const roleList =
  'https://github.com/keycloak/keycloak/blob/00879b39b73f9437f49ee867d140dd5b6d44ecd2/services/src/main/java/org/keycloak/protocol/saml/mappers/RoleListMapper.java'
const groupList =
  'https://github.com/keycloak/keycloak/blob/00879b39b73f9437f49ee867d140dd5b6d44ecd2/services/src/main/java/org/keycloak/protocol/saml/mappers/GroupMembershipMapper.java'

/** Keycloak and its descendants. `from` is a user property, or a user attribute after `attribute:`. */
export const keycloak: Preset = {
  id: 'keycloak',
  name: 'Keycloak',
  summary:
    'Keycloak: roles may come one attribute each, default roles are ignored, /a/group counts as group too, and groups that are left out mean none.',
  path: 'Clients, Import client (the file below), or Create client with the type SAML.',
  labels: {
    entityId: 'Client ID',
    acsUrl: 'Assertion Consumer Service POST Binding URL',
    logoutUrl: 'Logout Service Redirect Binding URL',
  },
  nameId: [
    { text: 'The NameID is the user name unless the client says otherwise (“Name ID format”).', source: factory },
  ],
  attributes: [
    {
      ...sent('Email', 'urn:oid:1.2.840.113549.1.9.1', 'email', factory),
      names: ['urn:oid:1.2.840.113549.1.9.1', 'email'],
    },
    { ...sent('GivenName', 'urn:oid:2.5.4.42', 'firstName', factory), names: ['urn:oid:2.5.4.42', 'firstName'] },
    { ...sent('Surname', 'urn:oid:2.5.4.4', 'lastName', factory), names: ['urn:oid:2.5.4.4', 'lastName'] },
    custom('Phone', 'phone', 'attribute:phone', 'unverified'),
    custom('MobilePhone', 'mobile', 'attribute:mobile', 'unverified'),
    custom('Account', 'company', 'attribute:company', 'unverified'),
    custom('Department', 'department', 'attribute:department', 'unverified'),
    custom('JobTitle', 'title', 'attribute:title', 'unverified'),
    custom('Language', 'locale', 'attribute:locale', 'unverified'),
  ],
  roles: [
    { name: 'Role', from: 'saml-role-list-mapper', source: roleList },
    { name: 'member', from: 'saml-group-membership-mapper', source: groupList },
  ],
  overageAttributes: [],
  policy: {
    roleAttributes: ['Role', 'member'],
    absentGroups: 'none',
    groupNames: 'last-segment',
    ignoreGroups: [
      'offline_access',
      'uma_authorization',
      'default-roles-*',
      'manage-account',
      'manage-account-links',
      'view-profile',
    ],
  },
  settings: { nameIdPolicy: 'omit' },
  quirks: [
    {
      text: 'Roles arrive as one attribute for each role unless “Single Role Attribute” is on. jitup reads both.',
      source: factory,
    },
    { text: 'A user without roles or groups has no such attribute: absent groups mean none.', source: groupList },
    { text: 'Groups are full paths, /staff/sales, unless “Full group path” is off.', source: groupList },
    {
      text: 'The default roles of the realm come along; they are on the list of ignored groups.',
      source: 'unverified',
    },
  ],
  logout: {
    supported: true,
    text: 'Set the Logout Service URL of the client and leave Front channel logout on; requests are signed on both sides.',
    source: factory,
  },
  certificates: {
    text: 'The realm signs with its active key and may publish further ones: import the descriptor again after adding a key provider, before it gets the higher priority.',
    source: 'unverified',
  },
}
