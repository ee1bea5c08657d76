import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { describe } from '../core/describe.ts'
import { JitupError } from '../errors.ts'
import { importPeople, type Portion } from '../import/import.ts'
import { problemsCsv, problemsHeader } from '../import/problem.ts'
import { sentenceOf } from '../messages/sentence.ts'
import { secretsOf } from '../server/config.ts'
import { openApp } from '../server/jitup.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import { recordAudit } from '../store/audit.ts'
import { readInstalled } from './installed.ts'
import { EXIT, type Io, printable, wrongUse } from './io.ts'

export const help = `Usage: jitup import FILE.csv|- [--dry-run] [--key COLUMN] [--problems OUT.csv] [--data DIR] [--json]

Imports contacts, users and roles. The first line names contact columns (or their captions), and any of
  login      the sign-in name; a row without one makes a contact without a user
  type       employee or external, of a new user
  roles      names with ; between them: the roles that the import gives, all of them
  provider, subject, format   as whom an identity provider (its slug) will know the user
UTF-8; comma, semicolon or tab. An empty cell leaves what is there, except in roles. A row that is not in order is left out
whole; the others are carried out. Running it again writes nothing twice.

  --dry-run        decides everything, writes nothing
  --key COLUMN     how people are found again; login when the file has it, else Email
  --problems FILE  writes what was left out, and why, as CSV
  --json           a line of JSON for each portion of rows, with what was left out; in a dry run with every change

Exit code: 0 every row is in order, 1 some were left out or it failed, 2 wrong use.
`

/** `jitup import`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      key: { type: 'string' },
      problems: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) return wrongUse(io, 'import', 'Name one file.')
  const dryRun = values['dry-run'] ?? false
  const config = readInstalled(values.data)
  const log = createLog('error')
  const database = await connect(config, log)
  try {
    const { app, close } = await openApp({ ...database, ...config, secrets: secretsOf(config), log })
    const problems = await problemsFile(values.problems ?? null)
    try {
      const report = async (portion: Portion) => {
        await problems.write(portion)
        tell(io, portion, { dryRun, json: values.json ?? false })
      }
      const options = { dryRun, key: values.key ?? null, protectedRoles: true, report }
      const counts = await importPeople(app, bytesOf(file, io), options)
      await problems.done()
      const facts = { ...counts }
      if (!dryRun) await recordAudit(app.db, app.now(), { kind: 'imports.create', author: { kind: 'system' }, facts })
      const sum = `${counts.created} created, ${counts.updated} updated, ${counts.unchanged} as they were, ${counts.leftOut} left out`
      if (!values.json) io.stdout(`${dryRun ? 'Would be: ' : ''}${sum}.\n`)
      return counts.leftOut > 0 ? EXIT.failed : EXIT.done
    } finally {
      await problems.drop()
      await close()
    }
  } finally {
    await database.stop()
  }
}

async function* bytesOf(file: string, io: Io): AsyncGenerator<Uint8Array> {
  try {
    yield* file === '-' ? (io.stdin as AsyncIterable<Uint8Array>) : createReadStream(file)
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new JitupError('request_malformed', `Cannot read ${file}.`, {}, { cause })
  }
}

function tell(io: Io, { counts, rows }: Portion, how: { dryRun: boolean; json: boolean }): void {
  const wrong = rows.flatMap(({ problems }) => problems)
  if (!how.json) {
    for (const { row, field, code, message } of wrong) {
      io.stderr(printable(`Row ${row}${field === null ? '' : `, ${field}`}: ${message} (${code})`).concat('\n'))
    }
    return
  }
  const shown = how.dryRun ? rows : rows.filter(({ problems }) => problems.length > 0)
  const lines = shown.map(({ row, outcome, plan, problems }) => ({
    row,
    outcome,
    ...(outcome === 'left-out' ? {} : { changes: (plan?.changes ?? []).map((one) => sentenceOf(describe(one))) }),
    problems: problems.map(({ field, code, message }) => ({ field, code, message })),
  }))
  io.stdout(`${JSON.stringify({ ...counts, portion: lines })}\n`)
}

/** The list of what was left out; it appears under its name when it is whole. */
async function problemsFile(name: string | null) {
  if (name === null) return { write: async () => {}, done: async () => {}, drop: async () => {} }
  const partial = `${name}.${randomBytes(6).toString('hex')}.partial`
  const handle = await open(partial, 'wx', 0o600)
  await handle.write(problemsHeader)
  return {
    write: async ({ rows }: Portion) => {
      await handle.write(problemsCsv(rows.flatMap(({ problems }) => problems)))
    },
    done: async () => {
      await handle.close()
      await rename(partial, name)
    },
    drop: async () => {
      await handle.close().catch(() => {})
      await rm(partial, { force: true })
    },
  }
}
