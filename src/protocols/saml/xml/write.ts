/** Text into XML that we send. Built by hand from escaped parts, because what we write is short and fixed. */
import { JitupError } from '../../../errors.ts'

// Outside the Char production of XML 1.0 (section 2.2): no escape can carry these. Lone surrogates have no UTF-8.
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

/** A text fit for element content and attribute values alike. Throws `validation_failed` for characters XML cannot carry. */
export function escaped(text: string): string {
  if (NOT_XML.test(text)) throw new JitupError('validation_failed', 'A text holds characters that XML cannot carry.')
  return text.replace(/[&<>"\t\n\r]/g, (character) => escapes[character] ?? '')
}

/** ` name="value"`, or nothing when there is no value. */
export const attribute = (name: string, value: string | null | undefined): string =>
  value === null || value === undefined ? '' : ` ${name}="${escaped(value)}"`

/**
 * The same in the one form that canonicalisation gives, for what is signed as it is written (Canonical XML 1.0, 2.3): text
 * between tags, and attributes, which must come in alphabetical order.
 */
export const canonicalText = (text: string): string => escaped(text).replaceAll(/&quot;|&#x9;|&#xA;/g, unescaped)
export const canonicalAttribute = (name: string, value: string | null | undefined): string =>
  attribute(name, value).replaceAll('&gt;', '>')

const unescaped = (reference: string): string => (reference === '&quot;' ? '"' : reference === '&#x9;' ? '\t' : '\n')
