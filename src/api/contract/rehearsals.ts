/** Whom the link rules would find. */
import { z } from 'zod'
import { SUBJECT_LIMIT, VALUE_LIMIT } from '../../core/text.ts'
import { id } from '../fields.ts'
import { providerOptions } from '../rule-options.ts'
import { claims } from './sign-ons.ts'

const count = z.int().min(0)

const expectedPerson = z.strictObject({
  nameId: z
    .strictObject({
      value: z.string().min(1).max(SUBJECT_LIMIT),
      format: z.string().min(1).max(VALUE_LIMIT).nullable().optional(),
    })
    .nullable()
    .optional(),
  claims,
})
export const rehearsalInput = z.strictObject({
  /** Other link rules than the provider has. */
  link: providerOptions.link.optional(),
  /** What the provider is going to send; left out: what we know of everybody whom it does not know. */
  people: z.array(expectedPerson).min(1).max(1000).optional(),
})
export const rehearsal = z.strictObject({
  counts: z.record(z.string(), count),
  /** In the order of `people`; empty without them: then the list of the same address has everybody. */
  people: z.array(
    z.strictObject({
      outcome: z.enum(['known', 'will-link', 'ambiguous', 'barred', 'new', 'refused']),
      code: z.string().nullable(),
      userId: id.nullable(),
      login: z.string().nullable(),
    }),
  ),
})
export const rehearsedUser = z.strictObject({
  userId: id,
  login: z.string(),
  outcome: z.enum(['will-link', 'another', 'ambiguous', 'barred', 'new']),
  by: z.string().nullable(),
  why: z.enum(['protected', 'employee', 'other-provider', 'no-value', 'domain', 'not-vouched']).nullable(),
})
