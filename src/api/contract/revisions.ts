import { z } from 'zod'
import { id, time } from '../fields.ts'

/** A version of the rules. */
export const revision = z.strictObject({
  revision: z.int(),
  at: time,
  author: z.record(z.string(), z.unknown()),
})
export const revisionDetail = revision.extend({ content: z.record(z.string(), z.unknown()) })

const kind = z.enum(['converter', 'role-rule', 'provider'])

/** One row in which two versions of the rules differ, field by field; of a row that came or went every field is there. */
export const ruleChange = z.strictObject({
  of: kind,
  change: z.enum(['added', 'removed', 'changed']),
  id,
  /** The caption of its column, the role that it gives, or the provider. */
  name: z.string(),
  /** Slug of the provider that it is for; null: for all. */
  provider: z.string().nullable(),
  fields: z.array(z.strictObject({ field: z.string(), caption: z.string(), before: z.unknown(), after: z.unknown() })),
  sentence: z.string(),
})
const count = z.int().min(0)
const counts = z.strictObject({ added: count, removed: count, changed: count })

export const revisionDiffQuery = z.strictObject({
  from: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/, { error: 'must be the number of a version' })
    .transform(Number)
    .optional()
    .describe('The version it is compared with; left out: the one before it'),
})
/** What `to` says otherwise than `from`; one page of it. */
export const revisionDiff = z.strictObject({
  from: z.int(),
  to: z.int(),
  counts,
  items: z.array(ruleChange),
  next: z.string().nullable(),
})

/** What becomes of grants that rules gave and give no more. */
export const withdrawing = {
  /** Left out: each goes at its person's next sign-on. */
  withdraw: z.enum(['now', 'next-sign-on']).optional(),
}
const bringingBack = {
  ...withdrawing,
  /** How many grants `now` takes, where that must be confirmed. */
  confirmWithdrawals: count.optional(),
  /** A provider may do more again than it may now. */
  confirmWidening: z.boolean().optional(),
}
/** Beside `revision`, what an undo of rules takes. */
export const undoingRules = bringingBack
export const restoreInput = z.strictObject({
  dryRun: z.boolean().optional(),
  ...bringingBack,
  /** What is gone is left out; otherwise nothing comes back. */
  leaveGone: z.boolean().optional(),
})

const withdrawals = z.strictObject({
  grants: count,
  people: count,
  /** People who would be without a role, once for each of their roles. */
  losses: count,
  exact: z.boolean(),
  mustConfirm: z.boolean(),
  /** `spared`: how many of its losses do not happen at a sign-on, because the last administrator stays in office. */
  roles: z.array(z.strictObject({ id, name: z.string(), grants: count, losses: count, spared: count })),
  /** True: taken with the change. False: each goes at its person's next sign-on. */
  now: z.boolean(),
})
/** Providers by whose groups a role can be had, by these rules, that only administrators hand out. */
export const reaching = z.array(z.strictObject({ provider: z.string(), role: z.string(), sentence: z.string() }))

/** What a change of several rules came to, or would come to. */
export const revised = z.strictObject({
  dryRun: z.boolean(),
  /** The new version; null: nothing was written, because nothing differs or it was only asked. */
  revision: z.int().nullable(),
  counts,
  /** The first of them; `GET /revisions/:number/diff` has all. */
  changes: z.array(ruleChange),
  withdrawals,
  /** By what a provider may do more than before. */
  widens: z.array(z.strictObject({ provider: z.string(), field: z.string(), sentence: z.string() })),
  reaches: reaching,
})
export const restored = revised.extend({
  /** The version that came back, or was taken back. */
  of: z.int(),
  /** How many people lost a role by a rule that comes back: they have it again from their next sign-on with its group on. */
  returns: z.array(z.strictObject({ id, name: z.string(), people: count })),
  /** What stays as it is. */
  conflicts: z.array(
    z.strictObject({
      code: z.string(),
      of: kind,
      id,
      name: z.string(),
      fields: z.array(z.string()),
      missing: z.string().nullable(),
      sentence: z.string(),
    }),
  ),
})
