import { mappingOf } from './converters.ts'
import { isUuid } from './lookups.ts'
import { byCodeUnit } from './names.ts'
import type { ScenarioBefore, ScenarioGrant, ScenarioInput, ScenarioPerson, ScenarioRules } from './scenario.ts'
import type {
  CellValue,
  Claims,
  Column,
  Converter,
  Grant,
  LookupValue,
  Match,
  Person,
  ProviderPolicy,
  Role,
  Rules,
  Snapshot,
} from './types.ts'

/** Columns that `plan` looks at whether or not a row fills them. */
const alwaysRead: ReadonlySet<string> = new Set(['Name', 'GivenName', 'Surname', 'MiddleName', 'Email'])

/**
 * Writes what `plan` has looked at as a scenario: names instead of ids, and nothing that no rule reads. Pure.
 * Reading it again (`readScenarioInput`) makes the same plan.
 */
export const scenarioOf = (snapshot: Snapshot, claims: Claims, rules: Rules): ScenarioInput => {
  const { provider, roles } = snapshot
  const columns = columnsOf(snapshot, rules)
  return {
    claims: Object.fromEntries(claims),
    rules: rulesFile(provider, rules, roles, snapshot.lookupValues),
    before: beforeFile(snapshot, claims, rules, columns),
  }
}

const counts = (provider: ProviderPolicy, one: { readonly providerId: string | null }): boolean =>
  one.providerId === null || one.providerId === provider.id

const nameOf = (roles: readonly Role[], id: string): string => roles.find((one) => one.id === id)?.name ?? id

const rulesFile = (
  { id, slug: _, name: __, ...policy }: ProviderPolicy,
  rules: Rules,
  roles: readonly Role[],
  lookupValues: readonly LookupValue[],
) => {
  const { allowedRoles, allowedAccounts, ...plain } = policy
  const accounts = new Map(lookupValues.flatMap((one) => (one.lookup === 'Account' ? [[one.id, one.name]] : [])))
  const inOrder = (a: Converter, b: Converter) => a.position - b.position || byCodeUnit(a.id, b.id)
  const own = ({ providerId }: { readonly providerId: string | null }) =>
    providerId === id ? { own: true as const } : {}
  const counting = <One extends { readonly providerId: string | null }>(list: readonly One[]) =>
    list.filter((one) => one.providerId === null || one.providerId === id)
  const file: ScenarioRules = {
    provider: {
      ...plain,
      ...(allowedRoles ? { allowedRoles: allowedRoles.map((one) => nameOf(roles, one)) } : {}),
      ...(allowedAccounts ? { allowedAccounts: allowedAccounts.map((one) => accounts.get(one) ?? one) } : {}),
    },
    converters: counting(rules.converters)
      .toSorted(inOrder)
      .map(({ id: _, providerId, position: __, attributes, column, defaultValue, ...options }) => ({
        ...(attributes === null ? {} : { attribute: attributes.length === 1 ? (attributes[0] ?? '') : attributes }),
        column,
        ...(defaultValue === null ? {} : { default: defaultValue }),
        ...options,
        ...own({ providerId }),
      })),
    roleRules: counting(rules.roleRules).map(({ providerId, groups, match, roleId }) => ({
      groups,
      ...(match ? { match } : {}),
      role: nameOf(roles, roleId),
      ...own({ providerId }),
    })),
  }
  return file
}

const columnsOf = ({ provider, columns }: Snapshot, rules: Rules): readonly Column[] => {
  const mapped = mappingOf(provider, rules, columns).rows
  const linked = new Set((provider.link ?? []).flatMap((rule) => (rule.by === 'column' ? [rule.column] : [])))
  return [...columns.values()].filter(
    ({ name, required }) => mapped.has(name) || required || alwaysRead.has(name) || linked.has(name),
  )
}

