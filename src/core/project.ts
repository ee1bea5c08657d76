import { grantKey } from './grant-key.ts'
import type { Because, CellValue, Grant, Origin, Plan, Snapshot, UserStatus, UserType } from './types.ts'

/** Who wrote a value, without the time and the sign-on, which only `apply` knows. */
export type ProjectedOrigin = Pick<Origin, 'kind' | 'converterId' | 'attribute' | 'made'>

/** The person as `apply` will leave it. */
export interface Projected {
  readonly login: string
  readonly userType: UserType
  readonly status: UserStatus
  /** New lookup values have no id yet. */
  readonly values: ReadonlyMap<string, CellValue>
  readonly origins: ReadonlyMap<string, ProjectedOrigin>
  readonly grants: readonly Grant[]
  readonly lookupValuesCreated: readonly { readonly lookup: string; readonly name: string }[]
}

/** The origin that a change of a column leaves behind. `apply` completes it with sign-on, person and time. */
export const originOf = (because: Because): ProjectedOrigin => {
  switch (because.kind) {
    case 'claim':
      return {
        kind: 'claim',
        converterId: because.converterId,
        attribute: because.attribute,
        ...(because.made === undefined ? {} : { made: because.made }),
      }
    case 'default':
      return {
        kind: 'default',
        converterId: because.converterId,
        ...(because.attribute === null ? {} : { attribute: because.attribute }),
      }
    case 'fixed':
    case 'template':
      return { kind: because.kind, converterId: because.converterId }
    case 'cleared':
      return {
        kind: 'cleared',
        converterId: because.converterId,
        ...(because.attribute === null ? {} : { attribute: because.attribute }),
      }
    case 'split':
      return { kind: 'split' }
    case 'composed':
    case 'first-sign-on':
      return { kind: 'composed' }
    case 'undone':
      return because.restores === null ? { kind: 'undo' } : projectedOrigin(because.restores)
    case 'merged':
      return because.restores === null ? { kind: 'person' } : projectedOrigin(because.restores)
    case 'edited':
    // The rest never explains a column; a person's word is the origin that nothing overwrites lightly.
    case 'role-rule':
    case 'role-name':
    case 'base-role':
    case 'group-gone':
    case 'not-reasserted':
    case 'replaced':
    case 'linked':
    case 'reactivate':
      return { kind: 'person' }
    default:
      return because satisfies never
  }
}

const projectedOrigin = ({ kind, converterId, attribute, made }: Origin): ProjectedOrigin => ({
  kind,
  ...(converterId === undefined ? {} : { converterId }),
  ...(attribute === undefined ? {} : { attribute }),
  ...(made === undefined ? {} : { made }),
})

/**
 * Foretells what `apply` will leave of a plan: a pure model of it, for previews and for the law that both agree.
 * Null when there is no person and the plan makes none.
 */
export const project = (snapshot: Snapshot, plan: Plan): Projected | null => {
  const { person } = snapshot
  const values = new Map<string, CellValue>(person?.contact.values ?? [])
  const origins = new Map<string, ProjectedOrigin>()
  for (const [column, origin] of person?.contact.origins ?? []) origins.set(column, projectedOrigin(origin))
  const grants = new Map((person?.grants ?? []).map((grant) => [grantKey(grant), grant]))
  const lookupValuesCreated: { lookup: string; name: string }[] = []
  let user: Pick<Projected, 'login' | 'userType' | 'status'> | null = person && {
    login: person.user.login,
    userType: person.user.type,
    status: person.user.status,
  }

  for (const change of plan.changes) {
    switch (change.kind) {
      case 'lookup-value-created':
        lookupValuesCreated.push({ lookup: change.lookup, name: change.name })
        break
      case 'lookup-value-removed':
        break
      case 'user-created':
        user = { login: change.login, userType: change.userType, status: change.status ?? 'active' }
        break
      case 'user-reactivated':
        user = user && { ...user, status: 'active' }
        break
      case 'identity-linked':
      case 'contact-created':
      case 'role-created':
        break
      case 'column-set':
        values.set(change.column, change.after)
        if ('restores' in change.because && change.because.restores === null) origins.delete(change.column)
        else origins.set(change.column, originOf(change.because))
        break
      case 'role-granted':
        grants.set(grantKey(change), { roleId: change.roleId, origin: change.origin })
        break
      case 'role-withdrawn':
        grants.delete(grantKey(change))
        break
      default:
        change satisfies never
    }
  }
  return user && { ...user, values, origins, grants: [...grants.values()], lookupValuesCreated }
}
