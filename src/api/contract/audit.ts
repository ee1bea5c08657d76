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
