import type { App } from '../../sign-on/app.ts'
import { readContact } from '../../sign-on/read-person.ts'
import { readColumns } from '../../store/columns.ts'
import { type ContactRecord, contactById } from '../../store/contacts.ts'
import type { Author } from '../../store/rules.ts'
import { holdsProtectedRole } from '../../store/users.ts'
import { isUuid } from '../../store/uuid.ts'
import { assertVersion, notFound } from './change.ts'
import { assertNoUserColumns, type CellInputs, changesOf, locksOf, readWishes, wantedBy } from './contact-wishes.ts'
import { applyByHand, applyToContactByHand } from './person.ts'
import { assertMay, everything, type UserRights } from './users.ts'

/**
 * Changes values of a contact by hand, with the writer and the history that sign-ons use. A value that is the same already
 * is no change.
 * @throws JitupError `validation_failed` with every field that is wrong, `email_taken`, `not_found`, `precondition_failed`,
 *   `forbidden` for the holder of a protected role, unless `rights` say so
 */
export async function editContact(
  app: App,
  author: Author,
  contactId: string,
  input: CellInputs,
  expectedVersion?: number,
  rights: UserRights = everything,
): Promise<ContactRecord> {
  if (!isUuid(contactId)) throw notFound('contact')
  const columns = await readColumns(app.db)
  const wishes = readWishes(columns, input)
  const keys = [`contact ${contactId.toLowerCase()}`, ...wishes.flatMap(locksOf)]
  return app.db.serialised(keys, async (tx) => {
    const known = await contactById(tx, columns, contactId)
    if (!known) throw notFound('contact')
    if (!known.user) assertNoUserColumns(wishes)
    else assertMay(rights, (await holdsProtectedRole(tx, known.user.id)).any)
    const snapshot = await readContact(tx, known, columns, wantedBy(wishes), app.now())
    const held = snapshot.person.contact
    assertVersion(held.version, expectedVersion)
    const changes = changesOf(snapshot, wishes, author, held.values)
    if (changes.length > 0) {
      if (known.user) await applyByHand(tx, snapshot, changes, author, app.now())
      else await applyToContactByHand(tx, snapshot, held, changes, author, app.now())
    }
    const contact = await contactById(tx, columns, contactId)
    if (!contact) throw notFound('contact')
    return contact
  })
}
