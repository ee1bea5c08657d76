import { listRoleRules, type RoleRuleRecord, roleRuleById } from '../../store/role-rules.ts'
import { isUuid } from '../../store/uuid.ts'
import { rightsOf } from '../caller.ts'
import { impact, impactInput, roleRule, roleRuleChange, roleRuleInput, roleRuleRemoval } from '../contract.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { anyGuarded } from '../dangers.ts'
import { notFound } from '../edit/change.ts'
import { deleteRoleRule, saveRoleRule } from '../edit/role-rules.ts'
import { impactOf } from '../edit/rule-impact.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

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

export const roleRuleRoutes: readonly Route[] = [
  list({
    path: '/role-rules',
    summary: 'Lists the rules from groups to roles',
    scope: 'rules:read',
    items: roleRule,
    cursor: ['id'],
    handle: async ({ app, page: { limit, after } }) => {
      const rows = await listRoleRules(app.db, { after: after?.[0] ?? null, limit: limit + 1 })
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
    answer: roleRule,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const record = await saveRoleRule(app, caller.author, body, undefined, rightsOf(caller))
      return { ...answer(record), location: `/role-rules/${record.id}` }
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
    answer: roleRule,
    handle: async ({ app, caller, params: { id = '' }, body, expectedVersion }) => {
      const { withdraw, confirm, ...change } = body
      const rights = rightsOf(caller)
      return answer(
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
