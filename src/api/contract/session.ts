/** Who is signed in in this browser, and what they may do. */
import { z } from 'zod'
import { id, time } from '../fields.ts'
import { scopes } from './tokens.ts'

export const session = z.strictObject({
  userId: id,
  contactId: id,
  login: z.string(),
  /** The person's full name. */
  name: z.string(),
  type: z.enum(['employee', 'external']),
  administrator: z.boolean(),
  /** What they may do by all of their roles, as things stand now; `admin` is everything, none: only "my contact". */
  scopes: z.array(z.enum(scopes)),
  /** Slug of the identity provider that signed them on; null: a local user, who needs none. */
  provider: z.string().nullable(),
  /** Until then the person counts as having just proved who they are; afterwards what is dangerous asks for it again. */
  provenUntil: time,
  /** The person's own, as a language tag and a time zone; null: not known. */
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** What this installation calls itself. */
  displayName: z.string(),
  demo: z.boolean(),
})
