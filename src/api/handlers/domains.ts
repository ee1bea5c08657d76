import { proofOf } from '../../sign-on/domain-proof.ts'
import { type DomainRecord, listDomains } from '../../store/domains.ts'
import { domain, domainInput } from '../contract.ts'
import { bindDomain, existingDomain, unbindDomain, verifyDomain } from '../edit/domains.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const show = (record: DomainRecord) => ({
  id: record.id,
  domain: record.domain,
  provider: record.provider,
  provenAt: record.provenAt,
  counts: record.counts,
  proof: proofOf(record),
  createdAt: record.createdAt,
})

export const domainRoutes: readonly Route[] = [
  list({
    path: '/domains',
    summary: 'Lists the mail domains and the providers they belong to',
    scope: 'trust:read',
    items: domain,
    cursor: ['text'],
    handle: async ({ app, page: { limit, after } }) => {
      const rows = await listDomains(app.db, { after: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(rows, limit, (record) => [record.domain], show)
    },
  }),
  one({
    method: 'POST',
    path: '/domains',
    summary: 'Binds a mail domain to a provider; the answer names the DNS record that proves it',
    scope: 'trust:write',
    stepUp: true,
    body: domainInput,
    answer: domain,
    status: 201,
    handle: async ({ app, body }) => {
      const record = await bindDomain(app, body)
      return { body: show(record), location: `/domains/${record.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/domains/:id',
    summary: 'Reads one mail domain',
    scope: 'trust:read',
    answer: domain,
    handle: async ({ app, params }) => ({ body: show(await existingDomain(app.db, params.id ?? '')) }),
  }),
  one({
    method: 'POST',
    path: '/domains/:id/verify',
    summary: 'Asks DNS for the proof',
    scope: 'trust:write',
    answer: domain,
    handle: async ({ app, params }) => ({ body: show(await verifyDomain(app, params.id ?? '')) }),
  }),
  one({
    method: 'DELETE',
    path: '/domains/:id',
    summary: 'Frees a mail domain',
    scope: 'trust:write',
    stepUp: true,
    handle: async ({ app, params }) => {
      await unbindDomain(app, params.id ?? '')
      return {}
    },
  }),
]
