import sql from 'sql-template-tag'
import type { NameSource, ProviderOptions, ProviderPolicy, UserType } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** A configured identity provider as the database holds it. */
export interface ProviderRecord {
  readonly policy: ProviderPolicy
  readonly protocol: string
  readonly entityId: string
  readonly spEntityId: string
  /** Validated by the protocol's own schema. */
  readonly settings: unknown
  readonly enabled: boolean
  readonly demo: boolean
  /** The preset it was set up with, for the set-up instructions; null: none. */
  readonly preset: string | null
  /** Counts every change: what another node has cached is known to be old. */
  readonly version: number
  readonly createdAt: Date
  readonly certificates: readonly IdpCertificate[]
  /** Until when it is believed, where that hangs on signed metadata (a federation's); null: until somebody decides. */
  readonly trustedUntil: Date | null
}

/** A pinned signing certificate of the partner. */
export interface IdpCertificate {
  readonly pem: string
  readonly fingerprint: string
  readonly notAfter: Date
}

interface ProviderRow {
  id: string
  slug: string
  name: string
  protocol: string
  entity_id: string
  sp_entity_id: string
  settings: unknown
  user_type: UserType
  employees_create: boolean
  employees_update: boolean
  external_create: boolean
  external_update: boolean
  roles_mode: ProviderPolicy['roles']
  subject_from: string
  login_from: string
  login_taken: 'suffix' | 'refuse'
  role_attributes: string[] | null
  exact_role_names: boolean
  ignore_groups: string[]
  absent_groups: ProviderPolicy['absentGroups']
  group_separator: string | null
  group_names: ProviderPolicy['groupNames']
  options: ProviderOptions
  preset: string | null
  enabled: boolean
  demo: boolean
  version: number
  created_at: Date
  certificates: { pem: string; fingerprint: string; notAfter: string }[] | null
  trusted_until: Date | null
}

const columns = sql`
  p.id, p.slug, p.name, p.protocol, p.entity_id, p.sp_entity_id, p.settings, p.user_type, p.employees_create,
  p.employees_update, p.external_create, p.external_update, p.roles_mode, p.subject_from, p.login_from, p.login_taken,
  p.role_attributes, p.exact_role_names, p.ignore_groups, p.absent_groups, p.group_separator, p.group_names, p.options, p.preset,
  p.enabled, p.demo, p.version, p.created_at,
  (select json_agg(json_build_object('pem', pem, 'fingerprint', fingerprint, 'notAfter', not_after) order by added_at, fingerprint)
   from idp_certificates where provider_id = p.id) as certificates,
  (select valid_until from provider_metadata where provider_id = p.id and signers <> '[]') as trusted_until`

/** @returns the provider with that name in the URL, or null */
export async function providerBySlug(db: Database | Tx, slug: string): Promise<ProviderRecord | null> {
  const rows = await db.query<ProviderRow>(sql`select ${columns} from providers p where p.slug = ${slug}`)
  return rows[0] ? toRecord(rows[0]) : null
}

/** @returns the provider, or null */
export async function providerById(db: Database | Tx, id: string): Promise<ProviderRecord | null> {
  const rows = await db.query<ProviderRow>(sql`select ${columns} from providers p where p.id = ${id}::uuid`)
  return rows[0] ? toRecord(rows[0]) : null
}

/** Every provider by name: an installation has a handful. */
export async function listProviders(db: Database | Tx): Promise<ProviderRecord[]> {
  const rows = await db.query<ProviderRow>(sql`select ${columns} from providers p order by lower(p.name), p.id`)
  return rows.map(toRecord)
}

/** What a new provider needs; the policy's `id` becomes the record's id. */
export type NewProvider = Omit<ProviderRecord, 'version' | 'createdAt' | 'preset' | 'trustedUntil'> & {
  readonly preset?: string | null
}

/** Writes a new provider with its pinned certificates. */
export async function insertProvider(tx: Tx, provider: NewProvider): Promise<void> {
  const p = policyRow(provider.policy)
  await tx.query(sql`
    insert into providers (id, slug, name, protocol, entity_id, sp_entity_id, settings, user_type, employees_create,
      employees_update, external_create, external_update, roles_mode, subject_from, login_from, login_taken,
      role_attributes, exact_role_names, ignore_groups, absent_groups, group_separator, group_names, options, preset,
      enabled, demo)
    values (${p.id}, ${p.slug}, ${p.name}, ${provider.protocol}, ${provider.entityId}, ${provider.spEntityId},
      ${JSON.stringify(provider.settings)}::jsonb, ${p.userType}, ${p.employees.create}, ${p.employees.update},
      ${p.external.create}, ${p.external.update}, ${p.roles}, ${p.subjectFrom}, ${p.loginFrom}, ${p.loginTaken},
      ${p.roleAttributes}, ${p.exactRoleNames}, ${p.ignoreGroups}, ${p.absentGroups}, ${p.groupSeparator},
      ${p.groupNames}, ${JSON.stringify(p.options)}::jsonb, ${provider.preset ?? null}, ${provider.enabled},
      ${provider.demo})`)
  await insertCertificates(tx, p.id, provider.certificates)
}

/**
 * Writes name, policy, settings and state of a provider; entityIDs never change. Certificates are replaced as given. The
 * sessions of a provider that is off are over for good: switching it on again revives none.
 */
