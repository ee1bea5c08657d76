import type { z } from 'zod'
import { composedFrom, NAME } from '../../core/full-name.ts'
import { byCodeUnit, nameKey } from '../../core/names.ts'
import { faultOf, keyFits } from '../../core/text.ts'
import type { Change, Snapshot } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { readNobody } from '../../sign-on/read-person.ts'
import { readColumns } from '../../store/columns.ts'
import { type ContactRecord, contactById } from '../../store/contacts.ts'
import type { Author } from '../../store/rules.ts'
import type { contactInput } from '../contract/contacts.ts'
import { invalid } from './change.ts'
import { assertNoUserColumns, changesOf, locksOf, readWishes, type Wish, wantedBy } from './contact-wishes.ts'
import { applyToContactByHand, createByHand, edited } from './person.ts'

/**
 * Makes a contact by hand, with the writer and the history that sign-ons use; with a user, who then has what everybody of the type
 * has. Without a full name it is composed from the others.
 * @throws JitupError `validation_failed` with every field that is wrong, `email_taken`, `login_taken`
 */
export async function createContact(
  app: App,
  author: Author,
  { columns: input, user }: z.output<typeof contactInput>,
): Promise<ContactRecord> {
  const columns = await readColumns(app.db)
  const wishes = readWishes(columns, input).filter((one) => one.text !== null)
  if (!user) assertNoUserColumns(wishes)
  if (user && !keyFits(user.login)) throw invalid('user.login', 'This is too long.')
  const login = user ? nameKey(user.login) : null
  const keys = [...wishes.flatMap(locksOf), ...(login === null ? [] : [`login ${login}`])]
  return app.db.serialised(keys, async (tx) => {
    const now = app.now()
    const wanted = { ...wantedBy(wishes), logins: login === null ? [] : [login] }
    const snapshot = await readNobody(tx, columns, wanted, now)
    if (login !== null && snapshot.loginsTaken.has(login)) {
      throw new JitupError('login_taken', 'Another user has this login name.', { field: 'user.login' })
    }
    const given = [...changesOf(snapshot, wishes, author, new Map()), ...nameOf(wishes, user?.login ?? null, author)]
    const order = [...columns.keys()]
    const at = (one: Change) => (one.kind === 'column-set' ? order.indexOf(one.column) : -1)
    const values = given.filter((one) => one.kind === 'lookup-value-created')
    const cells = given.filter((one) => one.kind === 'column-set').toSorted((a, b) => at(a) - at(b))
    const because = edited(author)
    const made: Change = { kind: 'contact-created', because }
    const contactId = user
      ? await createByHand(
          tx,
          snapshot,
          [
            ...values,
            { kind: 'user-created', login: user.login, userType: user.type ?? 'employee', because },
            made,
            ...cells,
            ...baseRoles(snapshot, user.type ?? 'employee'),
          ],
          author,
          now,
        )
      : await applyToContactByHand(tx, snapshot, null, [...values, made, ...cells], author, now)
    const contact = await contactById(tx, columns, contactId)
    if (!contact) throw new Error('a contact is there after it was made')
    return contact
  })
}

/** The full name, when it is not given: from its parts, else the login name. */
function nameOf(wishes: readonly Wish[], login: string | null, author: Author): Change[] {
  if (wishes.some(({ column }) => column.name === NAME)) return []
  const values = new Map(wishes.map(({ column, text }) => [column.name, text]))
  const { text, columns } = composedFrom(values)
  const after = text === '' || faultOf(text) !== null ? login : text
  if (after === null) throw invalid(`columns.${NAME}`, 'This column must have a value.')
  const because = after === text ? ({ kind: 'composed', columns } as const) : edited(author)
  return [{ kind: 'column-set', column: NAME, before: null, after, because }]
}

/** What everybody of the type has. */
function baseRoles({ roles }: Snapshot, type: 'employee' | 'external'): Change[] {
  return roles
    .filter((role) => role.builtIn === (type === 'external' ? 'all-external' : 'all-employees'))
    .toSorted((a, b) => byCodeUnit(a.name, b.name))
    .map(({ id, name }) => ({
      kind: 'role-granted',
      role: name,
      roleId: id,
      origin: { kind: 'base' },
      because: { kind: 'base-role' },
    }))
}
