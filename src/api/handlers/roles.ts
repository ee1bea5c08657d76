import { z } from 'zod'
import { findRole, pageOfRoles, type RoleRecord } from '../../store/roles.ts'
import { rightsOf } from '../caller.ts'
import { role, roleInput, rolePatch } from '../contract.ts'
import { givesRights } from '../dangers.ts'
import { notFound } from '../edit/change.ts'
import { deleteRole, saveRole } from '../edit/roles.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { searchBy } from './search.ts'

const show = (record: RoleRecord) => ({
  id: record.id,
  version: record.version,
  name: record.name,
  kind: record.kind,
  parent: record.parentId === null ? null : { id: record.parentId, name: record.parent },
  protected: record.protected,
  guarded: record.guarded,
  scopes: record.scopes,
  heldScopes: record.heldScopes,
  sensitive: record.sensitive,
  builtIn: record.builtIn,
})

const answer = (record: RoleRecord) => ({ body: show(record), version: record.version, joined: true })

export const roleRoutes: readonly Route[] = [
  list({
    path: '/roles',
    summary: 'Lists the roles by name',
    scope: 'directory:read',
    query: z.strictObject({ search: searchBy('the name') }),
    items: role,
    cursor: ['text'],
    handle: async ({ app, query, page: { limit, after } }) => {
      const rows = await pageOfRoles(app.db, {
        search: query.search ?? '',
        after: after?.[0] ?? null,
        limit: limit + 1,
      })
      return pageFrom(rows, limit, (record) => [record.key], show)
    },
  }),
  one({
    method: 'POST',
    path: '/roles',
    summary: 'Adds a role; a protected one, or one with scopes, only as an administrator',
    scope: 'directory:write',
    stepUp: givesRights,
    body: roleInput,
    answer: role,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const record = await saveRole(app, body, undefined, rightsOf(caller))
      return { ...answer(record), location: `/roles/${record.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/roles/:id',
    summary: 'Reads one role, by id or name',
    scope: 'directory:read',
    answer: role,
    handle: async ({ app, params }) => {
      const record = await findRole(app.db, params.id ?? '')
      if (!record) throw notFound('role')
      return answer(record)
    },
  }),
  one({
    method: 'PATCH',
    path: '/roles/:id',
    summary: 'Changes name, parent, protection, scopes or sensitivity of a role',
    scope: 'directory:write',
    stepUp: givesRights,
    body: rolePatch,
    answer: role,
    handle: async ({ app, caller, params: { id = '' }, body, expectedVersion }) =>
      answer(await saveRole(app, { ...body, id }, expectedVersion, rightsOf(caller))),
  }),
  one({
    method: 'DELETE',
    path: '/roles/:id',
    summary: 'Removes a role, from everybody who has it',
    scope: 'directory:write',
    handle: async ({ app, caller, params, expectedVersion }) => {
      await deleteRole(app, caller.author, params.id ?? '', expectedVersion, rightsOf(caller))
      return {}
    },
  }),
]
