import { JitupError } from '../../errors.ts'
import { coverageOfProvider, withoutValues } from '../../sign-on/coverage.ts'
import { recordAudit } from '../../store/audit.ts'
import { providerBySlug } from '../../store/providers.ts'
import { may } from '../caller.ts'
import { coverage, coverageQuery } from '../contract/coverage.ts'
import { notFound } from '../edit/change.ts'
import { one, type Route } from '../route.ts'

/** Sign-ons that are looked at when nobody says how many. */
export const coverageLast = 1000

export const coverageRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/coverage',
    summary: 'Counts over the last verified sign-ons of a provider what each row and role rule found in them',
    scope: 'rules:read',
    query: coverageQuery,
    answer: coverage,
    handle: async ({ app, caller, query }) => {
      const values = query.values === true
      if (values && !may(caller, 'claims:read')) throw new JitupError('forbidden', 'This needs the scope claims:read.')
      const provider = await providerBySlug(app.db, query.provider)
      if (!provider) throw notFound('identity provider')
      const { id, slug } = provider.policy
      const report = await coverageOfProvider(app, provider, query.last ?? coverageLast)
      if (values) {
        const facts = { coverage: report.counted }
        await recordAudit(app.db, app.now(), { kind: 'claims.read', author: caller.author, objects: [id], facts })
        app.log.info({ caller: caller.key, provider: slug }, 'claims were read through the API')
      }
      return { body: { provider: slug, ...(values ? report : withoutValues(report)) } }
    },
  }),
]
