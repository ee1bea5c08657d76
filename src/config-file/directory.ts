import { nameKey } from '../core/names.ts'
import type { Column } from '../core/types.ts'
import { readColumns } from '../store/columns.ts'
import { type ConverterRecord, listConverters } from '../store/converters.ts'
import type { Tx } from '../store/database.ts'
import { listDomains } from '../store/domains.ts'
import { type ConfiguredValue, configuredValues, firstNames, lookupCaptions } from '../store/lookup-configuration.ts'
import { listMetadataSources, type MetadataSource } from '../store/provider-metadata.ts'
import { listProviders, type ProviderRecord } from '../store/providers.ts'
import { listRoleRules, type RoleRuleRecord } from '../store/role-rules.ts'
import { listRoles, type RoleRecord } from '../store/roles.ts'
import { readSettingsNamed } from '../store/settings.ts'
import type { ConfigFile } from './config-file.ts'
import { converterKey, roleRuleKey, valueKey } from './last-applied.ts'
import { settingsSchema } from './schema.ts'

/** Everything in the database that a configuration file can speak of, under the names that a file uses. */
export interface Directory {
  readonly settings: Readonly<Record<string, unknown>>
  readonly columns: ReadonlyMap<string, Column>
  /** By `nameKey`. */
  readonly roles: ReadonlyMap<string, RoleRecord>
  /** By slug. */
  readonly providers: ReadonlyMap<string, ProviderRecord>
  /** By id of the provider. */
  readonly sources: ReadonlyMap<string, MetadataSource>
  /** Mail domain → slug of its provider. */
  readonly domains: ReadonlyMap<string, string>
  /** By `converterKey`: of the rows on one column of a provider the first by position is row 0. */
  readonly converters: ReadonlyMap<string, ConverterRecord>
  /** By `roleRuleKey`. */
  readonly roleRules: ReadonlyMap<string, RoleRuleRecord>
  /** Captions by name. */
  readonly lookups: ReadonlyMap<string, string>
  /** Of those that people decided on, or that a file names, by `valueKey`. */
  readonly values: ReadonlyMap<string, ConfiguredValue>
  /** Names of the values that rules mean by their ids, by lookup and id with a blank between. */
  readonly valueNames: ReadonlyMap<string, string>
}

/** Reads it inside the transaction that will change it; `file` names what must be looked up beside what rules say. */
export async function readDirectory(tx: Tx, file: ConfigFile | null): Promise<Directory> {
  const rules = await listRoleRules(tx, { after: null, limit: 1_000_000 })
  const converters = await listConverters(tx)
  const providers = await listProviders(tx)
  const named = (file?.lookups ?? []).flatMap(({ name: lookup, values }) =>
    values.flatMap(({ name, aliases }) => [name, ...aliases].map((text) => ({ lookup, key: nameKey(text) }))),
  )
  const values = await configuredValues(tx, named)
  return {
    settings: await readSettingsNamed(tx, settingNames),
    columns: await readColumns(tx),
    roles: new Map((await listRoles(tx)).map((one) => [nameKey(one.name), one])),
    providers: new Map(providers.map((one) => [one.policy.slug, one])),
    sources: await listMetadataSources(tx),
    domains: new Map(
      (await listDomains(tx, { after: null, limit: 1_000_000 })).map((one) => [one.domain, one.provider]),
    ),
    converters: byRow(converters),
    roleRules: new Map(rules.map((one) => [roleRuleKey(one), one])),
    lookups: await lookupCaptions(tx),
    values: new Map(values.map((one) => [valueKey(one.lookup, one.name), one])),
    valueNames: await firstNames(tx, uuidsIn([...converters, ...providers.map((one) => one.policy), file])),
  }
}

/** The settings that a file can have. */
export const settingNames: readonly string[] = Object.keys(settingsSchema.shape)

function byRow(converters: readonly ConverterRecord[]): ReadonlyMap<string, ConverterRecord> {
  const rows = new Map<string, number>()
  return new Map(
    converters.map((one) => {
      const key = JSON.stringify([one.provider, one.column])
      const row = rows.get(key) ?? 0
      rows.set(key, row + 1)
      return [converterKey({ ...one, row }), one]
    }),
  )
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** Whatever looks like an id: most of them are of something else, and name no value. */
const uuidsIn = (rules: readonly unknown[]): string[] => [
  ...new Set((JSON.stringify(rules).match(uuid) ?? []).map((one) => one.toLowerCase())),
]
