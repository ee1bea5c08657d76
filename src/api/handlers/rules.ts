import { beyondAudit } from '../audit.ts'
import { rightsOf } from '../caller.ts'
import { revised } from '../contract/revisions.ts'
import { rulesInput } from '../contract/rules.ts'
import { saveRules } from '../edit/rule-set.ts'
import { tellRevised } from '../revised.ts'
import { one, type Route } from '../route.ts'
import { needs } from './scope.ts'

export const ruleSetRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/rules',
    summary: 'Saves converters, role rules and policies together, as one version; refused when others were faster',
    scope: 'rules:write',
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
