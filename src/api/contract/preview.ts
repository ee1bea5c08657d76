/** What a sign-on would do. */
import { z } from 'zod'
import { SUBJECT_LIMIT, VALUE_LIMIT } from '../../core/text.ts'
import { id, slug } from '../fields.ts'
import { draftInput } from './drafts.ts'
import { claims, planSchema } from './sign-ons.ts'

export const previewInput = z
  .strictObject({
    provider: slug,
    claims: claims.optional(),
    nameId: z
      .strictObject({
        value: z.string().min(1).max(SUBJECT_LIMIT),
        format: z.string().min(1).max(VALUE_LIMIT).nullable().optional(),
      })
      .nullable()
      .optional(),
    /** What arrived with this past sign-on, instead of `claims`. */
    signOnId: id.optional(),
    draft: draftInput.optional(),
  })
  .refine((value) => (value.claims === undefined) !== (value.signOnId === undefined), {
    error: 'Give either claims or signOnId',
    path: ['claims'],
  })

const side = z.strictObject({
  plan: planSchema,
  explanation: z.record(z.string(), z.unknown()),
  sentences: z.array(z.string()),
})
/** With a draft: `before` is without it, `after` with it, as is what stands beside them; `differs` names what only one says. */
export const preview = side.extend({
  before: side.optional(),
  after: side.optional(),
  differs: z.strictObject({ onlyBefore: z.array(z.string()), onlyAfter: z.array(z.string()) }).optional(),
})