const beforeFile = (snapshot: Snapshot, claims: Claims, rules: Rules, columns: readonly Column[]): ScenarioBefore => {
  const { provider, nameId, person, match, otherAdministrators, activity, emailOwners, loginsTaken } = snapshot
  const sent = new Set([...claims.values()].flat().map((one) => one.trim().toLowerCase()))
  const domains = [...snapshot.domainOwners].map(
    ([domain, owner]) => [domain, owner === provider.id ? 'here' : 'elsewhere'] as const,
  )
  return {
    complete: true,
    nameId: nameId?.value ?? null,
    ...(nameId?.format ? { nameIdFormat: nameId.format } : {}),
    columns: columns.map(({ name, type, lookup, required, custom }) => ({
      name,
      type,
      ...(lookup === null ? {} : { lookup }),
      ...(required ? { required } : {}),
      ...(custom ? { custom } : {}),
    })),
    roles: snapshot.roles.map(({ name, protected: guarded, builtIn, sensitive }) => ({
      name,
      ...(guarded ? { protected: true } : {}),
      ...(builtIn === null ? {} : { builtIn }),
      ...(sensitive ? { sensitive } : {}),
    })),
    ...(person ? { person: personFile(person, provider, rules, snapshot.roles, columns) } : {}),
    ...matchFile(match),
    lookups: lookupsFile(snapshot.lookupValues, sent),
    emails: Object.fromEntries([...emailOwners.keys()].map((address) => [address, 'somebody'])),
    loginsTaken: [...loginsTaken],
    domains: Object.fromEntries(domains),
    ...(otherAdministrators ? {} : { otherAdministrators }),
    ...(activity.withdrawals > 0 ? { withdrawals: activity.withdrawals } : {}),
    ...(activity.lookupValues > 0 ? { lookupValuesToday: activity.lookupValues } : {}),
  }
}

const matchFile = (match: Match): Pick<ScenarioBefore, 'match'> => {
  if (match.kind === 'identity' || match.kind === 'new') return {}
  if (match.kind !== 'linked' && match.kind !== 'barred') return { match }
  const { userId: _, ...found } = match
  return { match: found }
}

const lookupsFile = (values: readonly LookupValue[], sent: ReadonlySet<string>): ScenarioBefore['lookups'] => {
  const byLookup = new Map<string, (string | { name: string; id?: string; aliases?: readonly string[] })[]>()
  const oldestFirst = (a: LookupValue, b: LookupValue) =>
    a.createdAt.getTime() - b.createdAt.getTime() || byCodeUnit(a.id, b.id)
  for (const { id, lookup, name, keys } of values.toSorted(oldestFirst)) {
    const list = byLookup.get(lookup) ?? []
    byLookup.set(lookup, list)
    const named = isUuid(id) && sent.has(id.toLowerCase())
    // The key of its own name is among them, and does no harm.
    const aliases = keys.filter((key) => key !== name && key !== name.toLowerCase())
    const plain = !named && aliases.length === 0 && !list.some((one) => one === name)
    list.push(plain ? name : { name, ...(named ? { id } : {}), ...(aliases.length > 0 ? { aliases } : {}) })
  }
  return Object.fromEntries(byLookup)
}

const text = (value: CellValue): string | null => (typeof value === 'object' ? (value?.name ?? null) : value)

const personFile = (
  { user, contact, grants }: Person,
  provider: ProviderPolicy,
  rules: Rules,
  roles: readonly Role[],
  columns: readonly Column[],
): ScenarioPerson => {
  const read = new Set(columns.map((one) => one.name))
  return {
    user: { login: user.login, type: user.type, status: user.status },
    values: Object.fromEntries(
      [...contact.values].flatMap(([name, value]) => (read.has(name) && value !== null ? [[name, text(value)]] : [])),
    ),
    origins: Object.fromEntries(
      [...contact.origins].flatMap(([name, { kind }]) => (read.has(name) ? [[name, kind]] : [])),
    ),
    grants: grants.map((one) => grantFile(one, provider, rules, roles)),
  }
}

const grantFile = (
  { roleId, origin }: Grant,
  provider: ProviderPolicy,
  rules: Rules,
  roles: readonly Role[],
): ScenarioGrant => {
  const role = nameOf(roles, roleId)
  if (origin.kind === 'manual') return role
  if (origin.kind !== 'provider') return { role, by: origin.kind }
  if (origin.providerId !== provider.id) return { role, by: 'elsewhere' }
  const rule = rules.roleRules.find((one) => one.id === origin.ruleId && counts(provider, one))
  if (origin.ruleId === null) return { role, by: 'provider' }
  return { role, by: 'provider', rule: rule?.groups[0] ?? 'gone' }
}
