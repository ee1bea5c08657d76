import { z } from 'zod'
import { readColumns } from '../../store/columns.ts'
import { type ContactRecord, contactById, historyOf, pageOfContacts } from '../../store/contacts.ts'
import { isUuid } from '../../store/uuid.ts'
import { contact, contactPatch, historyEntry } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { editContact } from '../edit/contacts.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const show = ({ id, version, values, user, roles }: ContactRecord) => ({
  id,
  version,
  columns: Object.fromEntries(values),
  user,
  roles,
})

// User and roles have versions of their own.
const answer = (record: ContactRecord) => ({ body: show(record), version: record.version, joined: true })

export const contactRoutes: readonly Route[] = [
  list({
    path: '/contacts',
    summary: 'Lists contacts by name',
    scope: 'directory:read',
    query: z.strictObject({
      search: z.string().max(256).optional().describe('Part of a name, an e-mail address or a login'),
      user: z.string().min(1).max(256).optional().describe('A whole login name'),
    }),
    items: contact,
    cursor: ['text', 'id'],
    handle: async ({ app, query, page: { limit, after } }) => {
      const [key = '', id = ''] = after ?? []
      const rows = await pageOfContacts(app.db, await readColumns(app.db), {
        search: query.search ?? '',
        login: query.user ?? null,
        after: after ? { key, id } : null,
        limit: limit + 1,
      })
      return pageFrom(rows, limit, (record) => [record.key, record.id], show)
    },
  }),
  one({
    method: 'GET',
    path: '/contacts/:id',
    summary: 'Reads one contact',
    scope: 'directory:read',
    answer: contact,
    handle: async ({ app, params: { id = '' } }) => {
      const record = isUuid(id) ? await contactById(app.db, await readColumns(app.db), id) : null
      if (!record) throw notFound('contact')
      return answer(record)
    },
  }),
  one({
    method: 'PATCH',
    path: '/contacts/:id',
    summary: 'Changes values by hand; what is not named stays, null empties',
    scope: 'directory:write',
    body: contactPatch,
    answer: contact,
    handle: async ({ app, caller, params: { id = '' }, body, expectedVersion }) =>
      answer(await editContact(app, caller.author, id, body.columns, expectedVersion)),
  }),
  list({
    path: '/contacts/:id/history',
    summary: 'Lists what happened to a contact, newest first: who wrote which value',
    scope: 'directory:read',
    query: z.strictObject({ column: z.string().min(1).max(60).optional() }),
    items: historyEntry,
    cursor: ['id'],
    handle: async ({ app, params: { id = '' }, query, page: { limit, after } }) => {
      if (!isUuid(id) || !(await contactById(app.db, await readColumns(app.db), id))) throw notFound('contact')
      const rows = await historyOf(app.db, id, {
        before: after?.[0] ?? null,
        column: query.column ?? null,
        limit: limit + 1,
      })
      return pageFrom(
        rows,
        limit,
        (entry) => [entry.id],
        (entry) => entry,
      )
    },
  }),
]
