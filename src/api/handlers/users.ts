import { z } from 'zod'
import { findUser, pageOfUsers, type UserRecord } from '../../store/users.ts'
import { rightsOf } from '../caller.ts'
import { user, userPatch } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { setUserStatus } from '../edit/users.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const show = ({ id, version, login, type, status, contactId, contactName, createdAt }: UserRecord) => ({
  id,
  version,
  login,
  type,
  status,
  contact: { id: contactId, name: contactName },
  createdAt,
})

const answer = (record: UserRecord) => ({ body: show(record), version: record.version, joined: true })

export const userRoutes: readonly Route[] = [
  list({
    path: '/users',
    summary: 'Lists users by login name',
    scope: 'directory:read',
    query: z.strictObject({
      search: z.string().max(256).optional().describe('Part of a login name'),
      status: z.enum(['active', 'disabled', 'pending', 'deleted']).optional(),
    }),
    items: user,
    cursor: ['text'],
    handle: async ({ app, query, page: { limit, after } }) => {
      const filter = { search: query.search ?? '', status: query.status ?? null }
      const rows = await pageOfUsers(app.db, { ...filter, after: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(rows, limit, (record) => [record.key], show)
    },
  }),
  one({
    method: 'GET',
    path: '/users/:id',
    summary: 'Reads one user, by id or login name',
    scope: 'directory:read',
    answer: user,
    handle: async ({ app, params }) => {
      const record = await findUser(app.db, params.id ?? '')
      if (!record) throw notFound('user')
      return answer(record)
    },
  }),
  one({
    method: 'PATCH',
    path: '/users/:id',
    summary: 'Switches a user off or on; their sessions end with the next request',
    scope: 'directory:write',
    body: userPatch,
    answer: user,
    handle: async ({ app, caller, params, body, expectedVersion }) =>
      answer(await setUserStatus(app, params.id ?? '', body, expectedVersion, rightsOf(caller))),
  }),
]
