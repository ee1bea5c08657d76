import { sameCell } from './columns.ts'
import { grantKey } from './grant-key.ts'
import { isProtected } from './group-roles.ts'
import { emailKey } from './names.ts'
import { REDACTED } from './redact.ts'
import type { Because, CellValue, Change, GrantOrigin, Origin, Person, Role, Snapshot } from './types.ts'

/** A value that the sign-on wrote, as the history of the contact has it. */
export interface WrittenValue {
  readonly column: string
  readonly before: CellValue
  readonly after: CellValue
  /** Who had written what was replaced; null: nobody is on record. */
  readonly beforeOrigin: Origin | null
}

/** A grant that the sign-on gave or took. */
export interface WrittenGrant {
  readonly change: 'granted' | 'withdrawn'
  readonly roleId: string
  readonly origin: GrantOrigin
  /** The last thing that happened to this very grant afterwards; null: nothing. */
  readonly since: { readonly at: string; readonly actor: Readonly<Record<string, string | number>> } | null
  /** The provider it is from was deleted. */
  readonly providerGone: boolean
}

/** A lookup value that the sign-on made. */
export interface MadeValue {
  readonly id: string
  readonly lookup: string
  readonly name: string
  /** Another contact has it, or another name leads to it. */
  readonly used: boolean
}

/** What one sign-on, or one person's part of a replay, did to one person. */
export interface Written {
  readonly signOnId: string
  /** The person came into being with it. */
  readonly created: boolean
  /** It bound a subject of a provider to a user who was here. */
  readonly linked: boolean
  readonly values: readonly WrittenValue[]
  readonly grants: readonly WrittenGrant[]
  readonly made: readonly MadeValue[]
}

/**
 * Why something is not put back:
 * - `value_changed`, `grant_changed`: somebody else came after (details say who and when).
 * - `value_gone`, `column_gone`, `role_gone`, `provider_gone`: what would come back no longer exists. `value_unknown`: it was not kept.
 * - `value_required`: the column must not be empty. `email_taken`: the address is another contact's by now.
 * - `role_protected`: only an administrator decides about it, and about whoever has it. `last_administrator`: nobody would be left.
 * - `role_not_allowed`: external users cannot have it.
 * - `lookup_value_used`: a value that it made stays, because others use it.
 * - `person_created`: the person came into being with it; disable or erase them instead. `identity_linked`: the subject stays bound.
 * - `user_deleted`: nothing revives who was deleted.
 */
export type ConflictCode =
  | 'value_changed'
  | 'value_gone'
  | 'value_unknown'
  | 'value_required'
  | 'column_gone'
  | 'email_taken'
  | 'grant_changed'
  | 'role_gone'
  | 'role_protected'
  | 'role_not_allowed'
  | 'provider_gone'
  | 'last_administrator'
  | 'lookup_value_used'
  | 'person_created'
  | 'identity_linked'
  | 'user_deleted'

/** Something that an undo leaves as it is. `subject`: the column, the role's or the value's name. */
export interface UndoConflict {
  readonly code: ConflictCode
  readonly subject: string | null
  readonly details: Readonly<Record<string, string | number>>
}

/** What an undo would do to one person, and what it leaves. */
export interface UndoPlan {
  readonly changes: readonly Change[]
  readonly conflicts: readonly UndoConflict[]
}

type Known = Snapshot & { readonly person: Person }

const conflict = (
  code: ConflictCode,
  subject: string | null,
  details: UndoConflict['details'] = {},
): readonly UndoConflict[] => [{ code, subject, details }]

const nothing: UndoPlan = { changes: [], conflicts: [] }
const left = (...all: Parameters<typeof conflict>): UndoPlan => ({ changes: [], conflicts: conflict(...all) })

/** Who came after, without anything they wrote. */
const byWhom = (origin: Origin | undefined): UndoConflict['details'] => ({
  by: origin?.replayId !== undefined && origin.kind !== 'undo' ? 'replay' : (origin?.kind ?? 'unknown'),
  ...(origin?.at === undefined ? {} : { at: origin.at }),
  ...(origin?.userId === undefined ? {} : { userId: origin.userId }),
  ...(origin?.signOnId === undefined ? {} : { signOnId: origin.signOnId }),
})

/** The value as it can be written today: a lookup value may have another name by now, or be gone. */
const present = (snapshot: Known, value: CellValue): CellValue | undefined => {
  if (value === null || typeof value === 'string') return value
  const known = snapshot.lookupValues.find((one) => one.id === value.id)
  return known && { id: known.id, name: known.name }
}

