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

const qualifiedName = (xml: Buffer, start: number): string | null =>
  start < 0 ? null : (/^<([^\s<>/]+)/.exec(xml.toString('latin1', start, start + 100))?.[1] ?? null)
