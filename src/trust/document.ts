import { createHash } from 'node:crypto'
import { JitupError } from '../errors.ts'
import type { FetchPublic } from '../net/fetch-public.ts'

/** A metadata document as it came. */
export interface MetadataDocument {
  readonly text: string
  /** SHA-256 of its bytes, in lower-case hexadecimal. */
  readonly sha256: string
  /** For the next conditional request. */
  readonly etag: string | null
  readonly lastModified: string | null
}

const MAX_BYTES = 1_048_576
const MAX_VALIDATOR = 500

/** A document that somebody handed in. */
export const documentOf = (text: string): MetadataDocument => ({
  text,
  sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
  etag: null,
  lastModified: null,
})

/**
 * Fetches a metadata document; null when the server says that the one we have still stands.
 * @throws JitupError `fetch_*`, `metadata_invalid` for bytes that are not UTF-8
 */
export async function fetchDocument(
  fetchPublic: FetchPublic,
  url: string,
  have: { readonly etag: string | null; readonly lastModified: string | null } = { etag: null, lastModified: null },
): Promise<MetadataDocument | null> {
  const headers = {
    accept: 'application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1',
    ...(have.etag === null ? {} : { 'if-none-match': have.etag }),
    ...(have.lastModified === null ? {} : { 'if-modified-since': have.lastModified }),
  }
  const answer = await fetchPublic(url, { headers, maxBytes: MAX_BYTES })
  const asked = have.etag !== null || have.lastModified !== null
  if (answer.status === 304 && asked) return null
  if (answer.status !== 200) {
    const text = `The address could not be fetched. It answers with status ${answer.status}.`
    throw new JitupError('fetch_failed', text, { status: answer.status })
  }
  return {
    text: decoded(answer.body),
    sha256: createHash('sha256').update(answer.body).digest('hex'),
    etag: short(answer.headers.etag),
    lastModified: short(answer.headers['last-modified']),
  }
}

/** @throws JitupError `metadata_hash` when this is not the very document that was agreed on */
export function assertAgreed(document: MetadataDocument, sha256: string | null): void {
  if (sha256 === null || sha256 === document.sha256) return
  const text = `The metadata must be the document with the SHA-256 ${sha256}. Another one came: ${document.sha256}.`
  throw new JitupError('metadata_hash', text, { field: 'metadata', expected: sha256, came: document.sha256 })
}

const short = (value: string | undefined): string | null =>
  value !== undefined && value.length <= MAX_VALIDATOR ? value : null

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new JitupError('metadata_invalid', 'The metadata must be UTF-8. It is not.', {}, { cause })
  }
}
