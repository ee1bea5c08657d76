/**
 * The scenario format, `test/scenarios/<name>/`:
 * - `claims.json`: what arrived, `{"Name": ["value"]}` or `{"Name": "value"}`.
 * - `rules.json`: `preset` (whose policy the provider has), `provider` (what differs from that and the defaults), `converters` (`attribute` a text, a list, or left out for a fixed
 *   value; `column`, `default`, `own`: of this provider alone, and the options of a converter), `roleRules` (`group` or `groups`, `match`, `role` by name; `own`: for this provider alone).
 *   `allowedRoles` of the provider are names.
 * - `before.json`: `nameId`, `person` (left out: nobody yet) with `user`, `values` (lookup values by name), `origins`, `grants`
 *   (`"Role"` manual, `{"role", "by": "provider"|"base"|…}`, by a rule with its first group as `rule`, `"by": "elsewhere"` another provider), `lookups` (names by lookup, the oldest first), `emails` (address → whose),
 *   `loginsTaken`, `roles` (further names, or whole roles), `otherAdministrators`,
 *   `withdrawals` (grants taken away in this hour so far), `people` (who is here besides, for link rules; see
 *   `scenario-people.ts`), `domains` (mail domain → `here` or `elsewhere`: to whom it is bound).
 *   With `"complete": true`, as "Copy as scenario" writes it, nothing is filled in: see `ScenarioBefore` in `src/core/scenario.ts`.
 * - `plan.json`: the expected outline of the plan, in order.
 * - `explanation.json`, where the reason is the point: what became of every attribute, row and group.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { claimsFromJson } from '../../src/core/claims-json.ts'
import type { Explanation } from '../../src/core/explain.ts'
import { emailKey, nameKey } from '../../src/core/names.ts'
import { readScenarioInput, type ScenarioInput } from '../../src/core/scenario.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type {
  CellValue,
  Claims,
  ConverterOptions,
  Grant,
  Origin,
  ProviderPolicy,
  Role,
  Rules,
  Snapshot,
  User,
} from '../../src/core/types.ts'
import type { PresetId } from '../../src/presets/preset.ts'
import { presetOf } from '../../src/presets/presets.ts'
import { findHere, type PersonHere } from './scenario-people.ts'
import * as world from './world.ts'

export { outlineOf } from '../../src/core/outline.ts'

export const scenariosFolder = fileURLToPath(new URL('../scenarios/', import.meta.url))

interface RulesFile {
  readonly preset?: PresetId
  readonly provider?: Partial<ProviderPolicy>
  readonly converters?: readonly ({
    readonly attribute?: string | readonly string[]
    readonly column: string
    readonly default?: string
    readonly own?: true
  } & ConverterOptions)[]
  readonly roleRules?: readonly {
    readonly group?: string
    readonly groups?: readonly string[]
    readonly match?: 'glob'
    readonly role: string
    readonly own?: true
  }[]
}

interface BeforeFile {
  readonly nameId?: string
  readonly nameIdFormat?: string
  readonly person?: {
    readonly user?: Partial<User>
    /** Null: emptied. */
    readonly values?: Readonly<Record<string, string | null>>
    readonly origins?: Readonly<Record<string, Origin['kind']>>
    readonly grants?: readonly (
      | string
      | {
          readonly role: string
          readonly by: 'provider' | 'elsewhere' | 'base' | 'import' | 'scim'
          readonly rule?: string
        }
    )[]
  }
  readonly lookups?: Readonly<Record<string, readonly string[]>>
  readonly emails?: Readonly<Record<string, string>>
  readonly loginsTaken?: readonly string[]
  readonly roles?: readonly (string | (Partial<Role> & { readonly name: string }))[]
  readonly people?: readonly PersonHere[]
  readonly domains?: Readonly<Record<string, 'here' | 'elsewhere'>>
  readonly withdrawals?: number
  readonly lookupValuesToday?: number
  readonly otherAdministrators?: boolean
}

export interface Scenario {
  readonly snapshot: Snapshot
  readonly claims: Claims
  readonly rules: Rules
  readonly expected: unknown
  /** Null: the scenario says nothing about it. */
  readonly explanation: unknown
}

const read = (name: string, file: string): unknown =>
  JSON.parse(readFileSync(`${scenariosFolder}${name}/${file}.json`, 'utf8'))

const roleNamed = (roles: readonly Role[], name: string): Role => {
  const role = roles.find((one) => one.name === name)
  if (!role) throw new Error(`no role ${name} in this scenario`)
  return role
}

const rulesFrom = (file: RulesFile, roles: readonly Role[]): Rules =>
  world.rulesOf(
    (file.converters ?? []).map(({ attribute, column, default: defaultValue = null, own, ...options }, position) =>
      world.converterOf(column, {
        id: `converter-${position}`,
        attributes: attribute === undefined ? null : typeof attribute === 'string' ? [attribute] : attribute,
        defaultValue,
        position,
        ...options,
        ...(own ? { providerId: world.PROVIDER } : {}),
      }),
    ),
    (file.roleRules ?? []).map(({ group, groups = group === undefined ? [] : [group], role, match, own }) =>
      world.roleRuleOf(groups[0] ?? '', roleNamed(roles, role), {
        groups,
        ...(match ? { match } : {}),
        ...(own ? { providerId: world.PROVIDER } : {}),
      }),
    ),
  )

