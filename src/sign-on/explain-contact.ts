import { cellText } from '../core/describe.ts'
import { REDACTED } from '../core/redact.ts'
import type { CellValue, Origin } from '../core/types.ts'
import { type ColumnNames, columnNames } from '../messages/caption.ts'
import { say } from '../messages.ts'
import { readColumns } from '../store/columns.ts'
import { contactById, type HistoryEntry, historyOf, latestOfEach } from '../store/contacts.ts'
import { type OriginNames, originNames } from '../store/origins.ts'
import { rowKey, rowsOfRevisions } from '../store/revisions.ts'
import { openSignOn, type SignOnRow, signOnsById } from '../store/sign-ons.ts'
import type { App } from './app.ts'
import { ruleWords } from './explain-rule.ts'

/** One value of a contact, and how it came about. */
export interface ExplainedValue {
  readonly id: string
  readonly at: Date
  readonly before: CellValue
  readonly after: CellValue
  readonly origin: Origin
  /** The row that wrote it, in words, as it was that day; null: none did, or it is not known any more. */
  readonly rule: string | null
  /** The revision of the rules at that sign-on. */
  readonly revision: number | null
  readonly sentence: string
}

interface ExplainedEntries {
  readonly values: readonly ExplainedValue[]
  /** Of which entries of the journal they tell what had arrived: whoever is shown that has read claims. */
  readonly arrivalsOf: readonly string[]
}

/**
 * Every column of a contact as it stands, each with the change that made it so; null where nothing is on record.
 * @param reads false: for somebody who may not read what arrived
 * @returns also of which entries of the journal it tells what had arrived
 */
export async function explainContact(app: App, contactId: string, reads: boolean) {
  const columns = await readColumns(app.db)
  const contact = await contactById(app.db, columns, contactId)
  if (!contact) return null
  const entries = await latestOfEach(app.db, contactId)
  const { values, arrivalsOf } = await explainEntries(app, entries, reads)
  const explained = new Map(values.map((one, at) => [entries[at]?.column, one]))
  return {
    arrivalsOf,
    id: contact.id,
    version: contact.version,
    columns: [...columns.values()].flatMap(({ name, caption }) => {
      const value = contact.values.get(name) ?? null
      const latest = explained.get(name) ?? null
      return value === null && latest === null ? [] : [{ column: name, caption, value, latest }]
    }),
  }
}

/** The whole history of one column, newest first, a page at a time. */
export async function explainColumn(
  app: App,
  contactId: string,
  column: string,
  page: { readonly before: string | null; readonly limit: number },
  reads: boolean,
): Promise<ExplainedEntries> {
  return explainEntries(app, await historyOf(app.db, contactId, { ...page, column }), reads)
}

async function explainEntries(app: App, entries: readonly HistoryEntry[], reads: boolean): Promise<ExplainedEntries> {
  const origins = entries.flatMap(({ origin, beforeOrigin }) =>
    beforeOrigin?.kind === 'person' ? [origin, beforeOrigin] : [origin],
  )
  const [names, columns, journal] = await Promise.all([
    originNames(app.db, origins),
    readColumns(app.db),
    signOnsById(app.db, [...new Set(origins.flatMap((one) => one.signOnId ?? []))]),
  ])
  const rowOf = ({ signOnId = '', converterId }: Origin) => {
    const revision = journal.get(signOnId)?.rulesRevision ?? null
    return revision === null || converterId === undefined ? [] : [{ revision, converterId }]
  }
  const rows = await rowsOfRevisions(app.db, origins.flatMap(rowOf))
  const nameOf = columnNames(columns)
  const arrivalsOf = new Set<string>()
  const values = entries.map((entry) => {
    const { id, at, before, after, origin } = entry
    const written = journal.get(origin.signOnId ?? '') ?? null
    const revision = written?.rulesRevision ?? null
    const [row] = rowOf(origin).flatMap((one) => rows.get(rowKey(one)) ?? [])
    const from = reads && origin.made !== undefined && written ? arrivedFor(app, written, entry.column) : null
    if (written && from !== null) arrivalsOf.add(written.id)
    const sentence = [
      changeWords(entry, nameOf),
      sourceWords(entry, names, from),
      runWords(origin, names, written),
      replacedWords(entry, names),
    ]
      .filter((one) => one !== '')
      .join(' ')
    return { id, at, before, after, origin, rule: row ? ruleWords(row, nameOf) : null, revision, sentence }
  })
  return { values, arrivalsOf: [...arrivalsOf] }
}

function changeWords({ column, before, after }: HistoryEntry, nameOf: ColumnNames): string {
  const change = after === null ? 'cleared' : before === null ? 'filled' : 'changed'
  return say(`explain.value-${change}`, { column: nameOf(column), before: cellText(before), after: cellText(after) })
}

/** What had arrived for a column, as the plan of that entry tells it; null: that is not kept. */
function arrivedFor(app: App, { id, sealed }: SignOnRow, column: string): string | null {
  const { plan } = sealed === null ? {} : openSignOn(app.seal, id, sealed)
  const change = plan?.changes.find((one) => one.kind === 'column-set' && one.column === column)
  const from = change?.because.kind === 'claim' ? change.because.from : undefined
  return from === undefined || from === REDACTED ? null : from
}

const nameOf = (names: OriginNames, { userId }: Origin) => names.logins.get(userId ?? '')

function sourceWords({ after, origin }: HistoryEntry, names: OriginNames, from: string | null): string {
  const { kind, made, attribute = '' } = origin
  const values = {
    provider: names.providerOfSignOn.get(origin.signOnId ?? '') ?? say('origin.a-provider'),
    login: nameOf(names, origin) ?? say('explain.somebody'),
    attribute,
    after: cellText(after),
    from: from ?? '',
  }
  if (kind === 'claim' && made !== undefined) {
    return say(from === null ? `explain.by-claim-${made}-unseen` : `explain.by-claim-${made}`, values)
  }
  if (kind === 'undo' && origin.replayId !== undefined) return say('explain.by-undo-run', values)
  return say(`explain.by-${kind}`, values)
}

/** Nobody signed in when the rules were run again on what an old sign-on had brought. */
function runWords(origin: Origin, names: OriginNames, written: SignOnRow | null): string {
  const isRun = origin.kind !== 'undo' && (origin.replayId !== undefined || written?.outcome === 'replayed')
  if (!isRun) return ''
  const login = nameOf(names, origin)
  return login === undefined ? say('explain.run-by-nobody') : say('explain.run', { login })
}

/** Whoever sees their own words gone looks here first. */
function replacedWords({ before, origin, beforeOrigin }: HistoryEntry, names: OriginNames): string {
  if (before === null || beforeOrigin?.kind !== 'person' || origin.kind === 'person') return ''
  const login = nameOf(names, beforeOrigin) ?? say('explain.somebody')
  return say('explain.replaced-person', { before: cellText(before), login })
}
