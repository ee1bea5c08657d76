import { claimsFromJson } from './claims-json.ts'
import { emailKey, nameKey } from './names.ts'
import { subjectOf } from './subject.ts'
import type {
  CellValue,
  Claims,
  Column,
  Converter,
  ConverterOptions,
  Grant,
  GrantOrigin,
  LookupValue,
  Match,
  Origin,
  Person,
  ProviderPolicy,
  Role,
  RoleRule,
  Rules,
  Snapshot,
  User,
} from './types.ts'

/** `rules.json`: the provider's policy (roles by name), the rows and rules that count for it; `own`: its own. */
export interface ScenarioRules {
  readonly provider: Omit<ProviderPolicy, 'id' | 'slug' | 'name'>
  readonly converters: readonly ({
    readonly attribute?: string | readonly string[]
    readonly column: string
    readonly default?: string
    readonly own?: true
  } & ConverterOptions)[]
  readonly roleRules: readonly {
    readonly groups: readonly string[]
    readonly match?: 'glob'
    /** By name; by its id when it is gone. */
    readonly role: string
    readonly own?: true
  }[]
}

/** A grant as `before.json` has it: a text is given by hand; `rule` is the first group of the rule that gave it. */
export type ScenarioGrant =
  | string
  | {
      readonly role: string
      readonly by: 'provider' | 'elsewhere' | Exclude<GrantOrigin['kind'], 'provider' | 'manual'>
      readonly rule?: string
    }

export interface ScenarioPerson {
  readonly user: Pick<User, 'login' | 'type' | 'status'>
  /** Lookup values by name; null: emptied. */
  readonly values: Readonly<Record<string, string | null>>
  readonly origins: Readonly<Record<string, Origin['kind']>>
  readonly grants: readonly ScenarioGrant[]
}

type NamedValue = { readonly name: string; readonly id?: string; readonly aliases?: readonly string[] }
type WithoutUser<M> = M extends { readonly userId: string } ? Omit<M, 'userId'> : M

/** `before.json` with everything in it: beside these columns and roles there are none. */
export interface ScenarioBefore {
  readonly complete: true
  readonly nameId: string | null
  readonly nameIdFormat?: string
  readonly columns: readonly (Pick<Column, 'name' | 'type'> & {
    readonly lookup?: string
    readonly required?: true
    readonly custom?: true
  })[]
  readonly roles: readonly (Pick<Role, 'name'> & Partial<Omit<Role, 'id'>>)[]
  readonly person?: ScenarioPerson
  /** How the person, or nobody, was found; left out: by the subject. */
  readonly match?: WithoutUser<Match>
  /** By lookup, the oldest first. */
  readonly lookups: Readonly<Record<string, readonly (string | NamedValue)[]>>
  /** Addresses that somebody else has. */
  readonly emails: Readonly<Record<string, string>>
  readonly loginsTaken: readonly string[]
  /** Mail domain → to whom it is bound. */
  readonly domains: Readonly<Record<string, 'here' | 'elsewhere'>>
  readonly otherAdministrators?: false
  readonly withdrawals?: number
  readonly lookupValuesToday?: number
}

/** What goes into `plan`, as three files. The fourth says what came out. */
export interface ScenarioInput {
  readonly claims: Readonly<Record<string, readonly string[]>>
  readonly rules: ScenarioRules
  readonly before: ScenarioBefore
}

export const SCENARIO_PROVIDER = '00000000-0000-7000-8000-000000000001'
const ELSEWHERE = '00000000-0000-7000-8000-000000000002'

/**
 * Reads a scenario that has everything in it: what `plan` takes. Ids are made of names, so that the same files always make the
 * same plan. @throws Error for files that contradict themselves
 */
export const readScenarioInput = ({
  claims: json,
  rules: file,
  before,
}: ScenarioInput): { readonly snapshot: Snapshot; readonly claims: Claims; readonly rules: Rules } => {
  const parsed = claimsFromJson(json)
  if (!parsed.ok) throw new Error(`claims.json: ${parsed.attribute ?? 'no object'}`)
  const { claims } = parsed
  const roles = before.roles.map(
    (role): Role => ({ protected: false, builtIn: null, ...role, id: `role-${role.name}` }),
  )
  const columns = new Map(before.columns.map((one) => [one.name, columnOf(one)]))
  const { allowedRoles } = file.provider
  const provider: ProviderPolicy = {
    ...{ slug: 'corporate', name: 'Corporate' },
    ...file.provider,
    ...(allowedRoles ? { allowedRoles: allowedRoles.map((name) => idOfRole(roles, name)) } : {}),
    id: SCENARIO_PROVIDER,
  }
  const nameId =
    before.nameId === null
      ? null
      : {
          value: before.nameId,
          format: before.nameIdFormat ?? null,
          ...{ nameQualifier: null, spNameQualifier: null, spProvidedId: null },
        }
  const subject = subjectOf(provider, nameId, claims)
  const lookupValues = lookupValuesOf(before.lookups)
  const person = before.person ? personOf(before.person, columns, roles, lookupValues) : null
  const owners = Object.entries(before.domains).map(
    ([domain, whose]) => [domain, whose === 'here' ? SCENARIO_PROVIDER : ELSEWHERE] as const,
  )
  const snapshot: Snapshot = {
    provider,
    subject: subject.ok ? subject.subject : null,
    nameId,
    person,
    columns,
    lookupValues,
    roles,
    emailOwners: new Map(Object.entries(before.emails).map(([address, owner]) => [emailKey(address), owner])),
    loginsTaken: new Set(before.loginsTaken.map(nameKey)),
    otherAdministrators: before.otherAdministrators ?? true,
    match: matchOf(before.match, person),
    domainOwners: new Map(owners),
    activity: { withdrawals: before.withdrawals ?? 0, lookupValues: before.lookupValuesToday ?? 0 },
  }
  return { snapshot, claims, rules: rulesOf(file, roles) }
}

