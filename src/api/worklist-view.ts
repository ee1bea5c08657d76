import { describeProblem } from '../core/describe.ts'
import { REDACTED, remarkWithoutArrivals } from '../core/redact.ts'
import { workKinds } from '../core/work.ts'
import { isMessage, say } from '../messages.ts'
import type { App } from '../sign-on/app.ts'
import { seeChangedWork } from '../sign-on/find-work.ts'
import { candidatesOf } from '../sign-on/work-candidates.ts'
import { findUser } from '../store/users.ts'
import { countWork, pageOfWork, type WorkFilter, type WorkRecord, type WorkRow } from '../store/worklist.ts'
import { openedWork, type WorkEntry } from './edit/work-entry.ts'
import { contactsToMerge } from './edit/work-people.ts'
import { actionsOf, type May, scopeToSee } from './edit/work-rights.ts'

/** Does an entry hold what a provider sent and nobody has written? Whoever is shown it has read claims. */
export const holdsClaims = ({ kind, record }: WorkEntry): boolean =>
  record.problem !== undefined || record.subject !== undefined || kind === 'group-unknown'

/** The entry as somebody may see it: what has only arrived is for those who may read claims. */
function seenBy(may: May, entry: WorkEntry): WorkEntry {
  const { kind, record } = entry
  if (may('claims:read')) return entry
  const { problem, facts, dropped } = record
  const shown: WorkRecord = {
    ...(problem ? { problem: remarkWithoutArrivals(problem) } : {}),
    ...(facts ? { facts: kind === 'group-unknown' ? { group: REDACTED } : facts } : {}),
    ...(dropped ? { dropped } : {}),
  }
  return { ...entry, record: shown }
}

/** An entry as lists show it. */
export function showWork(whole: WorkEntry, may: May) {
  const entry = seenBy(may, whole)
  const { id, kind, provider, state, createdAt, closedAt, signOnId, action, author, record } = entry
  return {
    id,
    kind,
    provider,
    state,
    createdAt,
    closedAt,
    signOnId,
    user: userOf(entry),
    sentence: sentenceOf(entry),
    facts: factsOf(record),
    actions: [...actionsOf(entry, may)],
    action,
    author,
  }
}

const userOf = ({ userId, login, contactId, contactName }: WorkRow) =>
  userId !== null && login !== null && contactId !== null && contactName !== null
    ? { id: userId, login, name: contactName, contactId }
    : null

function factsOf({ problem, facts }: WorkRecord): Readonly<Record<string, string | number>> {
  if (!problem) return facts ?? {}
  return { code: problem.code, ...(problem.subject === null ? {} : { column: problem.subject }), ...problem.details }
}

/** What a remark of these says is the same of everybody: whom it is about tells one entry from the other. */
const ofOne: ReadonlySet<WorkRow['kind']> = new Set([
  'match-ambiguous',
  'link-barred',
  'email-conflict',
  'login-conflict',
  'value-invalid',
  'value-missing',
])

const named = (name: string | null, login: string | null): string =>
  [name, login !== null && login !== name ? (name === null ? login : `(${login})`) : ''].filter(Boolean).join(' ')

function sentenceOf({ kind, record, login, contactName, owner }: WorkEntry): string {
  if (record.dropped) return say('worklist.dropped')
  if (record.problem) {
    const { key, values } = describeProblem(record.problem)
    const sentence = owner
      ? say('worklist.email-of', { ...values, owner: named(owner.name, owner.login) })
      : say(key, values)
    const subject = record.subject && record.subject.value !== REDACTED ? record.subject.value : null
    const who = named(contactName ?? subject, login)
    return ofOne.has(kind) && who !== '' ? say('worklist.of-one', { who, sentence }) : sentence
  }
  const key = `worklist.${kind}`
  if (!isMessage(key)) return ''
  const facts = Object.entries(record.facts ?? {}).map(([name, value]) => [name, String(value)] as const)
  const by = record.facts?.by === 'email' ? 'email' : 'name'
  const values = { ...Object.fromEntries(facts), by: say(`worklist.by-${by}`), login: login ?? '' }
  return say(key, { ...values, name: contactName ?? '' })
}

/** An entry with what one needs to decide about it. Whom the provider names, or could mean, is shown to those who may read claims. */
export async function showWorkDetail(app: App, entry: WorkEntry, may: May) {
  const { record, kind, state } = seenBy(may, entry)
  const open = state === 'open'
  // Those who have what arrived tell it.
  const ids = kind === 'match-ambiguous' && open && may('claims:read') ? await candidatesOf(app, entry) : []
  const users = await Promise.all((ids ?? []).map((id) => findUser(app.db, id)))
  const isAlike = kind === 'people-alike' && (record.facts?.by === 'name' || record.facts?.by === 'email')
  const contacts = open && (isAlike || kind === 'email-conflict') ? await contactsToMerge(app, entry, 20) : []
  return {
    ...showWork(entry, may),
    subject: record.subject ?? null,
    candidates:
      ids === null
        ? null
        : users.flatMap((user) =>
            user ? [{ id: user.id, login: user.login, name: user.contactName, contactId: user.contactId }] : [],
          ),
    owner: entry.owner,
    contacts,
  }
}

/** The kinds that somebody may see. */
const kindsFor = (may: May) => workKinds.filter((kind) => may(scopeToSee(kind)))

/** One page of the list. What this node knows to be changed is looked after before; everything else soon after it happens. */
export async function workPage(
  app: App,
  filter: Omit<WorkFilter, 'kinds'> & { readonly kind: WorkRow['kind'] | undefined },
  page: { readonly before: string | null; readonly limit: number },
  may: May,
): Promise<readonly WorkEntry[]> {
  // Those who go on reading see what was there when they began.
  if (page.before === null) await seeChangedWork(app)
  const kinds = kindsFor(may).filter((one) => filter.kind === undefined || one === filter.kind)
  const rows = await pageOfWork(app.db, { ...filter, kinds }, page)
  return openedWork(app, rows)
}

/** How much there is, by kind and provider. */
export async function workCountsFor(app: App, may: May) {
  await seeChangedWork(app)
  const visible = new Set(kindsFor(may))
  const counts = (await countWork(app.db)).filter(({ kind }) => visible.has(kind))
  return {
    open: counts.reduce((sum, one) => sum + one.open, 0),
    counts: counts.map(({ kind, provider, open, beyond }) => ({ kind, provider, open, beyond })),
  }
}
