import { isJitupError } from '../../errors.ts'
import type { Partner } from '../../protocols/protocol.ts'
import { isStrong } from '../../protocols/saml/algorithms.ts'
import { certificateOf } from '../../protocols/saml/metadata-in.ts'
import type { Tx } from '../../store/database.ts'
import {
  deleteMetadataSource,
  type MetadataSource,
  metadataSourceOf,
  putMetadataSource,
  putWaitingCertificates,
  waitingCertificatesOf,
} from '../../store/provider-metadata.ts'
import type { IdpCertificate, ProviderRecord } from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { recordTrustEvent } from '../../store/trust-events.ts'
import { assertAgreed, documentOf, type MetadataDocument } from '../../trust/document.ts'
import { keyOf, readPartner } from '../../trust/partner.ts'
import { nextRefresh, readUnder } from '../../trust/refresh.ts'
import { invalid } from './change.ts'

/** Where metadata comes from and what it is held to, as it was asked for. */
export type NewSource = Pick<MetadataSource, 'url' | 'signers' | 'sha256'>

interface Given {
  readonly metadataUrl?: string | null | undefined
  readonly metadataCertificates?: readonly string[] | undefined
  readonly metadataSha256?: string | null | undefined
}

/** What a new provider asks for. @throws JitupError `validation_failed` for a certificate that is none or weak */
export const newSource = (given: Given): NewSource => ({
  url: given.metadataUrl ?? null,
  signers: signersOf(given.metadataCertificates ?? []),
  sha256: given.metadataSha256 ?? null,
})

/** Reads a partner that is not known yet. @throws JitupError `metadata_*` */
export function readNewPartner(
  document: MetadataDocument,
  source: NewSource,
  entityId: string | undefined,
  now: Date,
): Partner {
  assertAgreed(document, source.sha256)
  const signers = source.signers.map(keyOf)
  const partner = readPartner(document.text, now, { entityId, signers })
  // What every refresh would refuse, a list that nobody signed, is refused at once.
  return source.url === null ? partner : readPartner(document.text, now, { entityId: partner.entityId, signers })
}

/** Writes the source of a new provider; one that was simply handed in has none. */
export async function writeNewSource(
  tx: Tx,
  source: NewSource,
  read: { providerId: string; document: MetadataDocument; partner: Partner; now: Date },
): Promise<void> {
  if (isNone(source)) return
  const { providerId, document, partner, now } = read
  await putMetadataSource(tx, {
    ...source,
    providerId,
    etag: document.etag,
    lastModified: document.lastModified,
    validUntil: partner.validUntil,
    checkedAt: now,
    changedAt: now,
    nextAt: source.url === null ? null : nextRefresh(now, partner.cacheSeconds),
    error: null,
  })
}

/** Changes where metadata comes from. What is not given stays. @throws JitupError `validation_failed` */
export async function patchSource(tx: Tx, { policy: { id } }: ProviderRecord, given: Given, now: Date): Promise<void> {
  if (Object.values(given).every((value) => value === undefined)) return
  const known = await metadataSourceOf(tx, id)
  const source = {
    url: given.metadataUrl === undefined ? (known?.url ?? null) : given.metadataUrl,
    signers: given.metadataCertificates === undefined ? (known?.signers ?? []) : signersOf(given.metadataCertificates),
    sha256: given.metadataSha256 === undefined ? (known?.sha256 ?? null) : given.metadataSha256,
  }
  if (isNone(source)) {
    await deleteMetadataSource(tx, id)
    return
  }
  await putMetadataSource(tx, {
    ...source,
    providerId: id,
    // Whatever was fetched before was held to something else: it is fetched whole.
    etag: null,
    lastModified: null,
    validUntil: known?.validUntil ?? null,
    checkedAt: known?.checkedAt ?? null,
    changedAt: known?.changedAt ?? null,
    nextAt: source.url === null ? null : now,
    error: source.url === null ? null : (known?.error ?? null),
  })
}

/**
 * Metadata that an administrator hands in for a known partner: its keys replace those that stand. It is held to what the
 * provider's metadata is held to.
 * @throws JitupError `validation_failed` for another partner, `metadata_*`
 */
export async function handedIn(
  tx: Tx,
  known: ProviderRecord,
  metadata: string,
  { now, author }: { now: Date; author: Author },
): Promise<Partner> {
  const { id, slug } = known.policy
  const source = await metadataSourceOf(tx, id)
  const partner = readOf(known, source, metadata, now)
  const before = known.certificates.map((one) => one.fingerprint)
  const after = partner.certificates.map((one) => one.fingerprint)
  if (before.toSorted().join() !== after.toSorted().join()) {
    await recordTrustEvent(tx, now, { kind: 'keys_replaced', provider: { id, slug }, author, facts: { before, after } })
  }
  const waiting = await waitingCertificatesOf(tx, id)
  const stillWaits = waiting.filter((one) => !after.includes(one.fingerprint))
  if (stillWaits.length < waiting.length) await putWaitingCertificates(tx, id, stillWaits)
  if (source !== null) {
    // The server's "nothing new" would mean another document than this one.
    await putMetadataSource(tx, { ...source, validUntil: partner.validUntil, etag: null, lastModified: null })
  }
  return partner
}

function readOf(known: ProviderRecord, source: MetadataSource | null, metadata: string, now: Date): Partner {
  try {
    return readUnder(known, source ?? { signers: [], sha256: null }, documentOf(metadata), now)
  } catch (error) {
    if (!isJitupError(error) || error.code !== 'metadata_entity_changed') throw error
    throw invalid('metadata', 'This is the metadata of another partner: its entityID must stay the same.')
  }
}

const isNone = (source: NewSource): boolean =>
  source.url === null && source.signers.length === 0 && source.sha256 === null

function signersOf(certificates: readonly string[]): IdpCertificate[] {
  return certificates.map((text) => {
    const { pem, fingerprint256, notAfter } = readCertificate(text)
    if (!isStrong(keyOf({ pem }), false)) {
      throw invalid('metadataCertificates', 'RSA needs 2048 bits or more, ECDSA P-256, P-384 or P-521.')
    }
    return { pem, fingerprint: fingerprint256, notAfter }
  })
}

function readCertificate(text: string) {
  try {
    return certificateOf(text)
  } catch (error) {
    if (!isJitupError(error)) throw error
    throw invalid('metadataCertificates', 'This is not a certificate.')
  }
}
