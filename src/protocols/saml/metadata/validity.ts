import { JitupError } from '../../../errors.ts'
import { readInstant } from '../instant.ts'
import { attributeOf, type XmlElement } from '../xml/tree.ts'

/** How long metadata counts, and how long it need not be fetched again. */
export interface MetadataValidity {
  readonly validUntil: Date | null
  readonly cacheSeconds: number | null
}

/** The furthest that a federation may look ahead: a stolen signing key must not vouch for an old list for ever. */
export const MAX_AGGREGATE_DAYS = 30
const DAY = 86_400_000

/**
 * The earliest validUntil and the shortest cacheDuration of an element and everything around it.
 * Throws `metadata_invalid`. Source: SAML metadata 2.3.
 */
export function validityOf(element: XmlElement): MetadataValidity {
  let validUntil: Date | null = null
  let cacheSeconds: number | null = null
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    const until = readUntil(attributeOf(at, 'validUntil'))
    if (until !== null && (validUntil === null || until < validUntil)) validUntil = until
    const seconds = readSeconds(attributeOf(at, 'cacheDuration'))
    if (seconds !== null && (cacheSeconds === null || seconds < cacheSeconds)) cacheSeconds = seconds
  }
  return { validUntil, cacheSeconds }
}

/**
 * Metadata must still be valid; a federation's list must say until when, and not further ahead than 30 days.
 * Throws `metadata_expired`. Source: saml2int MD03.
 */
export function assertValid(validUntil: Date | null, aggregate: boolean, now: Date): void {
  if (validUntil !== null && validUntil <= now) {
    const until = validUntil.toISOString()
    throw new JitupError('metadata_expired', `The metadata was valid until ${until}. Fetch it again.`, { until })
  }
  if (!aggregate) return
  if (validUntil === null || validUntil.getTime() > now.getTime() + MAX_AGGREGATE_DAYS * DAY) {
    throw new JitupError(
      'metadata_expired',
      `The metadata of a federation must say until when it is valid, at most ${MAX_AGGREGATE_DAYS} days ahead. It does not.`,
    )
  }
}

function readUntil(text: string | null): Date | null {
  if (text === null) return null
  const date = readInstant(text)
  if (date === null) throw new JitupError('metadata_invalid', 'The validUntil of metadata must be a UTC time.')
  return date
}

const DURATION =
  /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?$/
const SECONDS = [365 * 86_400, 30 * 86_400, 86_400, 3600, 60, 1]

/** xs:duration, months and years by their usual length: it only says how often to look. */
function readSeconds(text: string | null): number | null {
  if (text === null) return null
  const parts = DURATION.exec(text.trim())
  if (parts === null) throw new JitupError('metadata_invalid', 'The cacheDuration of metadata must be a duration.')
  return SECONDS.reduce((sum, seconds, at) => sum + seconds * Number(parts[at + 1] ?? 0), 0)
}
