import { isDeepStrictEqual } from 'node:util'
import { type ErrorCode, isJitupError, JitupError } from '../errors.ts'
import type { Partner } from '../protocols/protocol.ts'
import { MAX_AGGREGATE_DAYS } from '../protocols/saml/metadata/validity.ts'
import type { App } from '../sign-on/app.ts'
import type { Tx } from '../store/database.ts'
import {
  claimDueSource,
  type MetadataSource,
  metadataSourceOf,
  putMetadataSource,
  putWaitingCertificates,
  type WaitingCertificate,
  waitingCertificatesOf,
} from '../store/provider-metadata.ts'
import { type ProviderRecord, providerById, updateProvider } from '../store/providers.ts'
import { recordRevision, rulesLock } from '../store/rules.ts'
import { goneKeys, recordTrustEvent, type TrustEventKind } from '../store/trust-events.ts'
import { decideKeys, type KeyDecision } from './decide-keys.ts'
import { assertAgreed, fetchDocument, type MetadataDocument } from './document.ts'
import { keyOf, readPartner, refreshedSettings } from './partner.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const author = { kind: 'system' } as const
/** How long a node has a due source for itself: longer than a fetch may take. */
const LEASE = 10 * MINUTE

/**
 * Fetches the metadata that is due, one source after the other, each on one node only. A failure changes nothing but the
 * error that stands with the provider; the last good metadata stays.
 * @returns how many were looked at
 */
export async function refreshDue(app: App): Promise<number> {
  for (let done = 0; ; done += 1) {
    const now = app.now()
    const id = await claimDueSource(app.db, now, new Date(now.getTime() + LEASE))
    if (id === null) return done
    // Its error is written down and logged where it happens; the next source is none the worse for it.
    await refreshProvider(app, id).catch((error: unknown) => {
      if (!isJitupError(error)) app.log.error({ err: error, id }, 'metadata could not be refreshed')
    })
  }
}

/**
 * Fetches a provider's metadata now and takes what may be taken. Whatever becomes of it stands with the provider.
 * @throws JitupError `not_found` for a provider without an address, `fetch_*`, `metadata_*`
 */
export async function refreshProvider(app: App, providerId: string): Promise<void> {
  const source = await metadataSourceOf(app.db, providerId)
  if (source === null || source.url === null) {
    throw new JitupError('not_found', 'This identity provider has no address to fetch its metadata from.')
  }
  const { url } = source
  try {
    const document = await fetchDocument(app.fetchPublic, url, source)
    const { changed, said } = await app.db.serialised([rulesLock], (tx) => take(tx, app, providerId, url, document))
    for (const { fields, message } of said) app.log.warn(fields, message)
    if (changed === null) return
    app.providers.forget(changed)
    app.rules.forget()
  } catch (error) {
    await noteFailure(app, providerId, url, error)
    throw error
  }
}

/** What a transaction did, to be acted on and logged once it is committed. */
interface Taken {
  /** The slug of a provider that changed. */
  readonly changed: string | null
  readonly said: readonly { readonly fields: object; readonly message: string }[]
}

const nothing: Taken = { changed: null, said: [] }

async function take(
  tx: Tx,
  app: App,
  providerId: string,
  url: string,
  document: MetadataDocument | null,
): Promise<Taken> {
  const [record, source] = [await providerById(tx, providerId), await metadataSourceOf(tx, providerId)]
  // Somebody deleted it, or gave another address, while this one was fetched.
  if (record === null || source === null || source.url !== url) return nothing
  const now = app.now()
  if (document === null) {
    if (source.validUntil !== null && source.validUntil <= now) {
      const until = source.validUntil.toISOString()
      throw new JitupError('metadata_expired', `The metadata was valid until ${until}, and there is no newer.`, {
        until,
      })
    }
    await putMetadataSource(tx, {
      ...source,
      // Believed once: a false document with the ETag of the true one would stay for ever. The next one comes whole.
      etag: null,
      lastModified: null,
      checkedAt: now,
      nextAt: nextRefresh(now, null),
      error: null,
    })
    return nothing
  }
  return takeDocument(tx, app, record, source, document)
}

async function takeDocument(
  tx: Tx,
  app: App,
  record: ProviderRecord,
  source: MetadataSource,
  document: MetadataDocument,
): Promise<Taken> {
  const now = app.now()
  const partner = readUnder(record, source, document, now)
  const known = { pinned: record.certificates, waiting: await waitingCertificatesOf(tx, record.policy.id) }
  const vouched = partner.signedBy !== null || source.sha256 !== null
  const unwanted = await unwantedKeys(tx, source, partner, known.waiting, now)
  const keys = decideKeys(known, partner.certificates, { vouched, unwanted, now })
  const settings = refreshedSettings(record.settings, partner.settings)
  const moved = !isDeepStrictEqual(settings, refreshedSettings(record.settings, {}))
  const shorter = source.signers.length > 0 && isEarlier(partner.validUntil, record.trustedUntil)
  const changed = moved || keys.taken.length > 0 || keys.retired.length > 0 || shorter
  await putWaitingCertificates(tx, record.policy.id, keys.waiting)
  await putMetadataSource(tx, {
    ...source,
    etag: document.etag,
    lastModified: document.lastModified,
    validUntil: partner.validUntil,
    checkedAt: now,
    changedAt: changed ? now : source.changedAt,
    nextAt: nextRefresh(now, partner.cacheSeconds),
    error: null,
  })
  const said = await writeEvents(tx, now, record, keys, moved)
  if (!changed) return { changed: null, said }
  await updateProvider(tx, { ...record, settings, certificates: keys.pinned })
  await recordRevision(tx, author)
  return { changed: record.policy.slug, said }
}