const personFrom = ({ user, values, origins, grants }: NonNullable<BeforeFile['person']>, roles: readonly Role[]) => {
  const cell = ([column, text]: [string, string | null]): [string, CellValue] => {
    const { lookup } = world.columnNamed(column)
    return [column, lookup === null || text === null ? text : { id: `${lookup}-${text}`, name: text }]
  }
  type GrantEntry = NonNullable<NonNullable<BeforeFile['person']>['grants']>[number]
  const grant = (one: GrantEntry): Grant => {
    if (typeof one === 'string') return world.manual(roleNamed(roles, one))
    const { role, by, rule } = one
    const found = roleNamed(roles, role)
    if (by === 'elsewhere') return world.provided(found, null, world.OTHER_PROVIDER)
    return by === 'provider'
      ? world.provided(found, rule === undefined ? null : `rule-${rule}-${role}`)
      : { roleId: found.id, origin: { kind: by } }
  }
  return world.personOf({
    ...(user ? { user } : {}),
    ...(origins ? { origins } : {}),
    values: Object.fromEntries(Object.entries(values ?? {}).map(cell)),
    grants: (grants ?? [{ role: 'All employees', by: 'base' as const }]).map(grant),
  })
}

/** Reads one scenario folder. */
export const readScenario = (name: string): Scenario =>
  (read(name, 'before') as { complete?: true }).complete ? readComplete(name) : readSparse(name)

const explanationOf = (name: string): unknown =>
  existsSync(`${scenariosFolder}${name}/explanation.json`) ? read(name, 'explanation') : null

const readComplete = (name: string): Scenario => {
  const files = { claims: read(name, 'claims'), rules: read(name, 'rules'), before: read(name, 'before') }
  return {
    ...readScenarioInput(files as ScenarioInput),
    expected: read(name, 'plan'),
    explanation: explanationOf(name),
  }
}

/** What the files leave out is filled in from a small world. */
const readSparse = (name: string): Scenario => {
  const parsed = claimsFromJson(read(name, 'claims'))
  if (!parsed.ok) throw new Error(`claims.json of ${name}: ${parsed.attribute}`)
  const { claims } = parsed
  const rulesFile = read(name, 'rules') as RulesFile
  const before = read(name, 'before') as BeforeFile
  const roles = [
    ...world.everyRole,
    ...(before.roles ?? []).map((role) =>
      typeof role === 'string' ? world.roleOf(role) : world.roleOf(role.name, role),
    ),
  ]
  const preset = rulesFile.preset === undefined ? {} : presetOf(rulesFile.preset).policy
  const { allowedRoles, ...policy } = rulesFile.provider ?? {}
  const allowed = allowedRoles && { allowedRoles: allowedRoles.map((role) => roleNamed(roles, role).id) }
  const provider = world.providerOf({ ...preset, ...policy, ...allowed })
  const nameId = world.nameIdOf(before.nameId ?? 'john.best', before.nameIdFormat ?? null)
  const subject = subjectOf(provider, nameId, claims)
  const lookupValues = Object.entries(before.lookups ?? {}).flatMap(([lookup, values]) =>
    values.map((value, day) => world.lookupValueOf(lookup, value, { createdAt: new Date(Date.UTC(2026, 0, 1 + day)) })),
  )
  const domainOwners = new Map(
    Object.entries(before.domains ?? {}).map(([domain, whose]) => [
      domain,
      whose === 'here' ? world.PROVIDER : world.OTHER_PROVIDER,
    ]),
  )
  const found = findHere({ provider, claims, nameId, domainOwners, roles }, before.people ?? [])
  const person = before.person ?? found.person
  const snapshot = world.snapshotOf({
    provider,
    nameId,
    subject: subject.ok ? subject.subject : null,
    person: person ? personFrom(person, roles) : null,
    match: before.person ? { kind: 'identity' } : found.match,
    domainOwners,
    lookupValues,
    roles,
    emailOwners: new Map(Object.entries(before.emails ?? {}).map(([address, owner]) => [emailKey(address), owner])),
    loginsTaken: new Set((before.loginsTaken ?? []).map(nameKey)),
    otherAdministrators: before.otherAdministrators ?? true,
    activity: { withdrawals: before.withdrawals ?? 0, lookupValues: before.lookupValuesToday ?? 0 },
  })
  const expected = read(name, 'plan')
  return { snapshot, claims, rules: rulesFrom(rulesFile, roles), expected, explanation: explanationOf(name) }
}

/** What became of all that arrived in few words, as `explanation.json` has it. */
export const outlineOfExplanation = ({ attributes, columns, groups }: Explanation): unknown => ({
  attributes: Object.fromEntries(
    attributes.map(({ name, uses }) => [
      name,
      uses.length === 0 ? 'not mapped' : uses.map((use) => ('column' in use ? `${use.kind}: ${use.column}` : use.kind)),
    ]),
  ),
  columns: Object.fromEntries(
    columns
      .filter(({ rows }) => rows.length > 0)
      .map(({ column, rows, silent, problems }) => [
        column,
        {
          rows: rows.map(({ verdict, said, heldBack }) => [verdict, said, heldBack].filter(Boolean).join(', ')),
          ...(silent ? { silent: `${silent.attribute} is ${silent.how}` } : {}),
          ...(problems.length > 0 ? { problems } : {}),
        },
      ]),
  ),
  groups: Object.fromEntries(
    groups.map(({ group, ignored, gives }) => [group, ignored ? 'ignored' : gives.map(({ role }) => role.name)]),
  ),
})
