/** How something came about, in sentences. */
import { z } from 'zod'
import { id, time, version } from '../fields.ts'
import { signOn } from './sign-ons.ts'

const sentences = z.array(z.string())
export const signOnExplanation = z.strictObject({
  signOn,
  /** How much of what arrived is still there. */
  kept: z.enum(['whole', 'redacted', 'age', 'off', 'erased', 'unverified', 'no-message']),
  redacted: z.array(z.string()),
  /** Only for who may read claims. */
  arrived: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()), uses: sentences })).nullable(),
  groups: z.array(z.strictObject({ group: z.string(), ignored: z.boolean(), gives: sentences })).nullable(),
  changes: z.array(
    z.strictObject({
      column: z.string().nullable(),
      sentence: z.string(),
      because: z.string(),
      /** The row that wrote it, in words, as it was that day. */
      rule: z.string().nullable(),
    }),
  ),
  skipped: z.array(
    z.strictObject({
      column: z.string(),
      rule: z.string(),
      /** True: the rule says no more than which attribute fills the column. */
      plain: z.boolean(),
      reason: z.string(),
    }),
  ),
  problems: z.array(z.strictObject({ code: z.string(), sentence: z.string() })),
  /** Microseconds since the message had arrived. */
  timings: z.strictObject({ verified: z.int().nullable(), planned: z.int().nullable(), whole: z.int() }),
  rules: z.strictObject({ revision: z.int(), at: time, author: z.record(z.string(), z.unknown()) }).nullable(),
  steps: z.array(z.strictObject({ step: z.string(), verdict: z.string(), code: z.string().nullable() })),
  sentences,
})

const cellValue = z.union([z.null(), z.string(), z.strictObject({ id: id.nullable(), name: z.string() })])
/** One value that a column had, and how it came about. */
export const explainedValue = z.strictObject({
  id,
  at: time,
  before: cellValue,
  after: cellValue,
  origin: z.record(z.string(), z.unknown()),
  rule: z.string().nullable(),
  revision: z.int().nullable(),
  sentence: z.string(),
})
export const contactExplanation = z.strictObject({
  id,
  version,
  columns: z.array(
    z.strictObject({
      column: z.string(),
      caption: z.string(),
      value: cellValue,
      /** The change that made it so; null: nothing is on record. */
      latest: explainedValue.nullable(),
    }),
  ),
})
