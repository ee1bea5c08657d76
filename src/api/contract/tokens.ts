/** Keys of programs, and what they may do. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { id, named, time } from '../fields.ts'

/** What a token may do. `admin` is all of it, tokens and settings included. */
export const scopes = [
  'trust:read',
  'trust:write',
  'rules:read',
  'rules:write',
  'directory:read',
  'directory:write',
  'claims:read',
  'admin',
] as const
export type Scope = (typeof scopes)[number]

export const tokenInput = z.strictObject({
  name: named(VALUE_LIMIT),
  scopes: z.array(z.enum(scopes)).min(1).max(8),
  /** From then on it is worth nothing; null: it does not end by itself. */
  expiresAt: time.nullable().default(null),
})
export const token = z.strictObject({
  id,
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: time,
  /** Who made it; null: nobody has kept it. `name`: the person's login or the token's name, while they are here. */
  createdBy: z
    .strictObject({
      kind: z.enum(['user', 'token', 'system', 'config']),
      id: id.nullable(),
      name: z.string().nullable(),
    })
    .nullable(),
  usedAt: time.nullable(),
  revokedAt: time.nullable(),
  /** When it ends by itself, or did; null: never. */
  expiresAt: time.nullable(),
})
/** The only answer that ever holds the token itself. */
export const newToken = token.extend({ token: z.string() })
