import { JitupError } from '../errors.ts'
import { pageOfAudit } from '../store/audit.ts'
import { readColumns } from '../store/columns.ts'
import { contactById, historyOf } from '../store/contacts.ts'
import { identitiesOf } from '../store/identities.ts'
import { mergedContactsOf } from '../store/merged-contacts.ts'
import { listProviders } from '../store/providers.ts'
import { sessionsOf } from '../store/sessions.ts'
import { listSignOns, openSignOn, type SignOnRow } from '../store/sign-ons.ts'
import { findUser, pageOfGrants } from '../store/users.ts'
import { isUuid } from '../store/uuid.ts'
import { openWork, workOfUser } from '../store/worklist.ts'
import type { App } from './app.ts'

const batch = 200
const ofAny = { roleId: null, origin: null, providerId: null, ruleId: null } as const

/**
 * Everything that is kept about one person, as one JSON text in pieces: the record with who wrote which value and its history, the
 * user, as whom identity providers know them, contacts that were merged into theirs, roles, what arrived at their sign-ons,
 * sessions without their tokens, and what administrators did to them. Nothing is left out because it is much.
 * @throws JitupError `not_found`
 */
export async function* exportPerson(app: App, userId: string): AsyncGenerator<string> {
  const user = await findUser(app.db, userId)
  if (!user) throw new JitupError('not_found', 'There is no such user.')
  yield* exportContact(app, user.contactId)
}

/** As `exportPerson`, for any contact; `user` is null where it has none. @throws JitupError `not_found` */
export async function* exportContact(app: App, contactId: string): AsyncGenerator<string> {
  const columns = await readColumns(app.db)
  const contact = isUuid(contactId) ? await contactById(app.db, columns, contactId) : null
  if (!contact) throw new JitupError('not_found', 'There is no such contact.')
  const user = contact.user && (await findUser(app.db, contact.user.id))
  const slugs = new Map((await listProviders(app.db)).map(({ policy }) => [policy.id, policy.slug]))
  const { id, version, values, origins } = contact
  const merged = await mergedContactsOf(app.db, id)
  const head = {
    exportedAt: app.now(),
    user,
    contact: { id, version, columns: Object.fromEntries(values), origins: Object.fromEntries(origins) },
    identities: user ? await identitiesOf(app.db, user.id) : [],
    merged,
    sessions: user ? await sessionsOf(app.db, user.id) : [],
  }
  yield JSON.stringify(head).slice(0, -1)
  yield* field('grants', async (after: string | null) =>
    user ? pageOfGrants(app.db, { ...ofAny, userId: user.id, after, limit: batch }) : [],
  )
  yield* field('history', (before: string | null) => historyOf(app.db, id, { before, column: null, limit: batch }))
  const show = (row: SignOnRow) => {
    const { sealed, providerId, ...open } = row
    return {
      ...open,
      provider: slugs.get(providerId ?? '') ?? null,
      ...(sealed === null ? {} : openSignOn(app.seal, row.id, sealed)),
    }
  }
  yield* field('signOns', async (before: string | null) =>
    (await listSignOns(app.db, { before, contactId: id, limit: batch })).map(show),
  )
  yield* field('worklist', async (before: string | null) =>
    (user ? await workOfUser(app.db, user.id, { before, limit: batch }) : []).map(({ sealed, ...open }) => ({
      ...open,
      ...openWork(app.seal, { id: open.id, sealed }),
    })),
  )
  const names = [user?.id ?? id, ...merged.flatMap((one) => one.userId ?? one.id)]
  yield* field('audit', (after: string | null) => auditOf(app, names, after))
  yield '}\n'
}

/** One list of the document, page by page: as long as a page is full, there may be another. */
async function* field<Item extends { readonly id: string }>(
  name: string,
  page: (last: string | null) => Promise<readonly Item[]>,
): AsyncGenerator<string> {
  yield `,${JSON.stringify(name)}:[`
  for (let last: string | null = null, first = true; ; ) {
    const items: readonly Item[] = await page(last)
    if (items.length > 0) yield (first ? '' : ',') + items.map((item) => JSON.stringify(item)).join(',')
    first &&= items.length === 0
    last = items.at(-1)?.id ?? null
    if (items.length < batch) break
  }
  yield ']'
}

/** By whatever the person's user, or contact, was known: an event that names two of them is one. */
async function auditOf(app: App, userIds: readonly string[], last: string | null) {
  if (last !== null) return []
  const page = { order: 'oldest', from: null, signOns: false, reads: true, limit: 10_000 } as const
  const found = await Promise.all(userIds.map((about) => pageOfAudit(app.db, { ...page, about })))
  return [...new Map(found.flat().map(({ position, ...entry }) => [entry.id, entry])).values()]
}