/**
 * The keys that a signature alone does not bring (back): what an administrator has dismissed, and what was pinned before and
 * has gone. A federation may bring the latter, for its word ends in a few days; an agreed document brings all it holds.
 */
async function unwantedKeys(
  tx: Tx,
  source: MetadataSource,
  partner: Partner,
  waiting: readonly WaitingCertificate[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (source.sha256 !== null) return new Set()
  const dismissed = waiting.filter((one) => one.dismissedAt !== null).map((one) => one.fingerprint)
  const end = partner.signedBy === 'signer' ? partner.validUntil : null
  const fleeting = end !== null && end.getTime() <= now.getTime() + MAX_AGGREGATE_DAYS * 24 * HOUR
  return new Set([...dismissed, ...(fleeting ? [] : await goneKeys(tx, source.providerId))])
}

/** Reads a document as the provider's source demands. @throws JitupError `metadata_*` */
export function readUnder(
  record: Pick<ProviderRecord, 'entityId' | 'certificates'>,
  source: Pick<MetadataSource, 'signers' | 'sha256'>,
  document: MetadataDocument,
  now: Date,
): Partner {
  assertAgreed(document, source.sha256)
  const partner = readPartner(document.text, now, {
    entityId: record.entityId,
    signers: source.signers.map(keyOf),
    known: record.certificates.map(keyOf),
  })
  if (partner.entityId !== record.entityId) {
    throw new JitupError('metadata_entity_changed', `The metadata must be that of ${record.entityId}. It is not.`)
  }
  return partner
}

const events = {
  keys_taken: 'new signing keys of a provider, vouched for',
  keys_waiting: 'new signing keys of a provider wait for approval',
  keys_retired: 'signing keys of a provider are no longer published',
  endpoints_changed: 'the published addresses of a provider have changed',
} as const satisfies Partial<Record<TrustEventKind, string>>

async function writeEvents(tx: Tx, now: Date, record: ProviderRecord, keys: KeyDecision, moved: boolean) {
  const { id, slug } = record.policy
  const happened = [
    { kind: 'keys_taken', keys: keys.taken },
    { kind: 'keys_waiting', keys: keys.arrived },
    { kind: 'keys_retired', keys: keys.retired },
  ] as const
  const said = happened
    .filter((one) => one.keys.length > 0)
    .map((one) => ({ kind: one.kind, facts: { fingerprints: one.keys.map((key) => key.fingerprint) } }))
  const all = moved ? [...said, { kind: 'endpoints_changed', facts: {} } as const] : said
  for (const { kind, facts } of all) await recordTrustEvent(tx, now, { kind, provider: { id, slug }, author, facts })
  return all.map(({ kind, facts }) => ({ fields: { provider: slug, ...facts }, message: events[kind] }))
}

async function noteFailure(app: App, providerId: string, url: string, error: unknown): Promise<void> {
  const code: ErrorCode = isJitupError(error) ? error.code : 'internal'
  const message = isJitupError(error) ? error.message : 'See the log of the server.'
  const slug = await app.db.serialised([rulesLock], async (tx) => {
    const [record, source] = [await providerById(tx, providerId), await metadataSourceOf(tx, providerId)]
    // As in `take`: of an address that is no longer the provider's nothing is told.
    if (record === null || source === null || source.url !== url) return null
    const now = app.now()
    const provider = { id: record.policy.id, slug: record.policy.slug }
    // One event for a failure that lasts.
    if (source.error?.code !== code) {
      await recordTrustEvent(tx, now, { kind: 'refresh_failed', provider, author, facts: { code } })
    }
    await putMetadataSource(tx, { ...source, nextAt: nextRefresh(now, null), error: { code, message, at: now } })
    return provider.slug
  })
  if (slug !== null) app.log.warn({ provider: slug, code }, 'metadata was not taken; the last good metadata stays')
}

/** An hour, or as long as the document says, up to a day; a tenth more or less, so that nodes and partners spread out. */
export function nextRefresh(now: Date, cacheSeconds: number | null): Date {
  const wait = Math.min(Math.max((cacheSeconds ?? 0) * 1000, HOUR), 24 * HOUR)
  return new Date(now.getTime() + wait * (0.9 + 0.2 * Math.random()))
}

const isEarlier = (until: Date | null, known: Date | null): boolean =>
  until !== null && (known === null || until < known)
