/** Writes text into XML in exactly the form that canonicalisation would give it (Canonical XML 1.0, section 2.3). */

/** Characters that XML 1.0 cannot carry at all, escaped or not (section 2.2). */
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u

const inText: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }
const inAttribute: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

/** True when XML 1.0 can carry the text. */
export const isXmlText = (value: string): boolean => !forbidden.test(value)

/** Text between tags. Throws a RangeError for characters that XML 1.0 cannot carry. */
export const text = (value: string): string => allowed(value).replace(/[&<>\r]/g, (c) => inText[c] ?? c)

/** One attribute with a leading space, or nothing for null and undefined. Give attributes in alphabetical order. */
export function attribute(name: string, value: string | null | undefined): string {
  if (value === null || value === undefined) return ''
  return ` ${name}="${allowed(value).replace(/[&<"\t\n\r]/g, (c) => inAttribute[c] ?? c)}"`
}

function allowed(value: string): string {
  if (!isXmlText(value)) throw new RangeError('The value holds a character that XML cannot carry.')
  return value
}
