const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|\+00:00)$/

/**
 * A SAML time value: xs:dateTime in UTC, written with `Z` (or `+00:00`, as some providers do), to the millisecond.
 * Null for anything else, 31 February and leap seconds included. Source: SAML core 1.3.3.
 */
export function readInstant(text: string): Date | null {
  if (!INSTANT.test(text)) return null
  const [year, month, day] = [twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8)]
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)]
  if (hour > 23 || minute > 59 || second > 59) return null
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds(text)))
  // Date.UTC carries 31 February over into March, and takes the year 26 for 1926; neither was meant.
  const meant = date.getUTCDate() === day && date.getUTCMonth() === month - 1 && date.getUTCFullYear() === year
  return meant ? date : null
}

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48

const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/** The first three digits behind the point; those that are missing are 0. */
function milliseconds(text: string): number {
  let value = 0
  let unit = text.charAt(19) === '.' ? 100 : 0
  for (let at = 20; unit >= 1 && digit(text, at) >= 0 && digit(text, at) <= 9; at += 1) {
    value += digit(text, at) * unit
    unit /= 10
  }
  return value
}
