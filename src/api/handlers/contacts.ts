import { z } from 'zod'
import { readColumns } from '../../store/columns.ts'
import { pageOfContacts } from '../../store/contact-list.ts'
import { type ContactRecord, contactById, historyOf, mergedInto } from '../../store/contacts.ts'
import { isUuid } from '../../store/uuid.ts'
import { rightsOf } from '../caller.ts'
import { contactsAsked, contactTable, timeOrders } from '../contact-query.ts'
import { contactInput, contactMerged, contactMergeInput, contactQuery } from '../contract/contacts.ts'
import { contact, contactPatch, historyEntry } from '../contract.ts'
import { unlessDry } from '../dangers.ts'
import { notFound } from '../edit/change.ts'
import { editContact } from '../edit/contacts.ts'
import { foretellContactMerge, mergeContacts } from '../edit/merge-contacts.ts'
import type { ContactMerge } from '../edit/merge-pair.ts'
import { createContact } from '../edit/new-contact.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { placeIn, sortedCursor } from '../sorted.ts'

const show = ({ id, version, values, user, roles, lastSeenAt }: ContactRecord) => ({
  id,
  version,
  columns: Object.fromEntries(values),
  user,
  roles,
  lastSeenAt,
})

// User and roles have versions of their own.
const answer = (record: ContactRecord) => ({ body: show(record), version: record.version, joined: true })

const showMerge = ({ into, changes, left, roles, ...merge }: ContactMerge, dryRun: boolean) => {
  const role = (roleId: string) => ({ id: roleId, name: roles.find((one) => one.id === roleId)?.name ?? roleId })
  return {
    ...merge,
    id: into,
    dryRun,
    undoable: false,
    taken: changes.flatMap((one) => (one.kind === 'column-set' ? [{ column: one.column, value: one.after }] : [])),
    rolesMoved: changes.flatMap((one) =>
      one.kind === 'role-granted' ? [{ role: role(one.roleId), origin: one.origin.kind }] : [],
    ),
    rolesLeft: left.map(({ roleId, origin, reason }) => ({ role: role(roleId), origin: origin.kind, reason })),
  }
}

export const contactRoutes: readonly Route[] = [
  list({
    path: '/contacts',
    summary: 'Lists contacts, with all of their columns or some',
    scope: 'directory:read',
    query: contactQuery,
    items: contact,
    cursor: sortedCursor,
    handle: async ({ app, query, page: { limit, after } }) => {
      const { order, columns, filter } = await contactsAsked(app, query)
      const place = placeIn(order, timeOrders, after)
      const rows = await pageOfContacts(app.db, columns, { ...filter, order, after: place, limit: limit + 1 })
      return pageFrom(rows, limit, (record) => [order, record.key, record.id], show)
    },
    csv: async ({ app, query }) => contactTable(app, await contactsAsked(app, query)),
  }),
  one({
    method: 'POST',
    path: '/contacts',
    summary: 'Makes a contact by hand, with a user where the person may sign in',
    scope: 'directory:write',
    body: contactInput,
    answer: contact,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const record = await createContact(app, caller.author, body)
      return { ...answer(record), location: `/contacts/${record.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/contacts/:id',
    summary: 'Reads one contact; by the id of one that was merged, the one that it became',
    scope: 'directory:read',
    answer: contact,
    handle: async ({ app, params: { id = '' } }) => {
      const columns = await readColumns(app.db)
      const found = isUuid(id) ? await contactById(app.db, columns, id) : null
      const other = found || !isUuid(id) ? null : await mergedInto(app.db, id)
      const record = found ?? (other && (await contactById(app.db, columns, other)))
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
      answer(await editContact(app, caller.author, id, body.columns, expectedVersion, rightsOf(caller))),
  }),
  one({
    method: 'POST',
    path: '/contacts/:id/merge',
    summary: 'Makes two contacts one person: whoever signed on as this one is the other from then on; cannot be undone',
    scope: 'directory:write',
    stepUp: unlessDry,
    body: contactMergeInput,
    answer: contactMerged,
    handle: async ({ app, caller, params: { id = '' }, body: { into, dryRun = false }, expectedVersion }) => {
      const request = { id, into, expectedVersion }
      const merge = dryRun
        ? await foretellContactMerge(app, request, rightsOf(caller))
        : await mergeContacts(app, caller.author, request, rightsOf(caller))
      return { body: showMerge(merge, dryRun) }
    },
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
        ({ beforeOrigin: _, ...entry }) => entry,
      )
    },
  }),
]
