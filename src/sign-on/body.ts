import { JitupError } from '../errors.ts'

/**
 * A request's body, never more than `limit` bytes of it.
 * @throws JitupError `request_too_large`
 */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (!request.body) return Buffer.alloc(0)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength
    if (size > limit) throw tooLarge(limit)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/**
 * The same as text. A body of an announced, fitting length is read at once: the HTTP server gives no more than that.
 * @throws JitupError `request_too_large`
 */
export async function readText(request: Request, limit: number): Promise<string> {
  const announced = request.headers.get('content-length')
  if (announced === null || !/^\d+$/.test(announced) || Number(announced) > limit) {
    return (await readBytes(request, limit)).toString('utf8')
  }
  return request.text()
}

const tooLarge = (limit: number): JitupError =>
  new JitupError('request_too_large', `The request is larger than ${limit} bytes.`, { limit })
