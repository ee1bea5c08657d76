import { z } from 'zod'
import type { App } from '../../sign-on/app.ts'
import {
  listMetadataSources,
  listWaitingCertificates,
  metadataSourceOf,
  waitingCertificatesOf,
} from '../../store/provider-metadata.ts'
import { listProviders, type ProviderRecord } from '../../store/providers.ts'
import { refreshProvider } from '../../trust/refresh.ts'
import { rightsOf } from '../caller.ts'
import { metadataFacts, metadataInput, provider, providerInput, providerPatch, providerRemoval } from '../contract.ts'
import { isDangerousProvider } from '../dangers.ts'
import { existing } from '../edit/existing-provider.ts'
import { readMetadata } from '../edit/metadata-facts.ts'
import { createProvider } from '../edit/new-provider.ts'
import { decideOnCertificate } from '../edit/provider-certificates.ts'
import { updateProviderBy } from '../edit/provider-change.ts'
import { guardedProviders } from '../edit/provider-reach.ts'
import { deleteProvider, removalOf } from '../edit/provider-removal.ts'
import { showProvider } from '../provider-view.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { mentions, searchBy } from './search.ts'

async function answer(app: App, record: ProviderRecord) {
  const { id } = record.policy
  const [source, waiting, guarded] = await Promise.all([
    metadataSourceOf(app.db, id),
    waitingCertificatesOf(app.db, id),
    guardedProviders(app.db, [record.policy]),
  ])
  return {
    body: showProvider(app, record, { source, waiting, guarded: guarded.has(id) }),
    version: record.version,
    joined: true,
  }
}

const decide = (decision: 'approve' | 'dismiss') =>
  one({
    method: 'POST',
    path: `/providers/:id/certificates/:fingerprint/${decision}`,
    summary:
      decision === 'approve'
        ? 'Believes a signing key that waits for approval'
        : 'Keeps a signing key waiting without telling of it again',
    scope: 'trust:write',
    ...(decision === 'approve' && { stepUp: true }),
    answer: provider,
    handle: async ({ app, caller, params: { id = '', fingerprint = '' }, expectedVersion }) =>
      answer(
        app,
        await decideOnCertificate(
          app,
          caller.author,
          { provider: id, fingerprint, decision, expectedVersion },
          rightsOf(caller),
        ),
      ),
  })

export const providerRoutes: readonly Route[] = [
  list({
    path: '/providers',
    summary: 'Lists the identity providers',
    scope: 'trust:read',
    query: z.strictObject({ search: searchBy('the name, the slug or the entityID') }),
    items: provider,
    cursor: ['text'],
    // An installation has a handful: they are read at once and cut here, by the slug, which is unique and stays.
    handle: async ({ app, query, page }) => {
      const all = (await listProviders(app.db)).toSorted((a, b) => (a.policy.slug < b.policy.slug ? -1 : 1))
      const after = page.after?.[0] ?? ''
      const rest = all
        .filter(
          ({ policy, entityId }) => policy.slug > after && mentions(query.search, [policy.name, policy.slug, entityId]),
        )
        .slice(0, page.limit + 1)
      const [sources, waiting, guarded] = await Promise.all([
        listMetadataSources(app.db),
        listWaitingCertificates(app.db),
        guardedProviders(
          app.db,
          rest.map(({ policy }) => policy),
        ),
      ])
      return pageFrom(
        rest,
        page.limit,
        (record) => [record.policy.slug],
        (record) =>
          showProvider(app, record, {
            source: sources.get(record.policy.id) ?? null,
            waiting: waiting.get(record.policy.id) ?? [],
            guarded: guarded.has(record.policy.id),
          }),
      )
    },
  }),
  one({
    method: 'POST',
    path: '/providers',
    summary: 'Sets up an identity provider from its metadata',
    scope: 'trust:write',
    // Switched off it lets nobody in.
    stepUp: ({ body }) => body.enabled !== false,
    body: providerInput,
    answer: provider,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const record = await createProvider(app, caller.author, body, rightsOf(caller))
      return { ...(await answer(app, record)), location: `/providers/${record.policy.id}` }
    },
  }),
  one({
    method: 'POST',
    path: '/providers/metadata',
    summary: "Reads an identity provider's metadata, fetched or handed in, and saves nothing",
    scope: 'trust:write',
    body: metadataInput,
    answer: metadataFacts,
    handle: async ({ app, body }) => ({ body: await readMetadata(app, body), onlyAsked: true }),
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
    stepUp: isDangerousProvider,
    body: providerPatch,
    answer: provider,
    handle: async ({ app, caller, params, body, expectedVersion }) =>
      answer(app, await updateProviderBy(app, caller.author, params.id ?? '', body, expectedVersion, rightsOf(caller))),
  }),
  one({
    method: 'POST',
    path: '/providers/:id/refresh',
    summary: "Fetches a provider's metadata now",
    scope: 'trust:write',
    answer: provider,
    handle: async ({ app, params }) => {
      const known = await existing(app.db, params.id ?? '')
      await refreshProvider(app, known.policy.id)
      return answer(app, await existing(app.db, known.policy.id))
    },
  }),
  decide('approve'),
  decide('dismiss'),
  one({
    method: 'GET',
    path: '/providers/:id/removal',
    summary: 'Tells what removing an identity provider would take from people',
    scope: 'trust:read',
    answer: providerRemoval,
    handle: async ({ app, params }) => ({
      body: await removalOf(app.db, (await existing(app.db, params.id ?? '')).policy.id),
    }),
  }),
  one({
    method: 'DELETE',
    path: '/providers/:id',
    summary: 'Removes an identity provider, and takes from people what they have of it',
    scope: 'trust:write',
    stepUp: true,
    query: z.strictObject({
      confirm: z.coerce.number().int().min(0).optional().describe('How many people it is about, as its removal says'),
    }),
    handle: async ({ app, caller, params, query, expectedVersion }) => {
      await deleteProvider(app, caller.author, params.id ?? '', expectedVersion, query.confirm, rightsOf(caller))
      return {}
    },
  }),
]
