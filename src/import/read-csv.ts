import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { JitupError } from '../errors.ts'

/** One line of a table. `row` counts as spreadsheets do: the first line is 1. */
export interface CsvRow {
  readonly row: number
  readonly cells: readonly string[]
}

/** In bytes, as the API takes it; the command line takes the same. */
export const fileLimit = 50 * 1024 * 1024
/** In bytes: one line. */
const recordLimit = 1_048_576

/** The error of a file that cannot be read as a whole. */
export const unreadable = (message: string, details: object = {}, cause?: unknown): JitupError =>
  new JitupError('import_invalid', message, { ...details }, { cause })

/**
 * Reads CSV (RFC 4180) line by line: UTF-8, with or without a byte order mark; comma, semicolon or tab between the cells,
 * whichever the first line has most of. Nothing is repaired: quotes that do not fit end it. Memory does not grow with the file.
 * @throws JitupError `import_invalid` with the line
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const texts = decoded(bytes)
  const start = await firstLine(texts)
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(start),
    max_record_size: recordLimit,
    // A line with too many or too few cells is a bad line, not a bad file.
    relax_column_count: true,
  })
  const fed = pipeline(Readable.from(joined(start, texts)), parser)
  // The reader of the rows below is told the same.
  fed.catch(() => {})
  let row = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1
      yield { row, cells }
    }
  } catch (cause) {
    if (cause instanceof JitupError) throw cause
    // The parser's own message may repeat what is in the file.
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw unreadable(`Row ${row + 1} cannot be read: ${reasons[code] ?? 'it is no CSV'}.`, { row: row + 1 }, cause)
  }
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a cell that is not quoted',
  CSV_MAX_RECORD_SIZE: 'it is longer than 1 MB; is a quote missing',
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let size = 0
  try {
    for await (const part of bytes) {
      size += part.byteLength
      if (size > fileLimit) throw new JitupError('request_too_large', `The file is larger than ${fileLimit} bytes.`)
      const text = decoder.decode(part, { stream: true })
      if (text !== '') yield text
    }
    const rest = decoder.decode()
    if (rest !== '') yield rest
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw unreadable('The file is not UTF-8. Save it as “CSV UTF-8”.', {}, cause)
  }
}

async function firstLine(texts: AsyncGenerator<string>): Promise<string> {
  let start = ''
  while (!/[\r\n]/.test(start) && start.length < recordLimit) {
    const next = await texts.next()
    if (next.done) break
    start += next.value
  }
  if (start.includes('\u0000')) throw unreadable('The file is not UTF-8. Save it as “CSV UTF-8”.')
  if (start.trim() === '') throw unreadable('The file is empty.')
  return start
}

async function* joined(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield start
  yield* rest
}

function delimiterOf(start: string): string {
  const line = (start.split(/[\r\n]/, 1)[0] ?? '').replace(/"[^"]*"/g, '')
  const count = (character: string) => line.split(character).length - 1
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ','
}
