import { z } from 'zod'
import { time } from '../fields.ts'

/** Something that an administrator or the system did, or an attempt to sign on. Ids and counts, never values. */
export const auditEntry = z.strictObject({
  id: z.string(),
  at: time,
  kind: z.string(),
  author: z.record(z.string(), z.unknown()),
  objects: z.array(z.string()),
  revision: z.int().nullable(),
  facts: z.record(z.string(), z.unknown()),
})

/** An entry as the list shows it: where it was asked for, with what the first of its ids are called today. */
export const auditLine = auditEntry.extend({
  things: z
    .array(z.strictObject({ id: z.string(), path: z.string(), name: z.string().nullable() }))
    .optional()
    .describe('With `names=true`: of the first ten ids those that are known, not what is gone'),
})
