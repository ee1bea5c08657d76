import { randomBytes } from 'node:crypto'

/**
 * A new UUID version 7 (RFC 9562 section 5.7): ordered by `now` to the millisecond, so that index pages fill from one end.
 *
 * @example
 * timeOf(uuid7(new Date(1700000000000))).getTime() // 1700000000000
 */
export function uuid7(now: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The millisecond a version 7 UUID was made at: the journal's key needs no second look-up. */
export function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

/** Ids from the first to the last, in the order in which they were made. */
export interface IdRange {
  readonly first: string
  readonly last: string
}

/**
 * The ids that begin with this text of at least eight characters: of version 7 those of one minute. Null: too short, or the
 * beginning of no id.
 *
 * @example
 * idsFrom('019ab3c4-5d')?.first // '019ab3c4-5d00-0000-0000-000000000000'
 */
export function idsFrom(text: string): IdRange | null {
  const filled = (digit: string) => text.toLowerCase() + everyPlace.slice(text.length).replaceAll('x', digit)
  return text.length >= 8 && isUuid(filled('0')) ? { first: filled('0'), last: filled('f') } : null
}

const everyPlace = 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True when the text is a UUID that PostgreSQL would take: checked before a value meets a `uuid` column. */
export const isUuid = (text: string): boolean => uuidPattern.test(text)
