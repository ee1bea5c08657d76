import { nameKey } from '../core/names.ts'
import type { Database, Tx } from '../store/database.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import type {
  ConfigConverter,
  ConfigDomain,
  ConfigFile,
  ConfigRoleRule,
  ConverterFields,
  ProviderFields,
  RoleFields,
  SettingsFields,
} from './config-file.ts'

/** What the configuration file said when it was last applied: the common ancestor of the next merge. */
export interface LastApplied {
  readonly version: 1
  readonly settings: SettingsFields
  /** Captions by name. */
  readonly columns: Readonly<Record<string, { readonly caption: string }>>
  /** By `nameKey`. */
  readonly roles: Readonly<Record<string, RoleFields>>
  /** By slug. */
  readonly providers: Readonly<Record<string, ProviderFields>>
  /** `domainKey` of each; absent in what an earlier version remembered. */
  readonly domains?: readonly string[]
  /** By `converterKey`. Without fields: known to be applied, no more. */
  readonly converters: Readonly<Record<string, Partial<ConverterFields>>>
  /** `roleRuleKey` of each. */
  readonly roleRules: readonly string[]
  /** Captions by name; absent in what an earlier version remembered, as are `values`. */
  readonly lookups?: Readonly<Record<string, { readonly caption?: string | undefined }>>
  /** Aliases by `valueKey`. */
  readonly values?: Readonly<Record<string, { readonly aliases?: readonly string[] }>>
}

const nothing: LastApplied = {
  version: 1,
  settings: {},
  columns: {},
  roles: {},
  providers: {},
  converters: {},
  roleRules: [],
}

/** One converter of a file: a row of a provider and column, which mostly has one. */
export const converterKey = (one: Pick<ConfigConverter, 'provider' | 'column' | 'row'>): string =>
  JSON.stringify([one.provider, one.column, ...(one.row === 0 ? [] : [one.row])])

/** `lookupKey` of a value with its aliases. */
export const valueKey = (lookup: string, name: string): string => JSON.stringify([lookup, nameKey(name)])

/** One mail domain of a file, with the provider that it leads to. */
export const domainKey = (one: Pick<ConfigDomain, 'provider' | 'domain'>): string => `${one.domain} ${one.provider}`

/** One role rule of a file. A single value is written as it ever was: what an earlier version remembered still counts. */
export const roleRuleKey = ({
  provider,
  groups,
  match,
  role,
}: Pick<ConfigRoleRule, 'provider' | 'groups' | 'match' | 'role'>): string => {
  const [first, ...others] = groups
  const one = first !== undefined && others.length === 0
  return JSON.stringify([provider, one ? first : groups, nameKey(role), ...(match ? [match] : [])])
}

/** The file's content in the form in which it is remembered. No metadata text: fingerprints and addresses are enough. */
export const summaryOf = (file: ConfigFile): LastApplied => ({
  version: 1,
  settings: file.settings,
  columns: Object.fromEntries(file.columns.map((one) => [one.name, { caption: one.caption }])),
  roles: Object.fromEntries(file.roles.map((one) => [nameKey(one.name), one.fields])),
  providers: Object.fromEntries(file.providers.map((one) => [one.slug, one.fields])),
  domains: file.domains.map(domainKey),
  converters: Object.fromEntries(file.converters.map((one) => [converterKey(one), one.fields])),
  roleRules: file.roleRules.map(roleRuleKey),
  lookups: Object.fromEntries(file.lookups.map(({ name, caption }) => [name, { caption }])),
  values: Object.fromEntries(
    file.lookups.flatMap((one) =>
      one.values.map(({ name, aliases }) => [valueKey(one.name, name), { aliases }] as const),
    ),
  ),
})

/** @returns what was applied last; nothing before the first time */
export async function readLastApplied(db: Database | Tx): Promise<LastApplied> {
  return (await readSetting<LastApplied>(db, setting)) ?? nothing
}

/** Remembers a file as applied. Call it in the transaction that applies it. */
export const rememberApplied = (tx: Tx, applied: LastApplied): Promise<void> => writeSetting(tx, setting, applied)

/**
 * What was applied last, and marks for what else a file has made: whatever an administrator removes of it does not come back with a
 * later start. The marks say nothing of the fields, so that no start takes them for its own and opens what was closed.
 */
export function withMarks(last: LastApplied, file: ConfigFile): LastApplied {
  const now = summaryOf(file)
  const marks = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, {}]))
  const both = (one: readonly string[] | undefined, other: readonly string[]) => [
    ...new Set([...(one ?? []), ...other]),
  ]
  return {
    ...last,
    roles: { ...marks(now.roles), ...last.roles },
    providers: { ...marks(now.providers), ...last.providers },
    domains: both(last.domains, now.domains ?? []),
    converters: { ...marks(now.converters), ...last.converters },
    roleRules: both(last.roleRules, now.roleRules),
    values: { ...marks(now.values ?? {}), ...last.values },
  }
}

const setting = 'config'
