import { z } from 'zod'
import { findRole } from '../../store/roles.ts'
import { findUser, type GrantRecord, pageOfGrants } from '../../store/users.ts'
import { rightsOf } from '../caller.ts'
import { grant, grantInput } from '../contract.ts'
import { anyGuarded } from '../dangers.ts'
import { notFound } from '../edit/change.ts'
import { existing } from '../edit/existing-provider.ts'
import { giveRole, withdrawRole } from '../edit/user-roles.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const show = (record: GrantRecord) => ({
  id: record.id,
  user: { id: record.userId, login: record.login, name: record.name },
  role: { id: record.roleId, name: record.role },
  origin: record.origin,
  provider: record.provider,
  ruleId: record.ruleId,
  createdAt: record.createdAt,
})

export const grantRoutes: readonly Route[] = [
  list({
    path: '/grants',
    summary: 'Lists who has which role, and why',
    scope: 'directory:read',
    query: z.strictObject({
      user: z.string().min(1).max(256).optional().describe('Id or login name'),
      role: z.string().min(1).max(256).optional().describe('Id or name'),
      origin: grant.shape.origin.optional(),
      provider: z.string().min(1).max(256).optional().describe('Id or slug'),
      rule: z.uuid().optional().describe('Id of the role rule, which may be gone'),
    }),
    items: grant,
    cursor: ['id'],
    handle: async ({ app, query, page: { limit, after } }) => {
      const user = query.user === undefined ? null : await findUser(app.db, query.user)
      const role = query.role === undefined ? null : await findRole(app.db, query.role)
      if (query.user !== undefined && !user) throw notFound('user')
      if (query.role !== undefined && !role) throw notFound('role')
      const provider = query.provider === undefined ? null : (await existing(app.db, query.provider)).policy.id
      const filter = {
        userId: user?.id ?? null,
        roleId: role?.id ?? null,
        origin: query.origin ?? null,
        providerId: provider,
        ruleId: query.rule ?? null,
      }
      const rows = await pageOfGrants(app.db, { ...filter, after: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(rows, limit, (record) => [record.id], show)
    },
  }),
  one({
    method: 'POST',
    path: '/grants',
    summary: 'Gives a role by hand; a protected one only as an administrator',
    scope: 'directory:write',
    stepUp: ({ app, body }) => anyGuarded(app, [body]),
    body: grantInput,
    answer: grant,
    status: 201,
    handle: async ({ app, caller, body }) => ({
      body: show(await giveRole(app, caller.author, body, rightsOf(caller))),
    }),
  }),
  one({
    method: 'DELETE',
    path: '/grants/:id',
    summary: 'Takes back what was given by hand',
    scope: 'directory:write',
    handle: async ({ app, caller, params }) => {
      await withdrawRole(app, caller.author, params.id ?? '', rightsOf(caller))
      return {}
    },
  }),
]
