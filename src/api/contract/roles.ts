/** Roles. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { id, named, version } from '../fields.ts'

/** A role where it is only named. */
export const roleRef = z.strictObject({ id, name: z.string() })

export const roleInput = z.strictObject({
  name: named(VALUE_LIMIT),
  kind: z.enum(['organisational', 'functional']).optional(),
  /** Id or name of the role above it; only between organisational roles. */
  parent: named(VALUE_LIMIT).nullable().optional(),
  protected: z.boolean().optional(),
  /** Whoever loses it is signed out at once. */
  sensitive: z.boolean().optional(),
})
export const rolePatch = roleInput.omit({ kind: true }).partial()
export const role = z.strictObject({
  id,
  version,
  name: z.string(),
  kind: z.enum(['organisational', 'functional']),
  parent: roleRef.nullable(),
  protected: z.boolean(),
  /** Protected itself, or below a protected role. */
  guarded: z.boolean(),
  sensitive: z.boolean(),
  builtIn: z.enum(['administrators', 'all-employees', 'all-external']).nullable(),
})
