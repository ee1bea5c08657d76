import { z } from 'zod'
import { guardedReach } from '../../core/guarded-reach.ts'
import type { App } from '../../sign-on/app.ts'
import { listProviders } from '../../store/providers.ts'
import { pageOfRoleRules, type RoleRuleRecord, roleRuleById } from '../../store/role-rules.ts'
import { findRole } from '../../store/roles.ts'
import { isUuid } from '../../store/uuid.ts'
import { rightsOf } from '../caller.ts'
import {
  impact,
  impactInput,
  roleRule,
  roleRuleChange,
  roleRuleInput,
  roleRuleRemoval,
  savedRoleRule,
} from '../contract.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { anyGuarded } from '../dangers.ts'
import { notFound } from '../edit/change.ts'
import { existing } from '../edit/existing-provider.ts'
import { deleteRoleRule, saveRoleRule } from '../edit/role-rules.ts'
import { impactOf } from '../edit/rule-impact.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { tellReach } from '../rules-words.ts'
import { searchBy } from './search.ts'

/** A rule as the API shows it. */
export const showRoleRule = ({ id, version, provider, groups, match, role, roleId }: RoleRuleRecord) => ({
  id,
  version,
  provider,
  group: groups[0],
  groups,
  match: match ?? null,
  role: { id: roleId, name: role },
})

const impactPath = '/role-rules/:id/impact'

const answer = (record: RoleRuleRecord) => ({ body: showRoleRule(record), version: record.version, joined: true })

/** The rule with the providers that it reaches: one for all reaches those too that its author did not think of. */
async function saved(app: App, record: RoleRuleRecord) {
  const providers = record.protected ? (await listProviders(app.db)).map(({ policy }) => policy) : []
  const reaches = guardedReach({ roleRules: [record], providers }, new Set([record.roleId]))
  const names = {
    providers: new Map(providers.map(({ id, slug }) => [id, slug])),
    roles: new Map([[record.roleId, record.role]]),
  }
  return {
    ...answer(record),
    body: { ...showRoleRule(record), reaches: reaches.map((one) => tellReach(one, names)) },
  }
}

export const roleRuleRoutes: readonly Route[] = [
  list({
    path: '/role-rules',
    summary: 'Lists the rules from groups to roles',
    scope: 'rules:read',
    query: z.strictObject({
      search: searchBy('a group, or of the name of the role'),
      provider: z.string().min(1).max(256).optional().describe('Id or slug; its own rules, without those for all'),
      role: z.string().min(1).max(256).optional().describe('Id or name'),
    }),
    items: roleRule,
    cursor: ['id'],
    handle: async ({ app, query, page: { limit, after } }) => {
      const role = query.role === undefined ? null : await findRole(app.db, query.role)
      if (query.role !== undefined && !role) throw notFound('role')
      const providerId = query.provider === undefined ? null : (await existing(app.db, query.provider)).policy.id
      const filter = { search: query.search ?? '', providerId, roleId: role?.id ?? null }
      const rows = await pageOfRoleRules(app.db, { ...filter, after: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(rows, limit, (record) => [record.id], showRoleRule)
    },
  }),
  one({
    method: 'POST',
    path: '/role-rules',
    summary: 'Adds a rule; for a protected role only as an administrator',
    scope: 'rules:write',
    stepUp: ({ app, body }) => anyGuarded(app, [body]),
    body: roleRuleInput,
    answer: savedRoleRule,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const record = await saveRoleRule(app, caller.author, body, undefined, rightsOf(caller))
      return { ...(await saved(app, record)), location: `/role-rules/${record.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/role-rules/:id',
    summary: 'Reads one rule',
    scope: 'rules:read',
    answer: roleRule,
    handle: async ({ app, params: { id = '' } }) => {
      const record = isUuid(id) ? await roleRuleById(app.db, id) : null
      if (!record) throw notFound('role rule')
      return answer(record)
    },
  }),
  one({
    method: 'PATCH',
    path: '/role-rules/:id',
    summary: 'Changes a rule; what is not given stays',
    scope: 'rules:write',
    stepUp: ({ app, params: { id }, body }) => anyGuarded(app, [{ ...body, id }]),
    body: roleRuleChange,
    answer: savedRoleRule,
    handle: async ({ app, caller, params: { id = '' }, body, expectedVersion }) => {
      const { withdraw, confirm, ...change } = body
      const rights = rightsOf(caller)
      return saved(
        app,
        await saveRoleRule(app, caller.author, { ...change, id }, expectedVersion, rights, { withdraw, confirm }),
      )
    },
  }),
  one({
    method: 'POST',
    path: '/role-rules/:id/impact',
    summary: 'Tells what a change of a rule, or its removal, would take from whom',
    scope: 'directory:read',
    body: impactInput,
    answer: impact,
    handle: async ({ app, caller, params: { id = '' }, body: { change, limit = 50, cursor } }) => {
      const after = cursor === undefined ? null : (readCursor(impactPath, ['id'], cursor)[0] ?? null)
      const { affected, ...counts } = await impactOf(app, id, change, { after, limit }, rightsOf(caller))
      const shown = affected.slice(0, limit)
      const last = affected.length > limit ? shown.at(-1) : undefined
      const items = shown.map(({ grantId, userId, login, name, role, loses }) => ({
        grantId,
        user: { id: userId, login, name },
        role,
        loses,
      }))
      return { body: { ...counts, items, next: last ? writeCursor(impactPath, [last.grantId]) : null } }
    },
  }),
  one({
    method: 'DELETE',
    path: '/role-rules/:id',
    summary: 'Removes a rule; what it gave goes at each next sign-on, or at once',
    scope: 'rules:write',
    query: roleRuleRemoval,
    handle: async ({ app, caller, params: { id = '' }, query, expectedVersion }) => {
      await deleteRoleRule(app, caller.author, id, expectedVersion, rightsOf(caller), query)
      return {}
    },
  }),
]
