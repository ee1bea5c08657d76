import type { App } from '../../sign-on/app.ts'
import { candidatesOf } from '../../sign-on/work-candidates.ts'
import { contactsAlike, contactsOfIds } from '../../store/alike.ts'
import type { Author } from '../../store/rules.ts'
import { findUser } from '../../store/users.ts'
import { decideWork } from '../../store/worklist.ts'
import { invalid } from './change.ts'
import { bindIdentity } from './identities.ts'
import { mergeContacts } from './merge-contacts.ts'
import { deciding } from './work-decision.ts'
import { known, notKept, type WorkEntry, type WorkInput } from './work-entry.ts'

/** Whose subject it is that could have meant several: one of them, and none else. */
export async function linkSubject(
  app: App,
  author: Author,
  entry: WorkEntry,
  { user }: WorkInput<'link'>,
  rights: { readonly protectedRoles: boolean },
): Promise<void> {
  const { subject } = entry.record
  const candidates = await candidatesOf(app, entry)
  if (!subject || candidates === null || entry.provider === null) throw notKept()
  const meant = await findUser(app.db, user)
  if (!meant || !candidates.includes(meant.id)) {
    throw invalid('user', 'This is none of the people whom the sign-in could mean.')
  }
  const ending = deciding(app, author, entry, 'link', 'resolved', meant.id)
  await bindIdentity(
    ending,
    author,
    meant.id,
    { provider: entry.provider, subject: subject.value, format: subject.format },
    rights,
  )
}

/** Contacts that may be one person, as the entry says. */
export async function contactsToMerge({ db }: Pick<App, 'db'>, entry: WorkEntry, limit: number) {
  const { kind, contactId, owner } = entry
  if (kind === 'people-alike') {
    const by = known(entry, 'by') === 'name' ? 'name' : 'email'
    return contactsAlike(db, { by, key: known(entry, 'key') }, limit)
  }
  if (contactId === null || owner === null || owner.id === contactId) return []
  const found = await contactsOfIds(db, [contactId, owner.id])
  return found.toSorted((a, b) => Number(b.id === owner.id) - Number(a.id === owner.id))
}

/** There may be more of them: then the entry stays. Several transactions, so that it ends after them and not with them. */
export async function mergeAlike(
  app: App,
  author: Author,
  entry: WorkEntry,
  { contact, into }: WorkInput<'merge'>,
  rights: { readonly protectedRoles: boolean },
): Promise<void> {
  const alike = () => contactsToMerge(app, entry, 200)
  const ids = new Set((await alike()).map(({ id }) => id))
  for (const [field, id] of Object.entries({ contact, into })) {
    if (!ids.has(id.toLowerCase())) throw invalid(field, 'This is none of the contacts that the entry is about.')
  }
  await mergeContacts(app, author, { id: contact, into }, rights)
  if ((await alike()).length > 1) return
  await app.db.transaction(async (tx) => {
    await decideWork(tx, entry.id, { from: 'open', to: 'resolved', action: 'merge', author }, app.now())
  })
}
