/** Users, and as whom providers know them. */
import { z } from 'zod'
import { SUBJECT_LIMIT, VALUE_LIMIT } from '../../core/text.ts'
import { id, named, slug, storable, time, version } from '../fields.ts'

export const user = z.strictObject({
  id,
  version,
  login: z.string(),
  type: z.enum(['employee', 'external']),
  status: z.enum(['active', 'disabled', 'pending', 'deleted']),
  contact: z.strictObject({ id, name: z.string() }),
  createdAt: time,
  /** The last sign-on that the journal still has; null: none. */
  lastSeenAt: time.nullable(),
})

/** Which users a list holds, and in which order. */
export const userQuery = z.strictObject({
  search: z.string().max(256).optional().describe('Part of a login, or of the name or e-mail address of the person'),
  status: user.shape.status.optional(),
  type: user.shape.type.optional(),
  role: z.string().min(1).max(256).optional().describe('Id or name of a role that they have'),
  provider: z.string().min(1).max(256).optional().describe('Id or slug of a provider that knows them'),
  notSeenDays: z
    .string()
    .regex(/^[1-9][0-9]{0,4}$/, { error: 'must be a whole number of days' })
    .optional()
    .describe('Only who was not seen for so many days, and was there all that time'),
  sort: z
    .enum(['login', '-login', 'created', '-created'])
    .optional()
    .describe('With - from the last to the first; login when left out'),
})

/** As whom a provider knows a user; `linkedBy` says how it came to that, null: by their first sign-on. */
export const identity = z.strictObject({
  id,
  provider: z.string(),
  subject: z.string(),
  format: z.string().nullable(),
  linkedBy: z.record(z.string(), z.unknown()).nullable(),
  createdAt: time,
})
/** `subject` and NameID Format exactly as the provider sends them; Format null: none is sent, or an attribute is the subject. */
export const identityInput = z.strictObject({
  provider: slug,
  subject: storable(SUBJECT_LIMIT).min(1),
  format: storable(SUBJECT_LIMIT).min(1).nullable().optional(),
})

export const userPatch = z.strictObject({ status: z.enum(['active', 'disabled']) })

/** Which person goes for good: the login name once more. */
export const eraseInput = z.strictObject({
  confirm: named(VALUE_LIMIT).optional(),
  /** False: with their next sign-on they begin anew, as somebody nobody knows. */
  tombstone: z.boolean().optional(),
})
export const erased = z.strictObject({
  userId: id,
  contactId: id,
  signOns: z.int(),
  identities: z.int(),
  grants: z.int(),
  history: z.int(),
  sessions: z.int(),
})
