import { createReadStream, existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { JitupError } from '../errors.ts'
import { readStatements } from '../import/read-statements.ts'
import type { App } from '../sign-on/app.ts'
import {
  type ForecastRow,
  forecast,
  type RehearsedUser,
  rehearsalOf,
  rehearse,
  rehearseAll,
} from '../sign-on/rehearsal.ts'
import { EXIT, type Io, printable, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup rehearse --provider SLUG [--csv FILE] [--list] [--data DIR] [--json]

Tries a provider's link rules on the directory before anybody signs on by it. Nothing is written; the provider may be off.
Without --csv: for every user whom it does not know yet, whether a sign-on that sends what we have would find them.

  --csv FILE   what it will send: the first line has attribute names, and NameID and NameID.Format; each row a person
  --list       every person, not only how many
  --json       the same as JSON; with --list a line for each person, the counts last

Exit code: 0 nobody is ambiguous or barred, 1 somebody is, or it failed, 2 wrong use.
`

/** `jitup rehearse`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      provider: { type: 'string' },
      csv: { type: 'string' },
      list: { type: 'boolean' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const { provider, csv, list = false, json = false } = values
  if (provider === undefined) return wrongUse(io, 'rehearse', 'Name --provider.')
  return withApp({ data: values.data }, async (app) => {
    const line = (one: object) => {
      if (list) io.stdout(json ? `${JSON.stringify(one)}\n` : `${printable(Object.values(one).join('  '))}\n`)
    }
    const counts =
      csv === undefined ? await everybody(app, provider, list, line) : await those(app, provider, csv, line)
    io.stdout(json ? `${JSON.stringify({ counts })}\n` : `${sum(counts)}.\n`)
    return (counts.ambiguous ?? 0) + (counts.barred ?? 0) + (counts.another ?? 0) > 0 ? EXIT.failed : EXIT.done
  })
}

type Counts = Readonly<Record<string, number>>
const sum = (counts: Counts): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${words[what] ?? what}`)
    .join(', ')

const words: Readonly<Record<string, string>> = {
  known: 'are known already',
  willLink: 'will link',
  'will-link': 'will link',
  another: 'would be taken for somebody else',
  ambiguous: 'are ambiguous',
  barred: 'are barred',
  new: 'new',
  refused: 'would be refused',
}

async function everybody(app: App, slug: string, list: boolean, line: (one: RehearsedUser) => void): Promise<Counts> {
  const rehearsal = await rehearsalOf(app, slug)
  for (let after: string | null = null; list; ) {
    const page: readonly RehearsedUser[] = await rehearse(rehearsal, { after, limit: 500 })
    page.forEach(line)
    if (page.length < 500) break
    after = page.at(-1)?.userId ?? null
  }
  return { ...(await rehearseAll(rehearsal)) }
}

async function those(
  app: App,
  slug: string,
  file: string,
  line: (one: ForecastRow & { readonly row: number }) => void,
): Promise<Counts> {
  if (!existsSync(file)) throw new JitupError('request_malformed', `Cannot read ${file}.`)
  const rehearsal = await rehearsalOf(app, slug)
  const counts: Record<ForecastRow['outcome'], number> = {
    known: 0,
    'will-link': 0,
    ambiguous: 0,
    barred: 0,
    new: 0,
    refused: 0,
  }
  let batch: { row: number; statement: Parameters<typeof forecast>[2][number] }[] = []
  const finish = async () => {
    const rows = await forecast(
      app,
      rehearsal,
      batch.map((one) => one.statement),
    )
    for (const [at, row] of rows.entries()) {
      counts[row.outcome] += 1
      line({ row: batch[at]?.row ?? 0, ...row })
    }
    batch = []
  }
  for await (const one of readStatements(createReadStream(file))) {
    batch.push(one)
    if (batch.length === 200) await finish()
  }
  await finish()
  return counts
}
