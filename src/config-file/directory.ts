import { nameKey } from '../core/names.ts'
import type { Column } from '../core/types.ts'
import { publishedSettings } from '../protocols/published.ts'
import { readColumns } from '../store/columns.ts'
import { type ConverterRecord, listConverters } from '../store/converters.ts'
import type { Tx } from '../store/database.ts'
import { listDomains } from '../store/domains.ts'
import { listMetadataSources, type MetadataSource } from '../store/provider-metadata.ts'
import { listProviders, type ProviderRecord } from '../store/providers.ts'
import { listRoleRules } from '../store/role-rules.ts'
import { listRoles, type RoleRecord } from '../store/roles.ts'
import { readSettingsNamed } from '../store/settings.ts'
import { converterKey, roleRuleKey } from './last-applied.ts'

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
  /** By `converterKey`. */
  readonly converters: ReadonlyMap<string, ConverterRecord>
  /** `roleRuleKey` of each. */
  readonly roleRules: ReadonlySet<string>
}

/** Reads it inside the transaction that will change it. */
export async function readDirectory(tx: Tx): Promise<Directory> {
  const rules = await listRoleRules(tx, { after: null, limit: 1_000_000 })
  return {
    settings: await readSettingsNamed(tx, ['helpText', 'displayName', ...Object.keys(publishedSettings)]),
    columns: await readColumns(tx),
    roles: new Map((await listRoles(tx)).map((one) => [nameKey(one.name), one])),
    providers: new Map((await listProviders(tx)).map((one) => [one.policy.slug, one])),
    sources: await listMetadataSources(tx),
    domains: new Map(
      (await listDomains(tx, { after: null, limit: 1_000_000 })).map((one) => [one.domain, one.provider]),
    ),
    converters: new Map((await listConverters(tx)).map((one) => [converterKey(one), one])),
    roleRules: new Set(rules.map(roleRuleKey)),
  }
}
