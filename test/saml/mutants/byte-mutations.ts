/** Ways to change the bytes of a message without knowing what they mean. Each returns new bytes. */
import type { Random } from './random.ts'

type Mutation = (bytes: Buffer, random: Random) => Buffer

const pieces = [
  ...['<', '>', '"', '&', '&amp;', '&#0;', '&#x61;', '/', '=', ' ', '\n', '\0', '\ufeff', '\u0000', '\u202e', '\ud7ff'],
  ...['<!--', '-->', '<!---->', '<![CDATA[', ']]>', '<?x?>', '<!DOCTYPE x []>', '<!ENTITY a "b">', '<x/>', '</x>'],
  ...['xmlns=""', ' ID="_1"', ' Id="_1"', 'admin', '%00', '+AGE-'],
] as const

const range = (bytes: Buffer, random: Random) => {
  const from = random.below(bytes.length)
  return { from, to: Math.min(bytes.length, from + 1 + random.below(random.pick([1, 4, 40, 400, 4000]))) }
}

const flip: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes)
  const at = random.below(copy.length)
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
  return copy
}

const overwrite: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes)
  copy[random.below(copy.length)] = random.below(256)
  return copy
}

const remove: Mutation = (bytes, random) => {
  const { from, to } = range(bytes, random)
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
}

const insert: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1)
  const piece = random.below(4) === 0 ? Buffer.of(random.below(256)) : Buffer.from(random.pick(pieces))
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
}

const duplicate: Mutation = (bytes, random) => {
  const { from, to } = range(bytes, random)
  const at = random.below(2) === 0 ? to : random.below(bytes.length)
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at)])
}

const exchange: Mutation = (bytes, random) => {
  const [first, second] = [range(bytes, random), range(bytes, random)].sort((a, b) => a.from - b.from)
  if (first === undefined || second === undefined || first.to > second.from) return flip(bytes, random)
  const part = ({ from, to }: { from: number; to: number }) => bytes.subarray(from, to)
  const [start, middle, end] = [
    bytes.subarray(0, first.from),
    bytes.subarray(first.to, second.from),
    bytes.subarray(second.to),
  ]
  return Buffer.concat([start, part(second), middle, part(first), end])
}

/** One character of a digest, a signature or a certificate, or the padding behind it. */
const base64: Mutation = (bytes, random) => {
  const found = [...bytes.toString('latin1').matchAll(/>([A-Za-z0-9+/]{20,}=*)</g)]
  if (found.length === 0) return flip(bytes, random)
  const match = random.pick(found)
  const copy = Buffer.from(bytes)
  const text = match[1] ?? ''
  copy.write(random.pick([...'AQgw/+=-_ B']), match.index + 1 + random.below(text.length), 'latin1')
  return copy
}

/** A part of one text's characters in the other case. */
const changeCase: Mutation = (bytes, random) => {
  const { from, to } = range(bytes, random)
  const text = bytes.toString('latin1', from, to)
  const changed = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase()
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(changed, 'latin1'), bytes.subarray(to)])
}

export const byteMutations: Readonly<Record<string, Mutation>> = {
  flip,
  overwrite,
  remove,
  insert,
  duplicate,
  exchange,
  base64,
  changeCase,
}