const columnOf = ({ name, type, lookup, required, custom }: ScenarioBefore['columns'][number]): Column => ({
  name,
  caption: name,
  type,
  lookup: lookup ?? null,
  required: required ?? false,
  custom: custom ?? false,
})

const idOfRole = (roles: readonly Role[], name: string): string => roles.find((one) => one.name === name)?.id ?? name

const matchOf = (match: ScenarioBefore['match'], person: Person | null): Match => {
  if (match === undefined) return { kind: person ? 'identity' : 'new' }
  return match.kind === 'linked' || match.kind === 'barred' ? { ...match, userId: 'user-1' } : match
}

const rulesOf = ({ converters, roleRules }: ScenarioRules, roles: readonly Role[]): Rules => ({
  revision: 1,
  converters: converters.map(
    ({ attribute, column, default: defaultValue = null, own, ...options }, position): Converter => ({
      id: `converter-${position}`,
      providerId: own ? SCENARIO_PROVIDER : null,
      attributes: attribute === undefined ? null : typeof attribute === 'string' ? [attribute] : attribute,
      column,
      defaultValue,
      position,
      ...options,
    }),
  ),
  roleRules: roleRules.map(
    ({ groups, role, match, own }): RoleRule => ({
      id: ruleId(groups[0] ?? '', role),
      providerId: own ? SCENARIO_PROVIDER : null,
      groups,
      roleId: idOfRole(roles, role),
      ...(match ? { match } : {}),
    }),
  ),
})

const ruleId = (group: string, role: string): string => `rule-${group}-${role}`

const lookupValuesOf = (lookups: ScenarioBefore['lookups']): readonly LookupValue[] =>
  Object.entries(lookups).flatMap(([lookup, values]) =>
    values.map((value, day): LookupValue => {
      const { name, id, aliases = [] } = typeof value === 'string' ? { name: value } : value
      return {
        id: id ?? `${lookup}-${name}`,
        lookup,
        name,
        keys: [name, ...aliases].map(nameKey),
        createdAt: new Date(Date.UTC(2026, 0, 1 + day)),
      }
    }),
  )

const personOf = (
  { user, values, origins, grants }: ScenarioPerson,
  columns: ReadonlyMap<string, Column>,
  roles: readonly Role[],
  lookupValues: readonly LookupValue[],
): Person => {
  const cell = ([name, text]: [string, string | null]): [string, CellValue] => {
    const lookup = columns.get(name)?.lookup ?? null
    if (lookup === null || text === null) return [name, text]
    const known = lookupValues.find((one) => one.lookup === lookup && one.name === text)
    return [name, { id: known?.id ?? `${lookup}-${text}`, name: text }]
  }
  const at = '2026-01-01T00:00:00.000Z'
  return {
    user: { ...user, id: 'user-1', version: 1 },
    contact: {
      id: 'contact-1',
      version: 1,
      values: new Map(Object.entries(values).map(cell)),
      origins: new Map(Object.entries(origins).map(([name, kind]) => [name, { kind, at }])),
    },
    grants: grants.map((one) => grantOf(one, roles)),
  }
}

const grantOf = (one: ScenarioGrant, roles: readonly Role[]): Grant => {
  if (typeof one === 'string') return { roleId: idOfRole(roles, one), origin: { kind: 'manual' } }
  const { role, by, rule } = one
  const roleId = idOfRole(roles, role)
  if (by === 'elsewhere') return { roleId, origin: { kind: 'provider', providerId: ELSEWHERE, ruleId: null } }
  if (by !== 'provider') return { roleId, origin: { kind: by } }
  const given = rule === undefined ? null : ruleId(rule, role)
  return { roleId, origin: { kind: 'provider', providerId: SCENARIO_PROVIDER, ruleId: given } }
}
