/** Sign-ons as the journal has them. */
import { z } from 'zod'
import type { Change, Plan } from '../../core/types.ts'
import { id, time } from '../fields.ts'

/** `{"Name": ["value", …]}`. Names are the partner's and may be any text. */
export const claims = z.record(z.string(), z.array(z.string()))
/** Nothing of it is checked here, and the document says "an object": only `src/core` makes plans. The type is what it makes. */
const made: z.ZodType<unknown> = z.record(z.string(), z.unknown())
export const planSchema = made as z.ZodType<Plan>
export const changeSchema = made as z.ZodType<Change>

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
/** An attempt as lists show it: with the names that the person has today; null: nobody is known, or they are gone. */
export const signOnLine = signOn.extend({ login: z.string().nullable(), contactName: z.string().nullable() })

const dayOrTime = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'must be a day such as 2026-11-23 or a time such as 2026-11-23T09:30:00Z',
})

/** Which attempts a list holds. */
export const signOnQuery = z.strictObject({
  search: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('A reference id, or its first 8 characters or more; else part of a login name'),
  provider: z.string().min(1).max(256).optional().describe('Id or slug'),
  contact: z.uuid().optional().describe('Id of a contact'),
  user: z.string().min(1).max(256).optional().describe('Id or login name'),
  outcome: z
    .string()
    .max(100)
    .transform((text) => text.split(','))
    .pipe(z.array(signOn.shape.outcome).min(1))
    .optional()
    .describe('One outcome or several, by commas: created, updated, unchanged, refused, tested, replayed, undone'),
  code: z.string().min(1).max(100).optional().describe('Of refusals'),
  from: dayOrTime.optional().describe('This moment or later; of a day its beginning, in UTC'),
  to: dayOrTime.optional().describe('Before this moment; of a day its end, in UTC'),
  tests: z.enum(['show', 'hide', 'only']).optional().describe('Test sign-ons; shown when left out'),
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
  /** The entry by which this one was taken back, the latest of several. */
  undoneBy: z.strictObject({ signOnId: id, at: time }).nullable(),
  /** Of rules that were run again, and of an undo: the entry whose sign-on it was, `replayId` the run, and who did it. */
  follows: z
    .strictObject({ signOnId: id, at: time, replayId: id.nullable(), author: z.record(z.string(), z.unknown()) })
    .nullable(),
  /** Only for who may read claims. */
  claims: claims.nullable().optional(),
  subject: z.strictObject({ value: z.string(), format: z.string().nullable() }).nullable().optional(),
})
