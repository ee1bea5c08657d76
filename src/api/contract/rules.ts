import { z } from 'zod'
import { draftInput } from './drafts.ts'
import { withdrawing } from './revisions.ts'

/** Rules that are saved together, as one version: the shape of a draft, and the version that it was made from. */
export const rulesInput = draftInput.extend({
  /** The newest version when the rules were read: if others have changed rules since, nothing is saved. */
  basedOn: z.int().min(1).max(999_999_999),
  dryRun: z.boolean().optional(),
  ...withdrawing,
  /** How many grants `withdraw: now` takes, where that must be confirmed. */
  confirm: z.int().min(0).optional(),
})
