import { sameCell } from './columns.ts'
import { isProtected } from './group-roles.ts'
import { emailKey } from './names.ts'
import type { CellValue, Change, Contact, Grant, Snapshot } from './types.ts'

/** The person who goes, as far as a merge looks at them. */
export interface Departing {
  readonly contact: Contact
  /** Those of its user; none where there is none, or where the user comes along as it is. */
  readonly grants: readonly Grant[]
}

/**
 * Why a grant does not move: `held` already; `protected`, because nobody gets such a role by being somebody else too; `sign-on`,
 * because it follows from rules, and comes again where it should.
 */
export type LeftReason = 'held' | 'protected' | 'sign-on'

/** What the one who stays gets of the one who goes. */
export interface PeopleMerge {
  /** Columns, then roles. */
  readonly changes: readonly Change[]
  readonly givenUp: readonly { readonly column: string; readonly kept: CellValue; readonly value: CellValue }[]
  readonly left: readonly (Grant & { readonly reason: LeftReason })[]
}

const refers = (value: CellValue, contactId: string): boolean =>
  value !== null && typeof value !== 'string' && value.id === contactId

const mayMove: ReadonlySet<Grant['origin']['kind']> = new Set(['manual', 'import'])

/**
 * Decides what becomes of the values and roles of a contact that is merged into another. Pure.
 * - A value that the other lacks is taken over, and stays the word of whoever wrote it: by the same providers, and no others,
 *   people may be found by it. What the other has stays. An address that a third contact has is nobody's to take.
 * - Nobody becomes their own owner: a reference from one of the two to the other goes.
 * - Roles given by hand or by an import move, unless they are protected. All others follow from rules.
 *
 * @param snapshot of the one who stays; with the owners of the other's e-mail address and the roles of the other
 * @param withUser false: the one who stays is no user, and has no columns of one
 */
export const mergePeople = (
  snapshot: Snapshot & { readonly person: NonNullable<Snapshot['person']> },
  departing: Departing,
  withUser: boolean,
): PeopleMerge => {
  const { contact, grants } = snapshot.person
  const gone = departing.contact
  const changes: Change[] = []
  const givenUp: { column: string; kept: CellValue; value: CellValue }[] = []
  for (const column of snapshot.columns.keys()) {
    const kept = contact.values.get(column) ?? null
    const value = gone.values.get(column) ?? null
    const because = (restores: typeof value) => ({
      kind: 'merged' as const,
      contactId: gone.id,
      restores: restores === null ? null : (gone.origins.get(column) ?? null),
    })
    if (refers(kept, gone.id)) {
      const after = refers(value, contact.id) || refers(value, gone.id) ? null : value
      changes.push({ kind: 'column-set', column, before: kept, after, because: because(after) })
      continue
    }
    if (value === null || sameCell(kept, value) || refers(value, contact.id) || refers(value, gone.id)) continue
    const owner =
      column === 'Email' && typeof value === 'string' ? snapshot.emailOwners.get(emailKey(value)) : undefined
    const taken = owner !== undefined && owner !== gone.id
    if (kept !== null || taken || (column.startsWith('user.') && !withUser)) givenUp.push({ column, kept, value })
    else changes.push({ kind: 'column-set', column, before: null, after: value, because: because(value) })
  }
  const byId = new Map(snapshot.roles.map((role) => [role.id, role]))
  const left: (Grant & { reason: LeftReason })[] = []
  for (const grant of departing.grants) {
    const role = byId.get(grant.roleId)
    const held = grants.some((one) => one.roleId === grant.roleId)
    const reason =
      !role || !mayMove.has(grant.origin.kind) ? 'sign-on' : isProtected(role) ? 'protected' : held ? 'held' : null
    if (reason !== null) left.push({ ...grant, reason })
    else if (role) {
      const because = { kind: 'merged', contactId: gone.id, restores: null } as const
      changes.push({ kind: 'role-granted', role: role.name, roleId: role.id, origin: grant.origin, because })
    }
  }
  return { changes, givenUp, left }
}
