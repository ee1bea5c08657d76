/** What every answer may be wrapped in. */
import { z } from 'zod'

/** A page of a list. `next` is the cursor of the page after it; null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })

/** RFC 9457, with our stable code and the reference that the server's log knows. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  reference: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
  /** Of some codes: numbers and names that say more, as its row in docs/errors.md tells. */
  details: z.record(z.string(), z.unknown()).optional(),
})
