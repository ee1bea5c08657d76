import type { App } from '../../sign-on/app.ts'
import { listConverters } from '../../store/converters.ts'
import { listProviders } from '../../store/providers.ts'
import { pageOfRevisions } from '../../store/revisions.ts'
import { listRoleRules } from '../../store/role-rules.ts'
import { beyondAudit } from '../audit.ts'
import { rightsOf } from '../caller.ts'
import { revised } from '../contract/revisions.ts'
import { rulesInput, rulesNow, rulesQuery } from '../contract/rules.ts'
import { isDangerousDraft } from '../dangers.ts'
import { saveRules } from '../edit/rule-set.ts'
import { tellRevised } from '../revised.ts'
import { one, type Route } from '../route.ts'
import { showConverter } from './converters.ts'
import { showRoleRule } from './role-rules.ts'
import { needs } from './scope.ts'

const everyRule = { after: null, limit: 1_000_000 }

/** The version is read first: a change that comes between makes what is saved upon it `rules_changed`, never lost. */
async function rulesInForce(app: App, of: 'converters' | 'role-rules' | undefined) {
  const [newest] = await pageOfRevisions(app.db, { before: null, limit: 1 })
  const [converters, roleRules, providers] = await Promise.all([
    of === 'role-rules' ? [] : listConverters(app.db),
    of === 'converters' ? [] : listRoleRules(app.db, everyRule),
    listProviders(app.db),
  ])
  return {
    revision: newest?.revision ?? 0,
    converters: converters.map(showConverter),
    roleRules: roleRules.map(showRoleRule),
    providers: providers.map(({ policy, enabled }) => ({
      slug: policy.slug,
      name: policy.name,
      enabled,
      userType: policy.userType,
      roles: policy.roles,
      absentGroups: policy.absentGroups,
      exactRoleNames: policy.exactRoleNames,
      allowedRoles: policy.allowedRoles ?? null,
    })),
  }
}

export const ruleSetRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/rules',
    summary: 'Reads every rule at once, with the version to save changes upon and the names of the providers',
    scope: 'rules:read',
    query: rulesQuery,
    answer: rulesNow,
    handle: async ({ app, query: { of } }) => ({ body: await rulesInForce(app, of) }),
  }),
  one({
    method: 'POST',
    path: '/rules',
    summary: 'Saves converters, role rules and policies together, as one version; refused when others were faster',
    scope: 'rules:write',
    stepUp: isDangerousDraft,
    body: rulesInput,
    answer: revised,
    handle: async ({ app, caller, body }) => {
      const { basedOn, dryRun = false, withdraw, confirm, ...draft } = body
      if (draft.policies !== undefined && Object.keys(draft.policies).length > 0) needs(caller, 'trust:write')
      const how = { basedOn, dryRun, withdraw, confirm }
      const saved = await saveRules(dryRun ? beyondAudit(app) : app, caller.author, draft, how, rightsOf(caller))
      return { body: tellRevised(saved, dryRun), onlyAsked: dryRun }
    },
  }),
]