export async function updateProvider(tx: Tx, provider: ProviderRecord): Promise<void> {
  const p = policyRow(provider.policy)
  await tx.query(sql`
    update providers set slug = ${p.slug}, name = ${p.name}, settings = ${JSON.stringify(provider.settings)}::jsonb,
      user_type = ${p.userType}, employees_create = ${p.employees.create}, employees_update = ${p.employees.update},
      external_create = ${p.external.create}, external_update = ${p.external.update}, roles_mode = ${p.roles},
      subject_from = ${p.subjectFrom}, login_from = ${p.loginFrom}, login_taken = ${p.loginTaken},
      role_attributes = ${p.roleAttributes}, exact_role_names = ${p.exactRoleNames}, ignore_groups = ${p.ignoreGroups},
      absent_groups = ${p.absentGroups}, group_separator = ${p.groupSeparator}, group_names = ${p.groupNames},
      options = ${JSON.stringify(p.options)}::jsonb, preset = ${provider.preset}, enabled = ${provider.enabled}, version = version + 1
    where id = ${p.id}::uuid`)
  if (!provider.enabled) await tx.query(sql`delete from sessions where provider_id = ${p.id}::uuid`)
  await tx.query(sql`
    delete from idp_certificates where provider_id = ${p.id}::uuid
      and not fingerprint = any(${provider.certificates.map((one) => one.fingerprint)})`)
  await insertCertificates(tx, p.id, provider.certificates)
}

async function insertCertificates(tx: Tx, providerId: string, certificates: readonly IdpCertificate[]): Promise<void> {
  await tx.query(sql`
    insert into idp_certificates (provider_id, fingerprint, pem, not_after)
    select ${providerId}::uuid, * from unnest(${certificates.map((one) => one.fingerprint)}::text[],
      ${certificates.map((one) => one.pem)}::text[], ${certificates.map((one) => one.notAfter)}::timestamptz[])
    on conflict do nothing`)
}

const nameSource = (text: string): NameSource =>
  text === 'NameID' ? 'NameID' : { attribute: text.slice('attribute:'.length) }
const loginSource = (text: string): ProviderPolicy['loginFrom'] => {
  if (text === 'auto') return 'auto'
  return text.startsWith('template:') ? { template: text.slice('template:'.length) } : nameSource(text)
}
const sourceText = (source: ProviderPolicy['loginFrom']): string => {
  if (typeof source === 'string') return source
  return 'template' in source ? `template:${source.template}` : `attribute:${source.attribute}`
}

/** The options that have no column of their own. */
const optionsOf = ({
  link,
  newUsers,
  reactivate,
  externalWhen,
  pilot,
  roleNameCase,
  createRoles,
  allowedRoles,
  withdrawalCeiling,
  lookupCeiling,
  allowedAccounts,
  disableAfterDays,
}: ProviderPolicy): { readonly [Key in keyof Required<ProviderOptions>]: ProviderOptions[Key] | undefined } => ({
  link,
  newUsers,
  reactivate,
  externalWhen,
  pilot,
  roleNameCase,
  createRoles,
  allowedRoles,
  withdrawalCeiling,
  lookupCeiling,
  allowedAccounts,
  disableAfterDays,
})

function policyRow(policy: ProviderPolicy) {
  return {
    ...policy,
    subjectFrom: sourceText(policy.subjectFrom),
    loginFrom: sourceText(policy.loginFrom),
    roleAttributes: policy.roleAttributes === 'well-known' ? null : policy.roleAttributes,
    // What is undefined is left out of the JSON.
    options: optionsOf(policy),
  }
}

/** What a row of an earlier version of the product did not have yet was as it is when nobody has decided. */
const since = { absent_groups: 'keep', group_separator: null, group_names: 'as-sent', options: {} } as const

/** The policy in a row of providers, as the rules' revisions keep it, and whether it was on. */
export const policyOfRow = (kept: unknown): ProviderPolicy & { readonly enabled: boolean } => {
  const row = { ...since, ...(kept as ProviderRow) }
  return { ...policyOf(row), enabled: row.enabled }
}

const policyOf = (row: ProviderRow): ProviderPolicy => ({
  ...row.options,
  id: row.id,
  slug: row.slug,
  name: row.name,
  userType: row.user_type,
  employees: { create: row.employees_create, update: row.employees_update },
  external: { create: row.external_create, update: row.external_update },
  roles: row.roles_mode,
  subjectFrom: nameSource(row.subject_from),
  loginFrom: loginSource(row.login_from),
  loginTaken: row.login_taken,
  roleAttributes: row.role_attributes ?? 'well-known',
  exactRoleNames: row.exact_role_names,
  ignoreGroups: row.ignore_groups,
  absentGroups: row.absent_groups,
  groupSeparator: row.group_separator,
  groupNames: row.group_names,
})

function toRecord(row: ProviderRow): ProviderRecord {
  return {
    policy: policyOf(row),
    protocol: row.protocol,
    entityId: row.entity_id,
    spEntityId: row.sp_entity_id,
    settings: row.settings,
    enabled: row.enabled,
    demo: row.demo,
    preset: row.preset,
    version: row.version,
    createdAt: row.created_at,
    certificates: (row.certificates ?? []).map((one) => ({ ...one, notAfter: new Date(one.notAfter) })),
    trustedUntil: row.trusted_until,
  }
}
