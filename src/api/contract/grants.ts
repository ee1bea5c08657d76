/** Who has which role, and why. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { id, named, time } from '../fields.ts'
import { roleRef } from './roles.ts'

/** `user` is an id or a login name, `role` an id or a name. */
export const grantInput = z.strictObject({ user: named(VALUE_LIMIT), role: named(VALUE_LIMIT) })
export const grant = z.strictObject({
  id,
  user: z.strictObject({ id, login: z.string(), name: z.string() }),
  role: roleRef,
  origin: z.enum(['manual', 'base', 'provider', 'import', 'scim']),
  provider: z.string().nullable(),
  ruleId: id.nullable(),
  createdAt: time,
})

/** One time that a role came or went. `by`: what did it, `because`: why, as far as the plan of its sign-on is kept; only with the scope claims:read. */
export const grantEvent = z.strictObject({
  at: time,
  change: z.enum(['granted', 'withdrawn']),
  /** `name` null: the role is gone. */
  role: z.strictObject({ id, name: z.string().nullable() }),
  origin: grant.shape.origin,
  provider: z.string().nullable(),
  ruleId: id.nullable(),
  /** The first group of the rule, while it exists; only with the scope rules:read. */
  group: z.string().nullable(),
  by: z.string(),
  signOnId: id.nullable(),
  /** Of the person who did it. */
  login: z.string().nullable(),
  /** Name of the API token by which it was done. */
  token: z.string().nullable(),
  because: z.string().nullable(),
})
