import type { App } from '../../sign-on/app.ts'
import { acsUrl } from '../../sign-on/trust.ts'
import { listProviders, type ProviderRecord } from '../../store/providers.ts'
import { provider, providerInput, providerPatch } from '../contract.ts'
import { createProvider, deleteProvider, existing, updateProviderBy } from '../edit/providers.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { suggestionFor } from '../suggestion.ts'

const show = (app: App, { policy, ...record }: ProviderRecord) => ({
  ...policy,
  version: record.version,
  protocol: record.protocol,
  entityId: record.entityId,
  spEntityId: record.spEntityId,
  acsUrl: acsUrl(app.publicUrl, policy.slug),
  metadataUrl: `${app.publicUrl}/sso/${policy.slug}/metadata`,
  settings: record.settings,
  preset: record.preset,
  suggestedPreset: record.preset === null ? suggestionFor(record) : null,
  enabled: record.enabled,
  demo: record.demo,
  createdAt: record.createdAt,
  certificates: record.certificates.map(({ fingerprint, notAfter, pem }) => ({ fingerprint, notAfter, pem })),
})

const answer = (app: App, record: ProviderRecord) => ({ body: show(app, record), version: record.version })

export const providerRoutes: readonly Route[] = [
  list({
    path: '/providers',
    summary: 'Lists the identity providers',
    scope: 'trust:read',
    items: provider,
    cursor: ['text'],
    // An installation has a handful: they are read at once and cut here, by the slug, which is unique and stays.
    handle: async ({ app, page }) => {
      const all = (await listProviders(app.db)).toSorted((a, b) => (a.policy.slug < b.policy.slug ? -1 : 1))
      const after = page.after?.[0] ?? ''
      const rest = all.filter((record) => record.policy.slug > after).slice(0, page.limit + 1)
      return pageFrom(
        rest,
        page.limit,
        (record) => [record.policy.slug],
        (record) => show(app, record),
      )
    },
  }),
  one({
    method: 'POST',
    path: '/providers',
    summary: 'Sets up an identity provider from its metadata',
    scope: 'trust:write',
    body: providerInput,
    answer: provider,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const record = await createProvider(app, caller.author, body)
      return { ...answer(app, record), location: `/providers/${record.policy.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/providers/:id',
    summary: 'Reads one identity provider, by id or slug',
    scope: 'trust:read',
    answer: provider,
    handle: async ({ app, params }) => answer(app, await existing(app.db, params.id ?? '')),
  }),
  one({
    method: 'PATCH',
    path: '/providers/:id',
    summary: 'Changes name, policy, settings, state or keys of an identity provider',
    scope: 'trust:write',
    body: providerPatch,
    answer: provider,
    handle: async ({ app, caller, params, body, expectedVersion }) =>
      answer(app, await updateProviderBy(app, caller.author, params.id ?? '', body, expectedVersion)),
  }),
  one({
    method: 'DELETE',
    path: '/providers/:id',
    summary: 'Removes an identity provider nobody has signed on with',
    scope: 'trust:write',
    handle: async ({ app, caller, params, expectedVersion }) => {
      await deleteProvider(app, caller.author, params.id ?? '', expectedVersion)
      return {}
    },
  }),
]
