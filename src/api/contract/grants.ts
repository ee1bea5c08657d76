/** Who has which role, and why. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { id, named, time } from '../fields.ts'
import { roleRef } from './roles.ts'

/** `user` is an id or a login name, `role` an id or a name. */
export const grantInput = z.strictObject({ user: named(VALUE_LIMIT), role: named(VALUE_LIMIT) })
export const grant = z.strictObject({
  id,
  user: z.strictObject({ id, login: z.string() }),
  role: roleRef,
  origin: z.enum(['manual', 'base', 'provider', 'import', 'scim']),
  provider: z.string().nullable(),
  ruleId: id.nullable(),
  createdAt: time,
})
