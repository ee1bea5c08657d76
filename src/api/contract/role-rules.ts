/** Rules that give roles, and what a change of one would take. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { id, named, slug, time, version } from '../fields.ts'
import { reaching } from './revisions.ts'
import { roleRef } from './roles.ts'

export const roleRuleInput = z.strictObject({
  provider: slug.nullable().optional(),
  /** One group; or else `groups`: any one of them gives the role. */
  group: named(4000).optional(),
  groups: z.array(named(4000)).min(1).max(200).optional(),
  /** The groups are globs: `*` stands for any run of characters, `?` for one. Null: they are the values as sent. */
  match: z.literal('glob').nullable().optional(),
  /** Name or id of the role. */
  role: named(VALUE_LIMIT),
})

/** What becomes of the grants that a changed or deleted rule gave. */
const withdrawal = {
  /** Left out: each goes at the person's next sign-on. */
  withdraw: z.enum(['now', 'next-sign-on']).optional(),
  /** How many grants `now` takes, where that must be confirmed. */
  confirm: z.int().min(0).optional(),
}
export const roleRulePatch = roleRuleInput.partial()
export const roleRuleChange = roleRulePatch.extend(withdrawal)
export const roleRuleRemoval = z.strictObject({
  withdraw: withdrawal.withdraw,
  confirm: z
    .string()
    .regex(/^[0-9]{1,9}$/, { error: 'must be a whole number' })
    .transform(Number)
    .optional(),
})
export const roleRule = z.strictObject({
  id,
  version,
  provider: z.string().nullable(),
  /** The first of `groups`. */
  group: z.string(),
  groups: z.array(z.string()),
  match: z.literal('glob').nullable(),
  role: roleRef,
})

/** A rule as it was saved, with the providers by which it lets a role be had that only administrators hand out. */
export const savedRoleRule = roleRule.extend({ reaches: reaching })

/** The change that is thought of; null: the rule goes. */
export const impactInput = z.strictObject({
  change: roleRulePatch.nullable(),
  limit: z.int().min(1).max(200).optional(),
  cursor: z.string().min(1).max(4000).optional(),
})
export const impact = z.strictObject({
  /** Grants that would be withdrawn, from so many people. */
  grants: z.int(),
  people: z.int(),
  /** Grants behind which no other reason for the role stands. */
  losses: z.int(),
  /** False: some of these people may have a group that still gives it; their next sign-on tells. */
  exact: z.boolean(),
  /** `withdraw: now` needs `confirm` with the number of grants. */
  mustConfirm: z.boolean(),
  /** How many of the losses do not happen at a sign-on: the last administrator stays in office. */
  spared: z.int(),
  items: z.array(
    z.strictObject({
      grantId: id,
      user: z.strictObject({ id, login: z.string(), name: z.string() }),
      role: z.string(),
      /** False: they keep the role for another reason. */
      loses: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
})

/** What the sign-ons of a provider took away in this hour. */
export const withdrawals = z.strictObject({
  provider: z.string(),
  hour: time,
  count: z.int(),
  ceiling: z.int(),
})
