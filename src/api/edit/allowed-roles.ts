import type { ProviderPolicy } from '../../core/types.ts'
import type { Tx } from '../../store/database.ts'
import { findRole } from '../../store/roles.ts'
import { type FieldError, invalid, invalidAll } from './change.ts'

/**
 * The given policy with the roles of its list by id: names may change, and what they meant may not.
 * @throws JitupError `validation_failed` for each entry that names no role
 */
export async function withRoleIds<Given extends { readonly allowedRoles?: readonly string[] | null | undefined }>(
  tx: Tx,
  given: Given,
): Promise<Given> {
  if (!given.allowedRoles) return given
  const errors: FieldError[] = []
  const ids = new Set<string>()
  for (const [index, idOrName] of given.allowedRoles.entries()) {
    const role = await findRole(tx, idOrName)
    if (role) ids.add(role.id)
    else errors.push({ field: `allowedRoles.${index}`, message: `There is no role ${idOrName}.` })
  }
  if (errors.length > 0) throw invalidAll(errors)
  return { ...given, allowedRoles: [...ids] }
}

/** Refuses a policy that says two things at once about roles. @throws JitupError `validation_failed` */
export function checkRoleOptions(policy: ProviderPolicy): void {
  const { createRoles, exactRoleNames, allowedRoles, userType } = policy
  if (!createRoles) return
  if (userType === 'external') throw invalid('createRoles', 'External people never bring new roles.')
  if (!exactRoleNames) throw invalid('createRoles', 'A role made of a group is found by its name: set exactRoleNames.')
  if (allowedRoles) throw invalid('createRoles', 'A new role is on no list: leave out allowedRoles, or createRoles.')
}
