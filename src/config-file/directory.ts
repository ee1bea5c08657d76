import { nameKey } from '../core/names.ts'
import type { Column } from '../core/types.ts'
import { readColumns } from '../store/columns.ts'
import { type ConverterRecord, listConverters } from '../store/converters.ts'
import type { Tx } from '../store/database.ts'
import { listDomains } from '../store/domains.ts'
import { listProviders, type ProviderRecord } from '../store/providers.ts'
import { listRoleRules } from '../store/role-rules.ts'
import { listRoles, type RoleRecord } from '../store/roles.ts'
import { readSetting } from '../store/settings.ts'
import type { SettingsFields } from './config-file.ts'
import { converterKey, roleRuleKey } from './last-applied.ts'

/** Everything in the database that a configuration file can speak of, under the names that a file uses. */
export interface Directory {
  readonly settings: Required<SettingsFields>
  readonly columns: ReadonlyMap<string, Column>
  /** By `nameKey`. */
  readonly roles: ReadonlyMap<string, RoleRecord>
  /** By slug. */
  readonly providers: ReadonlyMap<string, ProviderRecord>
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
    settings: {
      helpText: await readSetting<string>(tx, 'helpText'),
      displayName: await readSetting<string>(tx, 'displayName'),
    },
    columns: await readColumns(tx),
    roles: new Map((await listRoles(tx)).map((one) => [nameKey(one.name), one])),
    providers: new Map((await listProviders(tx)).map((one) => [one.policy.slug, one])),
    domains: new Map(
      (await listDomains(tx, { after: null, limit: 1_000_000 })).map((one) => [one.domain, one.provider]),
    ),
    converters: new Map((await listConverters(tx)).map((one) => [converterKey(one), one])),
    roleRules: new Set(rules.map(roleRuleKey)),
  }
}
