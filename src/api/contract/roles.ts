/** Roles. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { id, named, version } from '../fields.ts'
import { scopes } from './tokens.ts'

/** A role where it is only named. */
export const roleRef = z.strictObject({ id, name: z.string() })

/** What a role can let its holders do; everything is for the administrators alone. */
export const roleScopes = scopes.filter((scope) => scope !== 'admin')

export const roleInput = z.strictObject({
  name: named(VALUE_LIMIT),
  kind: z.enum(['organisational', 'functional']).optional(),
  /** Id or name of the role above it; only between organisational roles. */
  parent: named(VALUE_LIMIT).nullable().optional(),
  protected: z.boolean().optional(),
  /** What its holders may do here. A role with any is guarded like a protected one. */
  scopes: z.array(z.enum(roleScopes)).max(roleScopes.length).optional(),
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
  /** Protected, with scopes, or below such a role: only administrators change it and say who has it. */
  guarded: z.boolean(),
  /** `admin`, of the administrators alone, is everything. */
  scopes: z.array(z.enum(scopes)),
  /** With those of the roles above it: what its holders may do here. */
  heldScopes: z.array(z.enum(scopes)),
  sensitive: z.boolean(),
  builtIn: z.enum(['administrators', 'all-employees', 'all-external']).nullable(),
})
