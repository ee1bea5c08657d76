import { z } from 'zod'
import { id, time } from '../fields.ts'

const count = z.int().min(0)
/** An import of people from CSV, and how far it is. */
export const importRun = z.strictObject({
  id,
  dryRun: z.boolean(),
  /** `interrupted`: its node stopped in the middle. What it did stays, and it may be started again. */
  state: z.enum(['running', 'done', 'failed', 'interrupted']),
  /** Why it failed. */
  code: z.string().nullable(),
  counts: z.strictObject({
    rows: count,
    created: count,
    updated: count,
    unchanged: count,
    leftOut: count,
    lookupValues: count,
  }),
  createdAt: time,
  touchedAt: time,
})
export const importProblem = z.strictObject({
  row: z.int(),
  field: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})
