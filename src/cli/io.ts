import { readFile, stat } from 'node:fs/promises'
import { JitupError } from '../errors.ts'

/** What a command reads from and writes to; a test passes its own. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream | AsyncIterable<Uint8Array>
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
}

/** Exit codes of every command: done or accepted, refused or failed, wrong use. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const

/** Says what is wrong with a command line, last of all where its help is. @returns the exit code of wrong use */
export function wrongUse(io: Io, command: string, reason: string): number {
  io.stderr(`jitup: ${reason}\nSee "jitup${command === '' ? '' : ` ${command}`} --help".\n`)
  return EXIT.usage
}

/** Why `parseArgs` refuses a command line, without its advice on positional arguments. */
export const argumentReason = (error: unknown): string =>
  `${(error as Error).message.split(/\n|\. To specify/)[0]}.`.replace(/\.\.$/, '.')

/** A file, or standard input for `-`, of at most `limit` bytes. Throws `request_too_large`, `request_malformed`. */
export async function readInput(name: string, io: Io, limit: number): Promise<Buffer> {
  if (name === '-') return readStream(io.stdin, limit)
  const size = await stat(name).then(
    (found) => found.size,
    () => {
      throw new JitupError('request_malformed', `Cannot read ${name}.`)
    },
  )
  if (size > limit) throw tooLarge(limit)
  return readFile(name).catch((cause) => {
    throw new JitupError('request_malformed', `Cannot read ${name}.`, {}, { cause })
  })
}

async function readStream(stream: Io['stdin'], limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

const tooLarge = (limit: number) => new JitupError('request_too_large', `At most ${limit} bytes are read.`)

/** JSON for a terminal: C1 controls and bidirectional characters are escaped too, which plain JSON leaves alone. */
export const toJson = (value: unknown): string =>
  escaped(JSON.stringify(value, null, 2), /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu)

/** One line for a terminal: nothing received can move the cursor, start another line or turn the text around. */
export const printable = (text: string): string => escaped(text, /[\p{Cc}\p{Cf}\u2028\u2029]/gu)

const escaped = (text: string, unsafe: RegExp): string =>
  text.replace(unsafe, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )

/** What a command found: for programs, and line by line for people. */
export interface Told {
  readonly json: unknown
  readonly lines: readonly string[]
}

/** Says what a command found, in the form that was asked for. */
export function tell(io: Io, json: boolean | undefined, told: Told): void {
  io.stdout(json ? `${toJson(told.json)}\n` : told.lines.map((line) => `${printable(line)}\n`).join(''))
}
