import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** A mail domain and the one provider that it belongs to. */
export interface DomainRecord {
  readonly id: string
  /** As DNS has it: ASCII after IDNA, lower case. */
  readonly domain: string
  readonly providerId: string
  /** Slug of the provider. */
  readonly provider: string
  /** What DNS must show. */
  readonly token: string
  readonly provenAt: Date | null
  /** False: not proven, and nothing counts without proof. */
  readonly counts: boolean
  readonly createdAt: Date
}

/** The provider that a mail domain is bound to. */
export interface BoundProvider {
  readonly providerId: string
  readonly slug: string
  readonly name: string
  readonly enabled: boolean
}

/**
 * A provider for external users is somebody else's: as soon as there is one, on or off, a domain counts only when DNS has
 * shown whose it is.
 */
export const countingDomain = sql`(d.proven_at is not null or not exists (select 1 from providers where user_type = 'external'))`
const columns = sql`
  d.id, d.domain, d.provider_id as "providerId", p.slug as provider, d.token, d.proven_at as "provenAt",
  ${countingDomain} as counts, d.created_at as "createdAt"`
const joined = sql`domains d join providers p on p.id = d.provider_id`

/** One page of the domains, by name. */
export const listDomains = (
  db: Database | Tx,
  page: { after: string | null; limit: number },
): Promise<DomainRecord[]> =>
  db.query<DomainRecord>(sql`
    select ${columns} from ${joined} where (${page.after}::text is null or d.domain > ${page.after})
    order by d.domain limit ${page.limit}`)

/** @returns the domain, or null */
export async function domainById(db: Database | Tx, id: string): Promise<DomainRecord | null> {
  const rows = await db.query<DomainRecord>(sql`select ${columns} from ${joined} where d.id = ${id}::uuid`)
  return rows[0] ?? null
}

/** Binds a domain. @returns false when it is bound already */
export async function insertDomain(
  tx: Tx,
  domain: Pick<DomainRecord, 'id' | 'domain' | 'providerId' | 'token' | 'createdAt'>,
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into domains (id, domain, provider_id, token, created_at)
    values (${domain.id}::uuid, ${domain.domain}, ${domain.providerId}::uuid, ${domain.token}, ${domain.createdAt})
    on conflict do nothing returning 1`)
  return rows.length > 0
}

/** Notes that DNS has shown this very token. @returns false when the domain has been removed meanwhile */
export async function markProven(db: Database | Tx, id: string, token: string, now: Date): Promise<boolean> {
  const rows = await db.query(sql`
    update domains set proven_at = ${now} where id = ${id}::uuid and token = ${token} returning 1`)
  return rows.length > 0
}

/** Frees a domain. @returns false when there was none */
export async function deleteDomain(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query(sql`delete from domains where id = ${id}::uuid returning 1`)).length > 0
}

/**
 * The provider that a mail domain belongs to, switched on or not; null when it belongs to none, or when that is not proven
 * and would have to be. `domain` as `domainName` writes it: exact, no part of it stands for what is below.
 */
export async function boundProviderOf(db: Database | Tx, domain: string): Promise<BoundProvider | null> {
  const rows = await db.query<BoundProvider>(sql`
    select p.id as "providerId", p.slug, p.name, p.enabled from ${joined} where d.domain = ${domain} and ${countingDomain}`)
  return rows[0] ?? null
}

/** The providers that some domain leads to. */
export async function providersWithDomains(db: Database | Tx): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ id: string }>(sql`select distinct p.id from ${joined} where ${countingDomain}`)
  return new Set(rows.map((row) => row.id))
}
