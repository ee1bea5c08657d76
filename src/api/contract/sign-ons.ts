/** Sign-ons as the journal has them. */
import { z } from 'zod'
import { id, time } from '../fields.ts'

/** `{"Name": ["value", …]}`. Names are the partner's and may be any text. */
export const claims = z.record(z.string(), z.array(z.string()))
/** A plan, as `src/core/types.ts` tells it. */
export const planSchema = z.record(z.string(), z.unknown())

export const signOn = z.strictObject({
  id,
  at: time,
  provider: z.string().nullable(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'refused', 'tested', 'replayed', 'undone']),
  code: z.string().nullable(),
  step: z.string().nullable(),
  userId: id.nullable(),
  contactId: id.nullable(),
  rulesRevision: z.int().nullable(),
  problems: z.array(z.string()),
  durationMicroseconds: z.int(),
})
export const signOnDetail = signOn.extend({
  plan: planSchema.nullable(),
  refusal: z.strictObject({ message: z.string(), evidence: z.record(z.string(), z.unknown()) }).nullable(),
  /** The way it went: every check with its verdict; several may have refused. */
  steps: z.array(
    z.strictObject({
      step: z.string(),
      verdict: z.enum(['passed', 'refused', 'not-reached']),
      code: z.string().nullable(),
      message: z.string().nullable(),
      evidence: z.record(z.string(), z.unknown()),
    }),
  ),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  /** Only for who may read claims. */
  claims: claims.nullable().optional(),
  subject: z.strictObject({ value: z.string(), format: z.string().nullable() }).nullable().optional(),
})
