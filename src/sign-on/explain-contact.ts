import { cellText } from '../core/describe.ts'
import type { CellValue, Origin } from '../core/types.ts'
import { say } from '../messages.ts'
import { readColumns } from '../store/columns.ts'
import { contactById, type HistoryEntry, historyOf, latestOfEach } from '../store/contacts.ts'
import { originNames } from '../store/origins.ts'
import { rowKey, rowsOfRevisions } from '../store/revisions.ts'
import { signOnRevisions } from '../store/sign-ons.ts'
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

/** Every column of a contact as it stands, each with the change that made it so; null where nothing is on record. */
export async function explainContact(app: App, contactId: string) {
  const columns = await readColumns(app.db)
  const contact = await contactById(app.db, columns, contactId)
  if (!contact) return null
  const entries = await latestOfEach(app.db, contactId)
  const explained = new Map((await explainEntries(app, entries)).map((one, at) => [entries[at]?.column, one]))
  return {
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
): Promise<ExplainedValue[]> {
  return explainEntries(app, await historyOf(app.db, contactId, { ...page, column }))
}

async function explainEntries(app: App, entries: readonly HistoryEntry[]): Promise<ExplainedValue[]> {
  const origins = entries.map((one) => one.origin)
  const [names, revisions] = await Promise.all([
    originNames(app.db, origins),
    signOnRevisions(app.db, [...new Set(origins.flatMap((one) => one.signOnId ?? []))]),
  ])
  const rowOf = ({ signOnId = '', converterId }: Origin) => {
    const revision = revisions.get(signOnId)
    return revision === undefined || converterId === undefined ? [] : [{ revision, converterId }]
  }
  const rows = await rowsOfRevisions(app.db, origins.flatMap(rowOf))
  return entries.map(({ id, at, column, before, after, origin }) => {
    const revision = revisions.get(origin.signOnId ?? '') ?? null
    const [row] = rowOf(origin).flatMap((one) => rows.get(rowKey(one)) ?? [])
    const who = {
      provider: names.providerOfSignOn.get(origin.signOnId ?? '') ?? say('origin.a-provider'),
      login: names.logins.get(origin.userId ?? '') ?? say('explain.somebody'),
      attribute: origin.attribute ?? '',
    }
    const what = { column, before: cellText(before), after: cellText(after) }
    const change = after === null ? 'cleared' : before === null ? 'filled' : 'changed'
    return {
      id,
      at,
      before,
      after,
      origin,
      rule: row ? ruleWords(row) : null,
      revision,
      sentence: `${say(`explain.value-${change}`, what)} ${say(`explain.by-${origin.kind}`, who)}`,
    }
  })
}
