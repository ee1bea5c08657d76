/** What a provider may do with people, and which settings of its protocol are chosen by hand. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { choices } from '../../protocols/saml/settings.ts'
import { storable } from '../fields.ts'
import { nameSource, optional, providerOptions } from '../rule-options.ts'

const switches = z.strictObject({ create: z.boolean(), update: z.boolean() })
const names = z.array(storable(VALUE_LIMIT).min(1)).max(50)

export const policy = z.strictObject({
  userType: z.enum(['employee', 'external']),
  employees: switches,
  external: switches,
  roles: z.enum(['off', 'add', 'sync', 'replace']),
  subjectFrom: nameSource,
  loginFrom: z.union([z.literal('auto'), nameSource, z.strictObject({ template: storable(2000).min(1) })]),
  loginTaken: z.enum(['suffix', 'refuse']),
  roleAttributes: z.union([z.literal('well-known'), names]),
  exactRoleNames: z.boolean(),
  /** As sent or cleaned; an entry that ends with `*` stands for everything that begins so. */
  ignoreGroups: z.array(storable(4000).min(1)).max(500),
  /** What a sign-on without the role attributes says: nothing, or that there are no groups. */
  absentGroups: z.enum(['keep', 'none']),
  /** Stands between groups that arrive in one value; null: a value is one group. */
  groupSeparator: storable(8).min(1).nullable(),
  /** Which name is read from a group beside its value as sent. */
  groupNames: z.enum(['as-sent', 'cn', 'strip-domain', 'last-segment']),
})

export const givenPolicy = policy.partial().extend(optional(providerOptions))

/** What an administrator sets beside what the metadata says; addresses and keys come from the metadata alone. */
export const providerSettings = z.strictObject(choices).partial()
