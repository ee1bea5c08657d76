import type { NameId } from '../core/types.ts'
import type { Statement } from '../sign-on/identify.ts'
import { readCsv, unreadable } from './read-csv.ts'

/**
 * Reads what an identity provider is expected to send, from CSV: the first line has the names of attributes, and `NameID` with
 * `NameID.Format`. An attribute with several values has several columns of its name; an empty cell is not sent.
 * @throws JitupError `import_invalid`
 */
export async function* readStatements(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly row: number; readonly statement: Statement }> {
  let names: readonly string[] | null = null
  for await (const { row, cells } of readCsv(bytes)) {
    if (cells.every((cell) => cell.trim() === '')) continue
    if (names === null) {
      names = cells.map((cell) => cell.trim())
      if (names.includes('')) throw unreadable('A column of the first line has no name.', { row })
      continue
    }
    if (cells.length !== names.length) {
      throw unreadable(`Row ${row} has ${cells.length} cells where the first line has ${names.length}.`, { row })
    }
    yield { row, statement: statementOf(names, cells) }
  }
}

function statementOf(names: readonly string[], cells: readonly string[]): Statement {
  const claims = new Map<string, readonly string[]>()
  let value: string | null = null
  let format: string | null = null
  for (const [at, name] of names.entries()) {
    const cell = cells[at] ?? ''
    if (cell === '') continue
    if (name === 'NameID') value = cell
    else if (name === 'NameID.Format') format = cell
    else claims.set(name, [...(claims.get(name) ?? []), cell])
  }
  const nameId: NameId | null =
    value === null ? null : { value, format, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
  return { claims, nameId }
}
