import { z } from 'zod'
import { pageOfTrustEvents } from '../../store/trust-events.ts'
import { trustEvent } from '../contract.ts'
import { existing } from '../edit/existing-provider.ts'
import { list, pageFrom, type Route } from '../route.ts'

const query = z.object({ provider: z.string().min(1).max(63).optional() })

export const trustEventRoutes: readonly Route[] = [
  list({
    path: '/trust-events',
    summary: 'Lists the keys and addresses that came, waited and went, of partners and our own, newest first',
    scope: 'trust:read',
    query,
    items: trustEvent,
    cursor: ['id'],
    handle: async ({ app, query: { provider }, page: { limit, after } }) => {
      const providerId = provider === undefined ? null : (await existing(app.db, provider)).policy.id
      const rows = await pageOfTrustEvents(app.db, { providerId, before: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(
        rows,
        limit,
        (row) => [row.id],
        ({ slug, ...row }) => ({ ...row, provider: slug }),
      )
    },
  }),
]
