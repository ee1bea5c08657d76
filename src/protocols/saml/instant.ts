const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|\+00:00)$/

/**
 * A SAML time value: xs:dateTime in UTC, written with `Z` (or `+00:00`, as some providers do), to the millisecond.
 * Null for anything else, 31 February and leap seconds included. Source: SAML core 1.3.3.
 */
export function readInstant(text: string): Date | null {
  const parts = INSTANT.exec(text)
  if (parts === null) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const milliseconds = Number(`${parts[7]?.slice(1) ?? ''}000`.slice(0, 3))
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds))
  // Date.UTC carries 31 February over into March; such a date was never meant.
  const meant =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  return meant ? date : null
}
