import { listRoleRules, type RoleRuleRecord, roleRuleById } from '../../store/role-rules.ts'
import { isUuid } from '../../store/uuid.ts'
import { rightsOf } from '../caller.ts'
import { roleRule, roleRuleInput, roleRulePatch } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { deleteRoleRule, saveRoleRule } from '../edit/role-rules.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const show = ({ id, version, provider, group, role, roleId }: RoleRuleRecord) => ({
  id,
  version,
  provider,
  group,
  role: { id: roleId, name: role },
})

const answer = (record: RoleRuleRecord) => ({ body: show(record), version: record.version, joined: true })

export const roleRuleRoutes: readonly Route[] = [
  list({
    path: '/role-rules',
    summary: 'Lists the rules from groups to roles',
    scope: 'rules:read',
    items: roleRule,
    cursor: ['id'],
    handle: async ({ app, page: { limit, after } }) => {
      const rows = await listRoleRules(app.db, { after: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(rows, limit, (record) => [record.id], show)
    },
  }),
  one({
    method: 'POST',
    path: '/role-rules',
    summary: 'Adds a rule; for a protected role only as an administrator',
    scope: 'rules:write',
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
    body: roleRulePatch,
    answer: roleRule,
    handle: async ({ app, caller, params: { id = '' }, body, expectedVersion }) =>
      answer(await saveRoleRule(app, caller.author, { ...body, id }, expectedVersion, rightsOf(caller))),
  }),
  one({
    method: 'DELETE',
    path: '/role-rules/:id',
    summary: 'Removes a rule; what it gave goes at each next sign-on',
    scope: 'rules:write',
    handle: async ({ app, caller, params: { id = '' }, expectedVersion }) => {
      await deleteRoleRule(app, caller.author, id, expectedVersion, rightsOf(caller))
      return {}
    },
  }),
]
