import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { IdpCertificate } from './providers.ts'

/** Where a provider's metadata comes from and what it is held to. */
export interface MetadataSource {
  readonly providerId: string
  /** Null: handed in by hand. */
  readonly url: string | null
  /** One of these must have signed the document; none: no signature is asked for. */
  readonly signers: readonly IdpCertificate[]
  /** Only this very document. */
  readonly sha256: string | null
  readonly etag: string | null
  readonly lastModified: string | null
  readonly validUntil: Date | null
  /** The last fetch that went well, and the last that brought a change. */
  readonly checkedAt: Date | null
  readonly changedAt: Date | null
  readonly nextAt: Date | null
  /** Why the last fetch failed; null when it went well. */
  readonly error: { readonly code: string; readonly message: string; readonly at: Date } | null
}

/** A key that metadata brought and nobody vouched for. */
export interface WaitingCertificate extends IdpCertificate {
  readonly firstSeen: Date
  /** An administrator has looked and does not want it. */
  readonly dismissedAt: Date | null
}

interface SourceRow {
  provider_id: string
  url: string | null
  signers: { pem: string; fingerprint: string; notAfter: string }[]
  sha256: string | null
  etag: string | null
  last_modified: string | null
  valid_until: Date | null
  checked_at: Date | null
  changed_at: Date | null
  next_at: Date | null
  error_code: string | null
  error_message: string | null
  error_at: Date | null
}

const columns = sql`provider_id, url, signers, sha256, etag, last_modified, valid_until, checked_at, changed_at, next_at,
  error_code, error_message, error_at`

/** @returns the source, or null for a provider whose metadata was simply handed in */
export async function metadataSourceOf(db: Database | Tx, providerId: string): Promise<MetadataSource | null> {
  const [row] = await db.query<SourceRow & Record<string, unknown>>(sql`
    select ${columns} from provider_metadata where provider_id = ${providerId}::uuid`)
  return row ? toSource(row) : null
}

/** All of them, by provider. */
export async function listMetadataSources(db: Database | Tx): Promise<ReadonlyMap<string, MetadataSource>> {
  const rows = await db.query<SourceRow & Record<string, unknown>>(sql`select ${columns} from provider_metadata`)
  return new Map(rows.map((row) => [row.provider_id, toSource(row)]))
}

/** Adds or replaces a source. */
export async function putMetadataSource(tx: Tx | Database, source: MetadataSource): Promise<void> {
  const { error } = source
  await tx.query(sql`
    insert into provider_metadata (${columns})
    values (${source.providerId}::uuid, ${source.url}, ${JSON.stringify(source.signers)}::jsonb, ${source.sha256},
      ${source.etag}, ${source.lastModified}, ${source.validUntil}, ${source.checkedAt}, ${source.changedAt},
      ${source.nextAt}, ${error?.code ?? null}, ${error?.message ?? null}, ${error?.at ?? null})
    on conflict (provider_id) do update set url = excluded.url, signers = excluded.signers, sha256 = excluded.sha256,
      etag = excluded.etag, last_modified = excluded.last_modified, valid_until = excluded.valid_until,
      checked_at = excluded.checked_at, changed_at = excluded.changed_at, next_at = excluded.next_at,
      error_code = excluded.error_code, error_message = excluded.error_message, error_at = excluded.error_at`)
}

/** Asks for the whole document next time, though the server may have nothing new. */
export async function forgetValidators(tx: Tx, providerId: string): Promise<void> {
  await tx.query(sql`
    update provider_metadata set etag = null, last_modified = null where provider_id = ${providerId}::uuid`)
}

/**
 * Takes one source that is due, for itself alone until `until`. Who is to wait for more than two days is due as well: nobody waits for
 * more than one, so that a clock was wrong.
 * @returns its provider's id, or null when nothing is due
 */
export async function claimDueSource(db: Database, now: Date, until: Date): Promise<string | null> {
  const [row] = await db.query<{ provider_id: string }>(sql`
    update provider_metadata set next_at = ${until}
    where provider_id = (
      select provider_id from provider_metadata where url is not null
        and (next_at <= ${now} or next_at > ${now}::timestamptz + interval '2 days')
      order by next_at limit 1 for update skip locked)
    returning provider_id`)
  return row?.provider_id ?? null
}

/** The keys of a provider that wait, the oldest first; dismissed ones too, while the metadata still has them. */
export async function waitingCertificatesOf(db: Database | Tx, providerId: string): Promise<WaitingCertificate[]> {
  return (await listWaitingCertificates(db, providerId)).get(providerId) ?? []
}

/** The keys that wait, by provider. */
export async function listWaitingCertificates(
  db: Database | Tx,
  providerId: string | null = null,
): Promise<ReadonlyMap<string, WaitingCertificate[]>> {
  const rows = await db.query<WaitingCertificate & { provider_id: string } & Record<string, unknown>>(sql`
    select provider_id, fingerprint, pem, not_after as "notAfter", first_seen as "firstSeen", dismissed_at as "dismissedAt"
    from waiting_certificates where ${providerId}::uuid is null or provider_id = ${providerId}::uuid
    order by first_seen, fingerprint`)
  const found = new Map<string, WaitingCertificate[]>()
  for (const { provider_id: id, ...certificate } of rows) found.set(id, [...(found.get(id) ?? []), certificate])
  return found
}

/** Writes the keys that wait, instead of those that did. */
export async function putWaitingCertificates(
  tx: Tx,
  providerId: string,
  waiting: readonly WaitingCertificate[],
): Promise<void> {
  await tx.query(sql`delete from waiting_certificates where provider_id = ${providerId}::uuid`)
  for (const one of waiting) {
    await tx.query(sql`
      insert into waiting_certificates (provider_id, fingerprint, pem, not_after, first_seen, dismissed_at)
      values (${providerId}::uuid, ${one.fingerprint}, ${one.pem}, ${one.notAfter}, ${one.firstSeen}, ${one.dismissedAt})`)
  }
}

function toSource(row: SourceRow): MetadataSource {
  const { error_code: code, error_message: message, error_at: at } = row
  return {
    providerId: row.provider_id,
    url: row.url,
    signers: row.signers.map((one) => ({ ...one, notAfter: new Date(one.notAfter) })),
    sha256: row.sha256,
    etag: row.etag,
    lastModified: row.last_modified,
    validUntil: row.valid_until,
    checkedAt: row.checked_at,
    changedAt: row.changed_at,
    nextAt: row.next_at,
    error: code !== null && at !== null ? { code, message: message ?? '', at } : null,
  }
}

/** Forgets where metadata comes from: from now on it is handed in. */
export async function deleteMetadataSource(tx: Tx, providerId: string): Promise<void> {
  await tx.query(sql`delete from provider_metadata where provider_id = ${providerId}::uuid`)
  await tx.query(sql`delete from waiting_certificates where provider_id = ${providerId}::uuid`)
}
