/**
 * The element with this ID as it stands in the message, without its first Signature; null when it cannot be found simply.
 *
 * Most identity providers send the very bytes they signed, and computing the canonical form again is a fifth of a
 * verification. This is a guess, and may be one: its caller uses it only when it has the signed digest, and bytes that
 * have the signed digest are the bytes that were signed, however they were found.
 */
export function verbatim(xml: Buffer, id: string, name: string): Buffer | null {
  const start = xml.lastIndexOf('<', xml.indexOf(`ID="${id}"`))
  const element = qualifiedName(xml, start)
  if (element === null || !element.endsWith(name)) return null
  const end = xml.lastIndexOf(`</${element}>`)
  const from = xml.lastIndexOf('<', xml.indexOf('Signature', start))
  const signature = qualifiedName(xml, from)
  if (signature === null || !signature.endsWith('Signature') || end < start) return null
  const close = `</${signature}>`
  const to = xml.indexOf(close, from)
  if (to < from || to > end) return null
  return Buffer.concat([xml.subarray(start, from), xml.subarray(to + close.length, end + element.length + 3)])
}

const LONGEST_NAME = 100

/** The name behind the `<` at `start`; null when there is none. */
function qualifiedName(xml: Buffer, start: number): string | null {
  if (start < 0) return null
  let end = start + 1
  while (end - start < LONGEST_NAME && !endsName(xml[end])) end += 1
  return end === start + 1 ? null : xml.toString('latin1', start + 1, end)
}

/** White space, `/`, `>`, or the end of the bytes. */
const endsName = (byte: number | undefined): boolean =>
  byte === undefined || byte <= 0x20 || byte === 0x2f || byte === 0x3e || byte === 0x3c
