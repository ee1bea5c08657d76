/**
 * The people of a scenario whom link rules may find. Each has `login`, `type`, `status`, `values`, `grants` (role names), who
 * wrote the values (`writtenBy`: `here`, `elsewhere`, `import`, `person`, `scim`; left out: an import) and who made the user
 * (`madeBy`, likewise).
 */
import { newcomerType } from '../../src/core/admission.ts'
import { isProtected } from '../../src/core/group-roles.ts'
import { type Candidate, linkTargets, matchOf, openTargets } from '../../src/core/match.ts'
import { emailKey, nameKey } from '../../src/core/names.ts'
import type {
  Claims,
  LinkRule,
  Match,
  NameId,
  Origin,
  ProviderPolicy,
  Role,
  UserStatus,
  UserType,
} from '../../src/core/types.ts'
import * as world from './world.ts'

type Writer = 'here' | 'elsewhere' | 'import' | 'person' | 'scim'

export interface PersonHere {
  readonly login: string
  readonly type?: UserType
  readonly status?: UserStatus
  readonly values?: Readonly<Record<string, string>>
  readonly writtenBy?: Writer
  readonly madeBy?: Writer
  readonly grants?: readonly string[]
}

/** As `before.json` has a person. */
interface FoundPerson {
  readonly user: { readonly login: string; readonly type: UserType; readonly status: UserStatus }
  readonly values: Readonly<Record<string, string>>
  readonly grants: readonly (string | { readonly role: string; readonly by: 'base' })[]
}

interface Arrived {
  readonly provider: ProviderPolicy
  readonly claims: Claims
  readonly nameId: NameId
  readonly domainOwners: ReadonlyMap<string, string>
  readonly roles: readonly Role[]
}

const providerOf = (writer: Writer): string => (writer === 'elsewhere' ? world.OTHER_PROVIDER : world.PROVIDER)

const originOf = (writer: Writer): Origin => {
  const at = '2026-01-01T00:00:00.000Z'
  return writer === 'here' || writer === 'elsewhere'
    ? { kind: 'claim', providerId: providerOf(writer), at }
    : { kind: writer, at }
}

const valueFor = (rule: LinkRule, { login, values = {} }: PersonHere): string | undefined => {
  if (rule.by === 'login') return login
  return values[rule.by === 'email' ? 'Email' : rule.column]
}

const keyFor = (rule: LinkRule, value: string): string => {
  if (rule.by === 'column') return value
  return rule.by === 'login' ? nameKey(value) : emailKey(value)
}

/** Whom the rules find, and that person as a scenario has them. */
export const findHere = (
  { provider, claims, nameId, domainOwners, roles }: Arrived,
  people: readonly PersonHere[],
): { readonly match: Match; readonly person: FoundPerson | undefined } => {
  const columns = new Map(world.catalogue.map((column) => [column.name, column]))
  const targets = openTargets(provider, linkTargets(provider, columns, claims, nameId), domainOwners)
  const guarded = (one: PersonHere): boolean =>
    (one.grants ?? []).some((name) => roles.some((role) => role.name === name && isProtected(role)))
  const candidates = targets.flatMap(({ position, rule, keys }) =>
    people.flatMap((one): Candidate[] => {
      const value = valueFor(rule, one)
      if (value === undefined || !keys.includes(keyFor(rule, value))) return []
      const { login, type = 'employee', status = 'active', writtenBy = 'import', madeBy = 'import' } = one
      const bySignOn = madeBy === 'here' || madeBy === 'elsewhere'
      return [
        {
          position,
          userId: login,
          type,
          status,
          value,
          origin: originOf(writtenBy),
          createdBy: bySignOn ? 'sign-on' : madeBy,
          providerId: bySignOn ? providerOf(madeBy) : null,
          guarded: guarded(one),
        },
      ]
    }),
  )
  const match = matchOf(provider, newcomerType(provider, claims), targets, candidates)
  const one = match.kind === 'linked' ? people.find(({ login }) => login === match.userId) : undefined
  if (!one) return { match, person: undefined }
  const { login, type = 'employee', status = 'active', values = {}, grants = [] } = one
  const base = { role: type === 'employee' ? 'All employees' : 'All external users', by: 'base' } as const
  return { match, person: { user: { login, type, status }, values, grants: [base, ...grants] } }
}
