/** Attribute names that identity providers use without being told to. */

/** Names under which groups or roles usually arrive. With `roleAttributes: 'well-known'` any one of them is evidence. */
export const wellKnownRoleAttributes: readonly string[] = [
  'memberOf',
  'isMemberOf',
  'groups',
  'Groups',
  'Group',
  'roles',
  'Role',
  'http://schemas.xmlsoap.org/claims/Group',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groupsid',
  'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
]

/**
 * Names that say "too many groups to send, fetch them yourself" (Entra ID): the groups that did arrive are not all. The last is
 * Entra's in tokens, which a broker between Entra and us may pass on.
 */
export const overageMarks: readonly string[] = [
  'http://schemas.microsoft.com/claims/groups.link',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups.link',
  'hasgroups',
]

/** SAML core 8.3.7: a name for one provider and one person that says nothing about either. */
export const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'

/** SAML core 8.3.8: a name for this one session. */
export const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
