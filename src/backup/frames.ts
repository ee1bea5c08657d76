import { createHash } from 'node:crypto'
import { createGunzip } from 'node:zlib'
import { JitupError } from '../errors.ts'

/**
 * A backup is a series of frames, compressed as a whole: one byte that says of which kind, four that say how long, and the
 * content. `head` says what follows, `table` (its name) begins a table, `rows` are its rows as COPY writes them, `end` counts
 * the tables, `sum` is the SHA-256 of everything before it.
 */
export type FrameKind = 'head' | 'table' | 'rows' | 'end' | 'sum'
export interface Frame {
  readonly kind: FrameKind
  readonly content: Buffer
}

const kinds: readonly FrameKind[] = ['head', 'table', 'rows', 'end', 'sum']
/** In bytes. A portion of rows is much smaller, but one row may be large. */
const contentLimit = 256 * 1024 * 1024

const prefixOf = ({ kind, content }: Frame): Buffer => {
  const prefix = Buffer.alloc(5)
  prefix.writeUInt8(kinds.indexOf(kind), 0)
  prefix.writeUInt32BE(content.length, 1)
  return prefix
}

/** Writes frames through `write`, and their sum at the end. */
export function frameWriter(write: (bytes: Buffer) => Promise<void>) {
  const hash = createHash('sha256')
  const put = async (frame: Frame) => {
    const bytes = Buffer.concat([prefixOf(frame), frame.content])
    hash.update(bytes)
    await write(bytes)
  }
  return {
    put: (kind: FrameKind, content: Buffer | string) => put({ kind, content: Buffer.from(content) }),
    end: async (tables: number) => {
      await put({ kind: 'end', content: Buffer.from(String(tables)) })
      const content = hash.digest()
      await write(Buffer.concat([prefixOf({ kind: 'sum', content }), content]))
    },
  }
}

/** The error of a file that is not, or not wholly, what `jitup backup` wrote. */
export const damaged = (why: string, cause?: unknown): JitupError =>
  new JitupError('backup_damaged', `This is not a whole backup of jitup: ${why}. Nothing was changed.`, {}, { cause })

/**
 * Reads the frames of a backup, in order. It ends only after the sum was right and nothing came behind it: whoever has not
 * read to the end knows nothing of the beginning.
 * @throws JitupError `backup_damaged`
 */
export async function* readFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const hash = createHash('sha256')
  let expected: FrameKind | null = 'head'
  let rest: Buffer = Buffer.alloc(0)
  let gathered: Buffer[] = []
  let size = 0
  let needed = 5
  for await (const part of bytes) {
    gathered.push(part)
    size += part.length
    if (size < needed) continue
    rest = Buffer.concat(gathered)
    while (rest.length >= 5) {
      if (expected === null) throw damaged('something follows its end')
      const kind: FrameKind | undefined = kinds[rest.readUInt8(0)]
      const length = rest.readUInt32BE(1)
      if (kind === undefined || length > contentLimit) throw damaged('a part of it makes no sense')
      if ((expected === 'head') !== (kind === 'head') || (expected === 'sum') !== (kind === 'sum')) {
        throw damaged('its parts are in no order')
      }
      needed = 5 + length
      if (rest.length < needed) break
      const whole = rest.subarray(0, 5 + length)
      const content = whole.subarray(5)
      rest = rest.subarray(5 + length)
      if (kind === 'sum') {
        if (!hash.digest().equals(content)) throw damaged('it was altered')
        expected = null
      } else {
        hash.update(whole)
        expected = kind === 'end' ? 'sum' : 'end'
      }
      needed = 5
      yield { kind, content }
    }
    gathered = [rest]
    size = rest.length
  }
  if (expected !== null) throw damaged('it is cut off')
  if (size > 0) throw damaged('something follows its end')
}

/** The bytes of a compressed backup. @throws JitupError `backup_damaged` */
export async function* unpacked(file: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  file.once('error', (error) => gunzip.destroy(error))
  try {
    for await (const part of file.pipe(gunzip)) yield part as Buffer
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw code.startsWith('Z_') ? damaged('it is cut off or altered', cause) : cause
  }
}
