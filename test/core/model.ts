/** The directory in memory: what `identify` would read, and what `apply` would leave. For the laws on pure functions. */

import { countedLosses } from '../../src/core/ceiling.ts'
import { grantKey } from '../../src/core/grant-key.ts'
import { isUuid } from '../../src/core/lookups.ts'
import { emailKey, nameKey } from '../../src/core/names.ts'
import { newRoleId } from '../../src/core/new-roles.ts'
import { project } from '../../src/core/project.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type {
  CellValue,
  Claims,
  Grant,
  LookupValue,
  Origin,
  Person,
  Plan,
  Role,
  Snapshot,
} from '../../src/core/types.ts'
import { wanted } from '../../src/core/wanted.ts'
import type { Step, World } from './arbitraries.ts'

/** What sign-ons change. */
export interface State {
  readonly person: Person | null
  readonly lookupValues: readonly LookupValue[]
  /** With those that sign-ons have created. */
  readonly roles: readonly Role[]
  /** Roles taken away in this hour. */
  readonly withdrawals: number
}

const AT = '2026-01-01T00:00:00.000Z'

export const initialState = (world: World): State => ({
  person: null,
  roles: world.roles,
  withdrawals: 0,
  lookupValues: [
    ...world.lookupValues.map(({ aliases, ...row }) => ({ ...row, keys: [row.name, ...aliases].map(nameKey) })),
    ...world.others.map(({ contactId, name, createdAt }) => ({
      id: contactId,
      lookup: 'Contact',
      name,
      keys: [nameKey(name)],
      createdAt,
    })),
  ],
})

/** Everything the directory knows. */
export const wholeSnapshot = (world: World, state: State, claims: Claims): Snapshot => {
  const subject = subjectOf(world.provider, world.nameId, claims)
  const withAddress = world.others.filter(({ email }) => email !== null)
  return {
    provider: world.provider,
    subject: subject.ok ? subject.subject : null,
    nameId: world.nameId,
    person: state.person,
    columns: new Map(world.columns.map((column) => [column.name, column])),
    lookupValues: state.lookupValues,
    roles: state.roles,
    emailOwners: new Map(withAddress.map(({ email, contactId }) => [emailKey(email ?? ''), contactId])),
    loginsTaken: new Set(world.others.map(({ login }) => nameKey(login))),
    otherAdministrators: world.others.some(({ administrator }) => administrator),
    match: state.person ? { kind: 'identity' } : { kind: 'new' },
    domainOwners: new Map(),
    activity: { withdrawals: state.withdrawals, lookupValues: 0 },
  }
}

/** Only what `wanted` lists, as the database would be asked for it. */
export const narrowSnapshot = (world: World, state: State, claims: Claims): Snapshot => {
  const whole = wholeSnapshot(world, state, claims)
  const want = wanted(world.provider, world.rules, whole.columns, claims, world.nameId)
  const isWanted = (value: LookupValue): boolean =>
    want.lookups.some(
      ({ lookup, text, key }) =>
        lookup === value.lookup &&
        (value.keys.includes(key) || (isUuid(text) && text.toLowerCase() === value.id.toLowerCase())),
    )
  const held = new Set(state.person?.grants.map(({ roleId }) => roleId))
  return {
    ...whole,
    lookupValues: whole.lookupValues.filter(isWanted),
    roles: whole.roles.filter(
      (role) =>
        role.builtIn !== null ||
        want.groups.includes(role.name) ||
        want.groupKeys.includes(nameKey(role.name)) ||
        want.roleIds.includes(role.id) ||
        held.has(role.id),
    ),
    emailOwners: new Map([...whole.emailOwners].filter(([key]) => want.emails.includes(key))),
    loginsTaken: new Set(state.person ? [] : [...whole.loginsTaken].filter((key) => want.logins.includes(key))),
  }
}

/** The state after `plan`, by way of `project`. */
export const advance = (world: World, state: State, snapshot: Snapshot, plan: Plan): State => {
  const projected = project(snapshot, plan)
  if (!projected) return state
  const lookupValues = [
    ...state.lookupValues,
    ...projected.lookupValuesCreated.map(({ lookup, name }, index) => ({
      id: `0199aaaa-0000-7000-8000-${(state.lookupValues.length + index).toString(16).padStart(12, '0')}`,
      lookup,
      name,
      keys: [nameKey(name)],
      createdAt: new Date(AT),
    })),
  ]
  const columns = new Map(world.columns.map((column) => [column.name, column]))
  const settled = ([name, cell]: [string, CellValue]): [string, CellValue] => {
    if (cell === null || typeof cell === 'string' || cell.id !== null) return [name, cell]
    const lookup = columns.get(name)?.lookup
    const value = lookupValues.find((one) => one.lookup === lookup && one.keys.includes(nameKey(cell.name)))
    return [name, { id: value?.id ?? null, name: cell.name }]
  }
  const before = state.person
  const created = plan.changes.flatMap((change): readonly Role[] => {
    if (change.kind !== 'role-created') return []
    const id = `0199bbbb-0000-7000-8000-${Buffer.from(nameKey(change.role)).toString('hex').padStart(12, '0')}`
    return [{ id, name: change.role, protected: false, builtIn: null }]
  })
  const idOfNew = new Map(created.map(({ id, name }) => [newRoleId(name), id]))
  return {
    lookupValues,
    roles: [...state.roles, ...created],
    withdrawals: state.withdrawals + countedLosses(snapshot, plan.changes).length,
    person: {
      user: {
        id: 'user-1',
        status: 'active',
        login: projected.login,
        type: projected.userType,
        version: (before?.user.version ?? 0) + 1,
      },
      contact: {
        id: 'contact-1',
        version: (before?.contact.version ?? 0) + 1,
        values: new Map([...projected.values].map(settled)),
        origins: new Map(
          [...projected.origins].map(([name, origin]): [string, Origin] => [name, { ...origin, at: AT }]),
        ),
      },
      grants: projected.grants.map((grant) => ({ ...grant, roleId: idOfNew.get(grant.roleId) ?? grant.roleId })),
    },
  }
}

/** The state after somebody changed the person by other ways than a sign-on. */
export const handled = (state: State, step: Exclude<Step, { kind: 'sign-on' }>): State => {
  const { person } = state
  if (!person) return state
  if (step.kind === 'granted') {
    const grant: Grant = { roleId: step.roleId, origin: { kind: step.origin } }
    // Once, as the table has it.
    const grants = [...person.grants.filter((one) => grantKey(one) !== grantKey(grant)), grant]
    return { ...state, person: { ...person, grants } }
  }
  const { contact } = person
  const values = new Map(contact.values).set(step.column, step.text)
  const origins = new Map(contact.origins).set(step.column, { kind: 'person', at: AT })
  return { ...state, person: { ...person, contact: { ...contact, values, origins } } }
}
