/** `key=`, as the first attribute of a distinguished name begins: a short name or a number in dots. */
const attributeType = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)\s*=\s*/

const commonName = new Set(['cn', '2.5.4.3'])

const hexPair = /^[0-9A-Fa-f]{2}$/

/** What ends a value that is not escaped (RFC 4514 section 2.4; `;` is RFC 2253's other comma). */
const ends = new Set([',', ';', '+'])
const escapable = new Set([' ', '"', '#', '+', ',', ';', '<', '=', '>', '\\'])

const utf8 = new TextDecoder('utf-8', { fatal: true })
const toBytes = new TextEncoder()

const decoded = (bytes: readonly number[]): string | null => {
  try {
    return utf8.decode(Uint8Array.from(bytes))
  } catch {
    return null
  }
}

interface Value {
  readonly text: string
  /** What is left of the name behind the value. */
  readonly rest: string
}

/** A value up to the next separator, its escapes undone; null when it is not well-formed. */
const readValue = (text: string): Value | null => {
  // `#` starts BER in hexadecimal, a quote RFC 1779's old form: neither is a name that people know.
  if (text.startsWith('#') || text.startsWith('"')) return null
  const bytes: number[] = []
  // Blanks before the separator are not part of the value, unless they are escaped.
  let kept = 0
  let at = 0
  while (at < text.length) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (ends.has(char)) break
    if (char !== '\\') {
      if (char === '"' || char === '<' || char === '>') return null
      bytes.push(...toBytes.encode(char))
      if (char !== ' ') kept = bytes.length
      at += char.length
      continue
    }
    const pair = text.slice(at + 1, at + 3)
    const next = text.charAt(at + 1)
    if (hexPair.test(pair)) bytes.push(Number.parseInt(pair, 16))
    else if (escapable.has(next)) bytes.push(next.charCodeAt(0))
    else return null
    kept = bytes.length
    at += hexPair.test(pair) ? 3 : 2
  }
  const value = decoded(bytes.slice(0, kept))
  return value === null ? null : { text: value, rest: text.slice(at) }
}

/** What a text is, read as a distinguished name. */
export type ReadName =
  | { readonly kind: 'common-name'; readonly name: string }
  /** A distinguished name whose first part has no CN, or no distinguished name at all. */
  | { readonly kind: 'other' }
  /** It begins as a distinguished name with a CN and is not one. */
  | { readonly kind: 'broken' }

/**
 * Reads the CN of a distinguished name's first part: `CN=Sales\, West,OU=Groups` is `Sales, West`. The whole text must be
 * well-formed, or nothing is read from it. Source: RFC 4514 section 3, and `;` as RFC 2253 allows it.
 */
export const readCommonName = (text: string): ReadName => {
  const first = attributeType.exec(text)
  if (!first) return { kind: 'other' }
  const looksNamed = commonName.has((first[1] ?? '').toLowerCase())
  const broken: ReadName = { kind: looksNamed ? 'broken' : 'other' }
  let name: string | null = null
  let inFirst = true
  let rest = text
  while (true) {
    const type = attributeType.exec(rest)
    const value = type ? readValue(rest.slice(type[0].length)) : null
    if (!type || !value) return broken
    if (inFirst && name === null && commonName.has((type[1] ?? '').toLowerCase())) name = value.text
    if (value.rest === '') break
    if (!value.rest.startsWith('+')) inFirst = false
    rest = value.rest.slice(1)
  }
  if (name === null) return { kind: 'other' }
  return name.trim() === '' ? { kind: 'broken' } : { kind: 'common-name', name }
}
