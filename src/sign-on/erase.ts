import { JitupError } from '../errors.ts'
import { keysOfContact } from '../store/alike.ts'
import { recordAudit } from '../store/audit.ts'
import { readColumns } from '../store/columns.ts'
import { contactById } from '../store/contacts.ts'
import type { Database, Tx } from '../store/database.ts'
import {
  type Erased,
  erasePerson,
  forgetName,
  forgetUnlinked,
  type KnownSubject,
  rememberErased,
  subjectsOf,
} from '../store/erasure.ts'
import { forgetAnswers } from '../store/idempotency.ts'
import { mergedContactsOf } from '../store/merged-contacts.ts'
import type { Author } from '../store/rules.ts'
import { administratorsLock, findUser, holdsProtectedRole, otherAdministrators } from '../store/users.ts'
import { isUuid, uuid7 } from '../store/uuid.ts'
import { forgetWorkAbout } from '../store/worklist.ts'
import type { App } from './app.ts'
import { subjectLock } from './identify.ts'

/**
 * Erases a person: what anybody wrote about them, who they are at identity providers, what they sent, their sessions. What stays
 * names nobody: ids, times, outcomes, counts. Their next sign-on is refused `user_deleted`, unless `tombstone` is false: then they
 * begin anew. A sign-on of theirs that is under way ends before, or finds nobody.
 *
 * @throws JitupError `not_found`, `last_administrator`
 */
export const erase = (app: Eraser, author: Author, userId: string, tombstone: boolean): Promise<Erased> =>
  eraseWhom(app, author, tombstone, async (db) => {
    const user = await findUser(db, userId)
    if (!user) throw new JitupError('not_found', 'There is no such user.')
    return { userId: user.id, contactId: user.contactId }
  })

/**
 * As `erase`, for a contact without a user: whom an import or somebody by hand has made.
 * @throws JitupError `not_found`, `conflict` for the contact of a user
 */
export const eraseContact = (app: Eraser, author: Author, contactId: string): Promise<Erased> =>
  eraseWhom(app, author, false, async (db) => {
    const contact = isUuid(contactId) ? await contactById(db, await readColumns(db), contactId) : null
    if (!contact) throw new JitupError('not_found', 'There is no such contact.')
    if (contact.user) throw new JitupError('conflict', 'This person may sign in: erase the user.')
    return { userId: null, contactId: contact.id }
  })

type Eraser = Pick<App, 'db' | 'seal' | 'now'>

async function eraseWhom(
  app: Eraser,
  author: Author,
  tombstone: boolean,
  find: (db: Database | Tx) => Promise<{ readonly userId: string | null; readonly contactId: string }>,
): Promise<Erased> {
  const now = app.now()
  const known = await find(app.db)
  const subjects = await knownAs(app.db, known.userId)
  const columns = await readColumns(app.db)
  // First what can take long and may be done twice; after it what came meanwhile.
  const unlinked = await forgetUnlinked(app.db, app.seal, subjects, now, null)
  // By every id under which others have named the person.
  const names = new Set([known.contactId, ...(await mergedContactsOf(app.db, known.contactId)).map((one) => one.id)])
  for (const name of names) await forgetName(app.db, name, columns, null)
  const keys = [administratorsLock, `contact ${known.contactId}`, ...subjects.map(lockOf)]
  const done = await app.db.serialised(keys, async (tx) => {
    const { userId, contactId } = await find(tx)
    tx.requireLock(`contact ${contactId}`)
    const all = await knownAs(tx, userId)
    for (const one of all) tx.requireLock(lockOf(one))
    if (userId !== null && (await holdsProtectedRole(tx, userId)).administrator) await assertOthers(tx, userId)
    const merged = await mergedContactsOf(tx, contactId)
    for (const one of merged) names.add(one.id)
    if (tombstone) await rememberErased(tx, app.seal, all, now)
    await forgetWorkAbout(tx, app.seal, all, (await keysOfContact(tx, contactId)).map(alike))
    const erased = await erasePerson(tx, { userId, contactId }, columns, now)
    const facts = { ...erased, signOns: erased.signOns + unlinked, tombstone }
    // A backup may be older than a merge: it has them apart.
    const former = merged.flatMap((one) => (one.userId === null ? [one.id] : [one.userId, one.id]))
    const objects = [...(userId === null ? [] : [userId]), contactId, ...former]
    await forgetAnswers(tx)
    await recordAudit(tx, now, { kind: 'person.erased', author, objects, facts })
    return erased
  })
  const since = new Date(now.getTime() - 60_000)
  const late = await forgetUnlinked(app.db, app.seal, subjects, now, since)
  for (const name of names) await forgetName(app.db, name, columns, uuid7(since))
  return { ...done, signOns: done.signOns + unlinked + late }
}

const knownAs = async (db: Database | Tx, userId: string | null): Promise<KnownSubject[]> =>
  userId === null ? [] : subjectsOf(db, userId)

async function assertOthers(tx: Tx, userId: string): Promise<void> {
  if (await otherAdministrators(tx, userId)) return
  throw new JitupError('last_administrator', 'This is the last active administrator. Appoint another one first.')
}

const lockOf = ({ providerId, subject }: { providerId: string; subject: { value: string; format: string | null } }) =>
  subjectLock(providerId, subject)

/** How the worklist names several people with one name or address. */
const alike = ({ by, key }: { readonly by: string; readonly key: string }) =>
  ({ kind: 'people-alike', thing: [by, key] }) as const
