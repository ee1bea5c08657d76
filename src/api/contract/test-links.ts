/** Addresses at which somebody signs on and nothing comes of it. */
import { z } from 'zod'
import { id, time } from '../fields.ts'

export const testLinkInput = z.strictObject({ hours: z.int().min(1).max(168).optional() })
export const testLink = z.strictObject({
  id,
  provider: z.string(),
  createdAt: time,
  expiresAt: time,
  openedAt: time.nullable(),
  /** The sign-on that tells what would have been; null: nothing yet. */
  signOnId: id.nullable(),
})
/** The only answer that ever holds the address itself. */
export const newTestLink = testLink.extend({ url: z.string() })
