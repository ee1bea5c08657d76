import { z } from 'zod'
import { nameKey } from '../../core/names.ts'
import { VALUE_LIMIT } from '../../core/text.ts'
import { JitupError } from '../../errors.ts'
import { erase, eraseContact } from '../../sign-on/erase.ts'
import { exportContact, exportPerson } from '../../sign-on/person-export.ts'
import { recordAudit } from '../../store/audit.ts'
import { readColumns } from '../../store/columns.ts'
import { contactById } from '../../store/contacts.ts'
import { findUser } from '../../store/users.ts'
import { isUuid } from '../../store/uuid.ts'
import { may } from '../caller.ts'
import { contactErased, contactEraseInput } from '../contract/contacts.ts'
import { erased, eraseInput } from '../contract.ts'
import { assertVersion, invalid, notFound } from '../edit/change.ts'
import { one, type Route } from '../route.ts'

export const peopleLawRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/users/:id/export',
    summary: 'Exports everything that is kept about one person; needs directory:read as well',
    scope: 'claims:read',
    answer: z.record(z.string(), z.unknown()),
    handle: async ({ app, caller, params }) => {
      if (!may(caller, 'directory:read')) {
        throw new JitupError('forbidden', 'This needs the scope directory:read.', { scope: 'directory:read' })
      }
      const user = await findUser(app.db, (params.id ?? '').slice(0, VALUE_LIMIT))
      if (!user) throw notFound('user')
      const event = { kind: 'person.exported', author: caller.author, objects: [user.id, user.contactId] }
      await recordAudit(app.db, app.now(), event)
      return { stream: { type: 'application/json', pieces: exportPerson(app, user.id) } }
    },
  }),
  one({
    method: 'GET',
    path: '/contacts/:id/export',
    summary: 'Exports everything that is kept about one contact, with a user or without; needs directory:read as well',
    scope: 'claims:read',
    answer: z.record(z.string(), z.unknown()),
    handle: async ({ app, caller, params: { id = '' } }) => {
      if (!may(caller, 'directory:read')) {
        throw new JitupError('forbidden', 'This needs the scope directory:read.', { scope: 'directory:read' })
      }
      const contact = isUuid(id) ? await contactById(app.db, await readColumns(app.db), id) : null
      if (!contact) throw notFound('contact')
      const objects = [...(contact.user ? [contact.user.id] : []), contact.id]
      await recordAudit(app.db, app.now(), { kind: 'person.exported', author: caller.author, objects })
      return { stream: { type: 'application/json', pieces: exportContact(app, contact.id) } }
    },
  }),
  one({
    method: 'POST',
    path: '/contacts/:id/erase',
    summary: 'Erases a contact without a user for good; confirm with the full name, or with If-Match',
    scope: 'admin',
    stepUp: true,
    body: contactEraseInput,
    answer: contactErased,
    handle: async ({ app, caller, params: { id = '' }, body, expectedVersion }) => {
      const contact = isUuid(id) ? await contactById(app.db, await readColumns(app.db), id) : null
      if (!contact) throw notFound('contact')
      if (expectedVersion !== undefined) assertVersion(contact.version, expectedVersion)
      else if (body.confirm === undefined || nameKey(body.confirm) !== contact.key) {
        throw invalid('confirm', 'Repeat the full name of the person who is to be erased.')
      }
      const counts = await eraseContact(app, caller.author, contact.id)
      return { body: { contactId: contact.id, history: counts.history, signOns: counts.signOns } }
    },
  }),
  one({
    method: 'POST',
    path: '/users/:id/erase',
    summary: 'Erases one person for good; confirm with the login name, or with If-Match',
    scope: 'admin',
    stepUp: true,
    body: eraseInput,
    answer: erased,
    handle: async ({ app, caller, params, body, expectedVersion }) => {
      const user = await findUser(app.db, params.id ?? '')
      if (!user) throw notFound('user')
      if (expectedVersion !== undefined) assertVersion(user.version, expectedVersion)
      else if (body.confirm === undefined || nameKey(body.confirm) !== nameKey(user.login)) {
        throw invalid('confirm', 'Repeat the login name of the person who is to be erased.')
      }
      const counts = await erase(app, caller.author, user.id, body.tombstone ?? true)
      return { body: { userId: user.id, contactId: user.contactId, ...counts } }
    },
  }),
]
