import { JitupError } from '../../errors.ts'
import { scenarioOfSignOn } from '../../sign-on/scenario.ts'
import { signOnById } from '../../store/sign-ons.ts'
import { isUuid } from '../../store/uuid.ts'
import { may } from '../caller.ts'
import { scenario, scenarioQuery } from '../contract/scenario.ts'
import { notFound } from '../edit/change.ts'
import { one, type Route } from '../route.ts'
import { claimsWereRead } from './sign-ons.ts'

export const scenarioRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/sign-ons/:id/scenario',
    summary: 'Copies a sign-on as a scenario: claims, rules, before, plan; needs claims:read and rules:read too',
    scope: 'directory:read',
    query: scenarioQuery,
    answer: scenario,
    handle: async ({ app, caller, query, params: { id = '' } }) => {
      for (const scope of ['claims:read', 'rules:read'] as const) {
        if (!may(caller, scope)) throw new JitupError('forbidden', `This needs the scope ${scope}.`)
      }
      const row = isUuid(id) ? await signOnById(app.db, id) : null
      if (!row) throw notFound('sign-in')
      const made = await scenarioOfSignOn(app, row, { keepValues: query.keepValues === true })
      await claimsWereRead(app, caller, row.id)
      return { body: made }
    },
  }),
]
