import sql from 'sql-template-tag'
import { emailKey, nameKey } from '../core/names.ts'
import type { Plan, ProviderPolicy, Rules } from '../core/types.ts'
import type { App } from '../sign-on/app.ts'
import { type Columns, readColumns } from '../store/columns.ts'
import type { Tx } from '../store/database.ts'
import { keyOf } from '../store/import-people.ts'
import { listProviders } from '../store/providers.ts'
import { listRoles } from '../store/roles.ts'
import { carryOut, type PlannedBatch } from './batch.ts'
import { type Header, readHeader } from './header.ts'
import { faultOfRow, type RowProblem } from './problem.ts'
import { type CsvRow, readCsv, unreadable } from './read-csv.ts'
import { policyOf, type RowStatement, rulesOf, statementOf } from './statement.ts'

export interface ImportOptions {
  /** Decides everything and writes nothing. */
  readonly dryRun: boolean
  /** By which column people are found again; null: by login name where the file has it, else by e-mail address. */
  readonly key: string | null
  /** May it change administrators and holders of other protected roles? */
  readonly protectedRoles: boolean
  /** Asked in each portion's transaction, before anything of it is written; what it throws ends the import there. */
  readonly stillMay?: (tx: Tx) => Promise<void>
  /** Told after each portion; what it throws ends the import there. */
  readonly report?: (portion: Portion) => Promise<void> | void
}

/** What became of some lines. */
export interface Portion {
  readonly counts: ImportCounts
  readonly rows: readonly RowOutcome[]
}

/** What became, or would become, of one line. */
export interface RowOutcome {
  readonly row: number
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'left-out'
  readonly plan: Plan | null
  readonly problems: readonly RowProblem[]
}

/** Of all lines so far. */
export interface ImportCounts {
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly leftOut: number
  /** Lookup values that did not exist. */
  readonly lookupValues: number
}

/** Everything that holds for the whole file. */
export interface ImportContext {
  readonly header: Header
  readonly columns: Columns
  readonly rules: Rules
  readonly policy: ProviderPolicy
  /** By the key of their name. */
  readonly roles: ReadonlyMap<string, { readonly name: string }>
  /** Slug → provider. */
  readonly providers: ReadonlyMap<string, ProviderPolicy>
  readonly options: ImportOptions
  /** Addresses that lines above have taken: key → row. */
  readonly addresses: Map<string, number>
  readonly lookupValues: Set<string>
}

/** Lines that stand or fall together: enough that a round trip is shared, few enough that others do not wait. */
const batchSize = 200
export const rowLimit = 200_000

/**
 * Imports contacts, users and roles from CSV, by the same `plan` and `apply` as a sign-on. A line that is not in order is left
 * out whole and reported; the others are carried out, two hundred at a time, each of these portions at once. So it can be
 * broken off anywhere and run again: what is there already is not written twice.
 * @throws JitupError `import_invalid`, `request_too_large`; portions that were carried out stay
 */
export async function importPeople(
  app: Pick<App, 'db' | 'seal' | 'now'>,
  bytes: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImportCounts> {
  const lines = readCsv(bytes)
  const context = await open(app, lines, options)
  const keys = new Map<string, number>()
  let counts: ImportCounts = { rows: 0, created: 0, updated: 0, unchanged: 0, leftOut: 0, lookupValues: 0 }
  const finish = async (batch: readonly CsvRow[]) => {
    const read = batch.map((line) => readLine(context, line, keys))
    const statements = read.flatMap((one) => ('claims' in one ? [one] : []))
    const planned = await carryOut(app, context, statements)
    remember(context, planned)
    const rows = [...read.flatMap((one) => ('claims' in one ? [] : [leftOut(one)])), ...planned.rows].toSorted(
      (a, b) => a.row - b.row,
    )
    counts = added(counts, rows, context.lookupValues.size)
    await options.report?.({ counts, rows })
  }
  let batch: CsvRow[] = []
  for await (const line of lines) {
    if (line.cells.every((cell) => cell.trim() === '')) continue
    if (line.row > rowLimit + 1) throw unreadable(`The file has more than ${rowLimit} rows.`)
    batch.push(line)
    if (batch.length < batchSize) continue
    await finish(batch)
    batch = []
  }
  if (batch.length > 0 || counts.rows === 0) await finish(batch)
  // The database's own look at its tables may be a minute away; until then it would plan for a directory without these people.
  if (!options.dryRun && counts.created >= manyNew) {
    await app.db.query(sql`analyze contacts, users, identities, grants, provenance, lookup_values`)
  }
  return counts
}

/** So many new people change how the database should look for them. */
const manyNew = 1000

async function open(
  { db }: Pick<App, 'db'>,
  lines: AsyncGenerator<CsvRow>,
  options: ImportOptions,
): Promise<ImportContext> {
  const [columns, roles, providers, first] = await Promise.all([
    readColumns(db),
    listRoles(db),
    listProviders(db),
    lines.next(),
  ])
  if (first.done) throw unreadable('The file is empty.')
  const header = readHeader(first.value.cells, columns, options.key)
  return {
    header,
    columns,
    options,
    rules: rulesOf(header),
    policy: policyOf(header),
    roles: new Map(roles.map((role) => [nameKey(role.name), role])),
    providers: new Map(providers.map(({ policy }) => [policy.slug, policy])),
    addresses: new Map(),
    lookupValues: new Set(),
  }
}

/** What a line says; a fault when it says nothing, or what a line above has said. */
function readLine({ header }: ImportContext, line: CsvRow, keys: Map<string, number>): RowStatement | RowProblem {
  const read = statementOf(header, line)
  if (!('claims' in read)) return faultOfRow(read.row, read.field, read.message)
  const field = header.key.kind === 'login' ? 'login' : header.key.column.name
  if (read.key === '') return faultOfRow(read.row, field, 'It is empty, and people are found again by it.')
  const key = keyOf(header.key, read.key)
  const above = keys.get(key)
  if (above !== undefined) return faultOfRow(read.row, field, `Row ${above} is about the same person.`)
  keys.set(key, read.row)
  return read
}

const leftOut = (problem: RowProblem): RowOutcome => ({
  row: problem.row,
  outcome: 'left-out',
  plan: null,
  problems: [problem],
})

/** What lines below must know of these. */
function remember(context: ImportContext, { rows }: PlannedBatch): void {
  for (const { row, outcome, plan } of rows) {
    if (outcome === 'left-out') continue
    for (const change of plan?.changes ?? []) {
      if (change.kind === 'lookup-value-created') {
        context.lookupValues.add(JSON.stringify([change.lookup, nameKey(change.name)]))
      }
      if (change.kind === 'column-set' && change.column === 'Email' && typeof change.after === 'string') {
        context.addresses.set(emailKey(change.after), row)
      }
    }
  }
}

function added(before: ImportCounts, rows: readonly RowOutcome[], lookupValues: number): ImportCounts {
  const count = (outcome: RowOutcome['outcome']) => rows.filter((one) => one.outcome === outcome).length
  return {
    rows: before.rows + rows.length,
    created: before.created + count('created'),
    updated: before.updated + count('updated'),
    unchanged: before.unchanged + count('unchanged'),
    leftOut: before.leftOut + count('left-out'),
    lookupValues,
  }
}
