/**
 * Lists as tables for spreadsheets: RFC 4180, every field in quotes, in UTF-8 with a byte order mark, without which Excel takes
 * it for something else.
 */
import { recordAudit } from '../store/audit.ts'
import { invalid } from './edit/change.ts'
import type { Answer, Call, Route, Table } from './route.ts'

const BOM = '\ufeff'

const begins = new Set(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
const separates = new Set([';', ',', '|', '\t', '\r', '\n'])
const passedOver = /["'\s\p{Cf}]/u

/**
 * A text that no spreadsheet takes for a formula. What begins like one gets an apostrophe before it: at the beginning of the field,
 * and behind everything at which a program with other settings than ours would begin another field.
 *
 * @example
 * harmless('=HYPERLINK("http://evil.example")') // `'=HYPERLINK("http://evil.example")`
 */
export function harmless(text: string): string {
  if (!/[=+\-@＝＋－＠\t\r\n]/.test(text)) return text
  let safe = /^[\t\r\n]/.test(text) ? "'" : ''
  let fresh = true
  for (const character of text) {
    safe += fresh && begins.has(character) ? `'${character}` : character
    fresh = separates.has(character) || (fresh && passedOver.test(character))
  }
  return safe
}

/** One line of a table. */
export const csvLine = (fields: readonly (string | null)[]): string =>
  `${fields.map((field) => `"${harmless(field ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`

/** Lines together, so that not every one is a packet of its own. */
const portion = 32_768

async function* textOf({ header, rows }: Table): AsyncGenerator<string> {
  let text = BOM + csvLine(header)
  for await (const row of rows) {
    text += csvLine(row)
    if (text.length < portion) continue
    yield text
    text = ''
  }
  yield text
}

/** Is the list wanted as a table? The parameter decides; without it the media type, named outright. */
export function wantsTable({ csv }: Route, request: Request): boolean {
  if (csv === undefined) return false
  const format = new URL(request.url).searchParams.get('format')
  return format === null ? /(^|,)\s*text\/csv\b/.test(request.headers.get('accept') ?? '') : format === 'csv'
}

/**
 * The whole list as a table that is sent as it is read. That somebody took it away with them is audited: who, which list, and by
 * which filters; not what they looked for.
 */
export async function tableAnswer(route: Route, call: Call): Promise<Answer> {
  const { app, caller } = call
  if (route.csv === undefined) throw invalid('format', 'This list cannot be had as a table.')
  const table = await route.csv(call)
  const noun = route.path
    .split('/')
    .filter((part) => part !== '' && !part.startsWith(':'))
    .join('.')
  const filters = Object.entries(call.query as object).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const now = app.now()
  await recordAudit(app.db, now, { kind: `${noun}.export`, author: caller.author, facts: { filters } })
  app.log.info({ caller: caller.key, route: route.path }, 'a list was exported through the API')
  const fileName = `${noun}-${now.toISOString().slice(0, 10)}.csv`
  return { stream: { type: 'text/csv; charset=utf-8; header=present', fileName, pieces: textOf(table) } }
}

/** Every row of a list that is read page by page. `next` reads what comes after a row, `null` from the beginning. */
export async function* everyRow<Row>(next: (after: Row | null) => Promise<readonly Row[]>): AsyncGenerator<Row> {
  for (let last: Row | null = null; ; ) {
    const rows: readonly Row[] = await next(last)
    yield* rows
    const end = rows.at(-1)
    if (end === undefined) return
    last = end
  }
}
