import { seenUntil } from '../../sign-on/leavers.ts'
import { type IdentityRow, pageOfIdentities } from '../../store/identities.ts'
import { pageOfUsers } from '../../store/user-list.ts'
import { findUser, type UserRecord } from '../../store/users.ts'
import { rightsOf } from '../caller.ts'
import { providerIdOf, roleIdOf } from '../contact-query.ts'
import { userQuery } from '../contract/users.ts'
import { identity, identityInput, user, userPatch } from '../contract.ts'
import { holdsGuarded, letsGuardedIn } from '../dangers.ts'
import { notFound } from '../edit/change.ts'
import { bindIdentity, unbindIdentity } from '../edit/identities.ts'
import { deleteUser, setUserStatus } from '../edit/users.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { placeIn, sortedCursor } from '../sorted.ts'

const show = ({ id, version, login, type, status, contactId, contactName, createdAt, lastSeenAt }: UserRecord) => ({
  id,
  version,
  login,
  type,
  status,
  contact: { id: contactId, name: contactName },
  createdAt,
  lastSeenAt,
})

const showIdentity = ({ id, slug, subject, format, linkedBy, createdAt }: IdentityRow) => ({
  id,
  provider: slug,
  subject,
  format: format === '' ? null : format,
  linkedBy,
  createdAt,
})

const answer = (record: UserRecord) => ({ body: show(record), version: record.version, joined: true })

export const userRoutes: readonly Route[] = [
  list({
    path: '/users',
    summary: 'Lists users',
    scope: 'directory:read',
    query: userQuery,
    items: user,
    cursor: sortedCursor,
    handle: async ({ app, query, page: { limit, after } }) => {
      const { search = '', status, type, role, provider, notSeenDays, sort: order = 'login' } = query
      const filter = {
        search,
        status,
        type,
        roleId: await roleIdOf(app, role),
        providerId: await providerIdOf(app, provider),
        notSeenSince: notSeenDays === undefined ? undefined : await seenUntil(app, Number(notSeenDays)),
      }
      const place = placeIn(order, ['created', '-created'], after)
      const rows = await pageOfUsers(app.db, { ...filter, order, after: place, limit: limit + 1 })
      return pageFrom(rows, limit, (record) => [order, record.key, record.id], show)
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
    summary:
      'Lets a user in, who waits for approval or was switched off, or switches them off; their sessions end with the next request',
    scope: 'directory:write',
    stepUp: letsGuardedIn,
    body: userPatch,
    answer: user,
    handle: async ({ app, caller, params, body, expectedVersion }) =>
      answer(await setUserStatus(app, params.id ?? '', body, expectedVersion, rightsOf(caller))),
  }),
  one({
    method: 'DELETE',
    path: '/users/:id',
    summary: 'Deletes a user for good: no sign-on makes them anew; the contact stays',
    scope: 'directory:write',
    stepUp: true,
    handle: async ({ app, caller, params, expectedVersion }) => {
      await deleteUser(app, caller.author, params.id ?? '', expectedVersion, rightsOf(caller))
      return {}
    },
  }),
  list({
    path: '/users/:id/identities',
    summary: 'Lists as whom the providers know a user',
    scope: 'directory:read',
    items: identity,
    cursor: ['id'],
    handle: async ({ app, params, page: { limit, after } }) => {
      const record = await findUser(app.db, params.id ?? '')
      if (!record) throw notFound('user')
      const rows = await pageOfIdentities(app.db, record.id, { after: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(rows, limit, (one) => [one.id], showIdentity)
    },
  }),
  one({
    method: 'POST',
    path: '/users/:id/identities',
    summary: "Says by hand that a provider's subject is this user",
    scope: 'directory:write',
    stepUp: ({ app, params: { id = '' } }) => holdsGuarded(app, id),
    body: identityInput,
    answer: identity,
    status: 201,
    handle: async ({ app, caller, params, body }) => ({
      body: showIdentity(await bindIdentity(app, caller.author, params.id ?? '', body, rightsOf(caller))),
    }),
  }),
  one({
    method: 'DELETE',
    path: '/users/:id/identities/:identity',
    summary: "Forgets that a provider's subject is this user; of a deleted user it lets them begin anew",
    scope: 'directory:write',
    handle: async ({ app, caller, params }) => {
      await unbindIdentity(app, caller.author, params.id ?? '', params.identity ?? '', rightsOf(caller))
      return {}
    },
  }),
]