const undoValue = (snapshot: Known, signOnId: string, written: WrittenValue): UndoPlan => {
  const { contact } = snapshot.person
  const name = written.column
  const column = snapshot.columns.get(name)
  if (!column) return left('column_gone', name)
  const now = contact.values.get(name) ?? null
  const origin = contact.origins.get(name)
  if (written.after === REDACTED || written.before === REDACTED) return left('value_unknown', name)
  if (origin?.signOnId !== signOnId || !sameCell(now, written.after)) {
    return sameCell(now, written.before) ? nothing : left('value_changed', name, byWhom(origin))
  }
  const after = present(snapshot, written.before)
  if (after === undefined) return left('value_gone', name)
  if (after === null && column.required) return left('value_required', name)
  if (name === 'Email' && typeof after === 'string') {
    const owner = snapshot.emailOwners.get(emailKey(after))
    if (owner !== undefined && owner !== contact.id) return left('email_taken', name, { contactId: owner })
  }
  const because: Because = { kind: 'undone', signOnId, restores: written.beforeOrigin }
  return { changes: [{ kind: 'column-set', column: name, before: now, after, because }], conflicts: [] }
}

const undoGrant = (
  snapshot: Known,
  signOnId: string,
  held: ReadonlySet<string>,
  written: WrittenGrant,
  rights: UndoRights,
): UndoPlan => {
  const { roleId, origin, since } = written
  const has = held.has(grantKey(written))
  const isAsBefore = written.change === 'granted' ? !has : has
  if (isAsBefore) return nothing
  const role = snapshot.roles.find((one) => one.id === roleId)
  if (!role) return left('role_gone', roleId)
  if (since) return left('grant_changed', role.name, { ...since.actor, at: since.at })
  if (isProtected(role) && !rights.protectedRoles) return left('role_protected', role.name)
  const because: Because = { kind: 'undone', signOnId, restores: null }
  const one = { role: role.name, roleId, origin, because }
  if (written.change === 'granted') return { changes: [{ kind: 'role-withdrawn', ...one }], conflicts: [] }
  if (written.providerGone) return left('provider_gone', role.name)
  if (role.builtIn === 'all-employees' && snapshot.person.user.type === 'external') {
    return left('role_not_allowed', role.name)
  }
  return { changes: [{ kind: 'role-granted', ...one }], conflicts: [] }
}

/** Somebody must stay in office: of the withdrawals that would leave nobody, the administrators' are left out. */
const sparingLastAdministrator = (snapshot: Known, plan: UndoPlan): UndoPlan => {
  const office = snapshot.roles.find((one: Role) => one.builtIn === 'administrators')
  if (!office || snapshot.otherAdministrators) return plan
  const of = (kind: Change['kind']) =>
    plan.changes.filter((one) => one.kind === kind && 'roleId' in one && one.roleId === office.id)
  const leaving = of('role-withdrawn')
  const standing = snapshot.person.grants.filter((one) => one.roleId === office.id).length + of('role-granted').length
  if (leaving.length === 0 || standing > leaving.length) return plan
  return {
    changes: plan.changes.filter((one) => !leaving.includes(one)),
    conflicts: [...plan.conflicts, ...conflict('last_administrator', office.name)],
  }
}

const undoMade = (snapshot: Known, written: Written, changes: readonly Change[]): UndoPlan[] => {
  const values = new Map(snapshot.person.contact.values)
  for (const one of changes) if (one.kind === 'column-set') values.set(one.column, one.after)
  const own = new Set([...values.values()].flatMap((one) => (one && typeof one !== 'string' && one.id ? [one.id] : [])))
  return written.made.map(({ id, lookup, name, used }) => {
    if (used || own.has(id)) return left('lookup_value_used', name, { lookup })
    const because: Because = { kind: 'undone', signOnId: written.signOnId, restores: null }
    return { changes: [{ kind: 'lookup-value-removed', id, lookup, name, because }], conflicts: [] }
  })
}

/** Whether the one who undoes may decide about protected roles, and the people who have them. */
export interface UndoRights {
  readonly protectedRoles: boolean
}

/**
 * Decides how one sign-on is taken back: every value that it wrote and that still stands becomes what it was, and again counts
 * as written by whom it was; grants come and go likewise, with their origin; lookup values that it made and nobody uses are removed.
 * Whatever somebody has changed since is a conflict and stays. Pure; `snapshot` must hold the person, the roles of the grants, the
 * owners of the former e-mail address and the former lookup values.
 */
export const planUndo = (snapshot: Known, written: Written, rights: UndoRights): UndoPlan => {
  if (snapshot.person.user.status === 'deleted') return left('user_deleted', null)
  if (written.created) return left('person_created', null)
  const guarded = snapshot.roles.find(
    (role) => isProtected(role) && snapshot.person.grants.some((grant) => grant.roleId === role.id),
  )
  if (guarded && !rights.protectedRoles) return left('role_protected', guarded.name)
  const held = new Set(snapshot.person.grants.map(grantKey))
  const values = written.values.map((one) => undoValue(snapshot, written.signOnId, one))
  const grants = written.grants.map((one) => undoGrant(snapshot, written.signOnId, held, one, rights))
  const done = sparingLastAdministrator(snapshot, merged([...values, ...grants]))
  const linked = written.linked ? [left('identity_linked', null)] : []
  return merged([done, ...undoMade(snapshot, written, done.changes), ...linked])
}

const merged = (plans: readonly UndoPlan[]): UndoPlan => ({
  changes: plans.flatMap((one) => one.changes),
  conflicts: plans.flatMap((one) => one.conflicts),
})
