import type { ProviderPolicy } from './types.ts'

/** What a provider does with people before anybody has decided on it. */
export const defaultPolicy = {
  userType: 'employee',
  employees: { create: true, update: true },
  external: { create: false, update: false },
  roles: 'sync',
  subjectFrom: 'NameID',
  loginFrom: 'auto',
  loginTaken: 'suffix',
  roleAttributes: 'well-known',
  exactRoleNames: true,
  ignoreGroups: [],
  absentGroups: 'keep',
  groupSeparator: null,
  groupNames: 'as-sent',
} as const satisfies Partial<ProviderPolicy>

/**
 * A snapshot speaks of a provider; what is edited by hand comes from none. It changes only people who exist, and gives nobody a
 * role.
 */
export const policyByHand: ProviderPolicy = {
  ...defaultPolicy,
  id: '',
  slug: '',
  name: '',
  employees: { create: false, update: true },
  external: { create: false, update: true },
  roles: 'off',
  loginTaken: 'refuse',
  roleAttributes: [],
  exactRoleNames: false,
}
