import { parseArgs } from 'node:util'
import { cellText } from '../core/describe.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { explainColumn, explainContact } from '../sign-on/explain-contact.ts'
import { explainSignOn } from '../sign-on/explain-sign-on.ts'
import { recordAudit } from '../store/audit.ts'
import { signOnById } from '../store/sign-ons.ts'
import { isUuid } from '../store/uuid.ts'
import { EXIT, type Io, type Told, tell, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup explain SIGN-ON [--claims] [--json]
       jitup explain --contact ID [--column NAME] [--json]

Tells what one attempt to sign on did and why, by the rules of its day; or who wrote the values of a contact; or, with --column,
the history of one of them. SIGN-ON is the reference that the person was shown.

  --claims     what arrived as well; that is noted in the audit
  --data DIR   where the embedded database lives when there is no DATABASE_URL
`

/** `jitup explain`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      contact: { type: 'string' },
      column: { type: 'string' },
      claims: { type: 'boolean' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [signOn] = positionals
  if (positionals.length > 1 || (signOn === undefined) === (values.contact === undefined)) {
    return wrongUse(io, 'explain', 'Name one sign-on, or one --contact.')
  }
  if (values.column !== undefined && values.contact === undefined) {
    return wrongUse(io, 'explain', '--column needs --contact.')
  }
  const told = await withApp({ data: values.data }, (app) =>
    signOn === undefined
      ? tellContact(app, values.contact ?? '', values.column ?? null, values.claims === true)
      : tellSignOn(app, signOn, values.claims === true),
  )
  tell(io, values.json, told)
  return EXIT.done
}

/** Notes in the audit whose arrivals are shown. */
async function claimsWereRead(app: App, objects: readonly string[]): Promise<void> {
  if (objects.length === 0) return
  await recordAudit(app.db, app.now(), { kind: 'claims.read', author: { kind: 'system' }, objects })
}

const noneOf = (what: string) => new JitupError('not_found', `There is no such ${what}.`)

async function tellSignOn(app: App, id: string, claims: boolean): Promise<Told> {
  const row = isUuid(id) ? await signOnById(app.db, id) : null
  if (!row) throw noneOf('sign-in')
  const { arrived, groups, ...explained } = await explainSignOn(app, row, claims)
  if (claims) await claimsWereRead(app, [row.id])
  const what = claims
    ? arrived.map(({ name, values }) => `  ${name}: ${values.map((one) => JSON.stringify(one)).join(', ')}`)
    : []
  const { verified, planned, whole } = explained.timings
  const times = [`verified ${ms(verified)}`, `planned ${ms(planned)}`, `in all ${ms(whole)}`]
  return {
    json: { id: row.id, at: row.at, ...explained, ...(claims ? { arrived, groups } : {}) },
    lines: [
      `${row.at.toISOString()}  ${row.outcome}${row.code === null ? '' : `  ${row.code}`}`,
      ...explained.sentences,
      ...what,
      `Rules: ${explained.rules?.revision ?? '-'}. Times: ${times.join(', ')}.`,
    ],
  }
}

const ms = (microseconds: number | null): string =>
  microseconds === null ? '-' : `${(microseconds / 1000).toFixed(1)} ms`

/** As many changes of a column as a terminal is for. */
const shown = 200

async function tellContact(app: App, id: string, column: string | null, claims: boolean): Promise<Told> {
  const explained = isUuid(id) ? await explainContact(app, id, claims) : null
  if (!explained) throw noneOf('contact')
  const { arrivalsOf: ofLatest, ...contact } = explained
  if (column === null) {
    await claimsWereRead(app, ofLatest)
    const lines = contact.columns.flatMap((one) => [
      `${one.column}: ${cellText(one.value)}`,
      ...(one.latest ? [`  ${one.latest.at.toISOString()}  ${one.latest.sentence}`] : []),
    ])
    return { json: contact, lines }
  }
  const { values: history, arrivalsOf } = await explainColumn(app, id, column, { before: null, limit: shown }, claims)
  await claimsWereRead(app, arrivalsOf)
  const lines = history.map(
    ({ at, sentence, rule }) => `${at.toISOString()}  ${sentence}${rule === null ? '' : ` (${rule})`}`,
  )
  return { json: history, lines: lines.length > 0 ? lines : ['Nothing is on record.'] }
}
