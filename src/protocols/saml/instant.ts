const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|\+00:00)$/

/**
 * A SAML time value: xs:dateTime in UTC, written with `Z` (or `+00:00`, as some providers do), to the millisecond.
 * Null for anything else, 31 February and leap seconds included. Source: SAML core 1.3.3.
 */
export function readInstant(text: string): Date | null {
  const parts = INSTANT.exec(text)
  if (parts === null) return null
  const [, year, month, day, hour, minute, second, fraction = ''] = parts
  const milliseconds = `${fraction.slice(1)}000`.slice(0, 3)
  const plain = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`
  const date = new Date(plain)
  return !Number.isNaN(date.getTime()) && date.toISOString() === plain ? date : null
}
