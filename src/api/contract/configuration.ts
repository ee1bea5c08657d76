import { z } from 'zod'

const count = z.int().min(0)

/** How far a file's word goes, and what was agreed on beforehand. */
export const configurationQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional().describe('Tells what would change, and changes nothing'),
  prune: z.enum(['true', 'false']).optional().describe('Removes what the file does not name'),
  withdraw: z
    .enum(['now', 'next-sign-on'])
    .optional()
    .describe('What becomes of grants that a rule gave and gives no more; next-sign-on when not given'),
  plan: z
    .string()
    .regex(/^[0-9a-f]{32}$/, { error: 'must be the plan of a dry run' })
    .optional()
    .describe('Only if it is still this plan that a dry run has shown'),
  confirm: z
    .string()
    .regex(/^[0-9]{1,9}$/, { error: 'must be a whole number' })
    .transform(Number)
    .optional()
    .describe('How many grants and identities it may take, where that must be said'),
})

const kind = z.string()

/** What a configuration file changes, or would change. */
export const configurationDifference = z.strictObject({
  dryRun: z.boolean(),
  differences: z.array(
    z.strictObject({
      op: z.enum(['add', 'change', 'remove']),
      kind,
      title: z.string(),
      /** Null: not set. */
      fields: z.array(z.strictObject({ field: z.string(), from: z.unknown(), to: z.unknown() })),
      /** What it takes from people; `exact` false: at most. */
      takes: z.strictObject({ grants: count, identities: count, people: count, exact: z.boolean() }).nullable(),
    }),
  ),
  /** What the file does not name, and what stays nevertheless. */
  left: z.array(z.strictObject({ kind, title: z.string() })),
  /** Grants and identities in all: what `confirm` must say where `mustConfirm`. */
  takes: count,
  mustConfirm: z.boolean(),
  /** Stands for exactly these differences. */
  plan: z.string(),
  /** The revision of the rules that says so; null: nothing was written. */
  revision: z.int().nullable(),
})
