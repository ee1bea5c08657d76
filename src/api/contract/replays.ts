/** Today's rules, or a draft of them, on what arrived in the past. */
import { z } from 'zod'
import { id, slug, time } from '../fields.ts'
import { draftInput } from './drafts.ts'
import { planSchema } from './sign-ons.ts'

const counted = z.record(z.string(), z.int())
export const replayInput = z.strictObject({
  /** Slug; left out: all providers. */
  provider: slug.optional(),
  last: z.int().min(1).max(10_000).optional(),
  draft: draftInput.optional(),
})
export const replay = z.strictObject({
  id,
  createdAt: time,
  author: z.record(z.string(), z.unknown()),
  provider: z.string().nullable(),
  last: z.int(),
  revision: z.int(),
  draft: z.boolean(),
  stage: z.enum(['try', 'apply', 'undo']),
  state: z.enum(['running', 'done', 'cancelled', 'stopped', 'failed', 'interrupted']),
  code: z.string().nullable(),
  total: z.int(),
  done: z.int(),
  finishedAt: time.nullable(),
  /** Withdrawals that were counted, and confirmed where that was needed, when it was carried out. */
  allowed: z.int().nullable(),
  counts: z
    .strictObject({
      examined: z.int(),
      superseded: z.int(),
      skipped: counted,
      people: z.int(),
      affected: z.int(),
      decisions: counted,
      columns: z.record(z.string(), z.strictObject({ changed: z.int(), filled: z.int(), cleared: z.int() })),
      roles: z.record(z.string(), z.strictObject({ granted: z.int(), withdrawn: z.int() })),
      refusals: counted,
      problems: counted,
      newValues: counted,
      losses: counted,
      /** Where a draft was tried: people to whom it makes a difference, in all and by column and role. */
      byDraft: z.strictObject({ people: z.int(), columns: counted, roles: counted }),
      applied: counted,
      undone: counted,
    })
    .partial(),
})

export const replayPerson = z.strictObject({
  signOnId: id,
  userId: id.nullable(),
  decision: z.enum(['create', 'update', 'unchanged', 'refuse']),
  code: z.string().nullable(),
  affected: z.boolean(),
  columns: z.array(z.string()),
  granted: z.array(z.string()),
  withdrawn: z.array(z.string()),
  problems: z.array(z.string()),
  /** Whether the draft that was tried makes a difference to them; null: none was tried. */
  byDraft: z.boolean().nullable(),
  /** What comes out otherwise by the draft than by the rules in force. */
  draftColumns: z.array(z.string()),
  draftRoles: z.array(z.string()),
  applied: z.enum(['applied', 'unchanged', 'refused', 'skipped']).nullable(),
  entryId: id.nullable(),
  undone: z.enum(['undone', 'conflicts', 'nothing']).nullable(),
  /** The names that the person has today; null: nobody is known yet, or they are gone. */
  login: z.string().nullable(),
  contactId: id.nullable(),
  contactName: z.string().nullable(),
})
export const replayPersonDetail = replayPerson.extend({
  plan: planSchema,
  sentences: z.array(z.string()),
  /** Of a draft: the plan by the rules that it was laid over; null: no draft was tried, or their version is gone. */
  before: planSchema.nullable(),
})
export const applyInput = z.strictObject({ confirmWithdrawals: z.int().min(0).optional() })
