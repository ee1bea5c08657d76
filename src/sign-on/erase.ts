import { JitupError } from '../errors.ts'
import { keysOfContact } from '../store/alike.ts'
import { recordAudit } from '../store/audit.ts'
import { readColumns } from '../store/columns.ts'
import { type Erased, erasePerson, forgetName, forgetUnlinked, rememberErased, subjectsOf } from '../store/erasure.ts'
import { mergedContactsOf } from '../store/merged-contacts.ts'
import type { Author } from '../store/rules.ts'
import { administratorsLock, findUser, holdsProtectedRole, otherAdministrators } from '../store/users.ts'
import { uuid7 } from '../store/uuid.ts'
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
export async function erase(
  app: Pick<App, 'db' | 'seal' | 'now'>,
  author: Author,
  userId: string,
  tombstone: boolean,
): Promise<Erased> {
  const now = app.now()
  const known = await findUser(app.db, userId)
  if (!known) throw new JitupError('not_found', 'There is no such user.')
  const subjects = await subjectsOf(app.db, known.id)
  const columns = await readColumns(app.db)
  // First what can take long and may be done twice; after it what came meanwhile.
  const unlinked = await forgetUnlinked(app.db, app.seal, subjects, now, null)
  const names = [known.contactId, ...(await mergedContactsOf(app.db, known.contactId)).map((one) => one.id)]
  for (const name of names) await forgetName(app.db, name, columns, null)
  const done = await app.db.serialised([administratorsLock, ...subjects.map(lockOf)], async (tx) => {
    const user = await findUser(tx, known.id)
    if (!user) throw new JitupError('not_found', 'There is no such user.')
    const all = await subjectsOf(tx, user.id)
    for (const one of all) tx.requireLock(lockOf(one))
    if ((await holdsProtectedRole(tx, user.id)).administrator && !(await otherAdministrators(tx, user.id))) {
      throw new JitupError('last_administrator', 'This is the last active administrator. Appoint another one first.')
    }
    if (tombstone) await rememberErased(tx, app.seal, all, now)
    await forgetWorkAbout(tx, app.seal, all, (await keysOfContact(tx, user.contactId)).map(alike))
    const erased = await erasePerson(tx, { userId: user.id, contactId: user.contactId }, columns, now)
    const facts = { ...erased, signOns: erased.signOns + unlinked, tombstone }
    await recordAudit(tx, now, { kind: 'person.erased', author, objects: [user.id, user.contactId], facts })
    return erased
  })
  const since = new Date(now.getTime() - 60_000)
  const late = await forgetUnlinked(app.db, app.seal, subjects, now, since)
  for (const name of names) await forgetName(app.db, name, columns, uuid7(since))
  return { ...done, signOns: done.signOns + unlinked + late }
}

const lockOf = ({ providerId, subject }: { providerId: string; subject: { value: string; format: string | null } }) =>
  subjectLock(providerId, subject)

/** How the worklist names several people with one name or address. */
const alike = ({ by, key }: { readonly by: string; readonly key: string }) =>
  ({ kind: 'people-alike', thing: [by, key] }) as const
