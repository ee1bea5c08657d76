import { JitupError } from '../errors.ts'
import { readBytes } from '../sign-on/body.ts'

/** The largest body that the API reads, in bytes: metadata of one partner fits. */
export const bodyLimit = 1_048_576
/** Lists within objects within lists: no request of ours goes deeper. */
const depthLimit = 32

/**
 * Reads a JSON body: bounded before it is parsed, UTF-8 without errors, nothing in it that could not be stored or could be
 * mistaken for something else.
 * @returns the value and the bytes it was read from
 * @throws JitupError `request_malformed`, `request_too_large`
 */
export async function readJson(request: Request): Promise<{ value: unknown; bytes: Uint8Array }> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json') throw malformed('Send the body as application/json.')
  const bytes = await readBytes(request, bodyLimit)
  const value = parse(bytes)
  assertPlain(value)
  return { value, bytes }
}

/**
 * The body of a request that sends a file, as it arrives: whoever reads it bounds it.
 * @throws JitupError `request_malformed` for another media type, and for an Idempotency-Key, whose answer is not kept
 */
export function readUpload(request: Request, wanted: string): AsyncIterable<Uint8Array> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== wanted) throw malformed(`Send the body as ${wanted}.`)
  if (request.headers.has('idempotency-key')) throw malformed('This request takes no Idempotency-Key.')
  return request.body === null ? nothing() : (request.body as unknown as AsyncIterable<Uint8Array>)
}

/** No bytes. */
export async function* nothing(): AsyncGenerator<Uint8Array> {}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    // The parser's own message repeats the body.
    throw malformed('The body is not valid JSON in UTF-8.')
  }
}

/** Without recursion: depth is what it guards against. */
function assertPlain(root: unknown): void {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next
    if (typeof value === 'string') assertText(value)
    if (typeof value !== 'object' || value === null) continue
    if (depth === depthLimit) throw malformed(`The body is nested deeper than ${depthLimit} levels.`)
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') throw malformed('A field must not be called __proto__.')
      assertText(key)
      open.push({ value: inner, depth: depth + 1 })
    }
  }
}

function assertText(text: string): void {
  if (/\u0000|\p{Surrogate}/u.test(text)) {
    throw malformed('A text holds a NUL character or half of a surrogate pair; neither can be stored.')
  }
}

const malformed = (message: string) => new JitupError('request_malformed', message)
