/** Taking back what a sign-on, a replay or a version of the rules did. */
import { z } from 'zod'
import { id } from '../fields.ts'
import { replay } from './replays.ts'
import { restored, undoingRules } from './revisions.ts'
import { changeSchema } from './sign-ons.ts'

export const undoInput = z
  .strictObject({
    /** A sign-on, or the journal's entry of one person of a replay. */
    signOnId: id.optional(),
    /** A version of the rules: what it changed, and nothing else. */
    revision: z.int().min(1).max(999_999_999).optional(),
    replayId: id.optional(),
    dryRun: z.boolean().optional(),
    ...undoingRules,
  })
  .refine((value) => [value.signOnId, value.revision, value.replayId].filter((one) => one !== undefined).length === 1, {
    error: 'Give one of signOnId, revision and replayId',
    path: ['signOnId'],
  })

const conflicts = z.array(
  z.strictObject({
    code: z.string(),
    subject: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
    sentence: z.string(),
  }),
)
const undonePerson = z.strictObject({ signOnId: id, userId: id, contactId: id, conflicts })
export const undone = z.strictObject({
  dryRun: z.boolean(),
  /** For `signOnId`. `entryId`: the journal's entry of the undo; null: nothing was written. */
  signOn: undonePerson
    .extend({ entryId: id.nullable(), changes: z.array(changeSchema), sentences: z.array(z.string()) })
    .optional(),
  /** For `replayId`, dry. */
  forecast: z
    .strictObject({ people: z.int(), changes: z.int(), conflicts: z.int(), listed: z.array(undonePerson) })
    .optional(),
  /** For `replayId`: what is now under way. */
  replay: replay.optional(),
  /** For `revision`: what was taken back of it, and the new version that says so. */
  rules: restored.optional(),
})
