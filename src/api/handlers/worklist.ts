import { providerBySlug } from '../../store/providers.ts'
import { type Caller, may as callerMay } from '../caller.ts'
import { workAction, workCounts, workDetail, workEntry, workQuery } from '../contract/worklist.ts'
import { invalid } from '../edit/change.ts'
import { actOnWork, existingWork, type May } from '../edit/worklist.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { showWork, showWorkDetail, workCountsFor, workPage } from '../worklist-view.ts'
import { claimsWereRead } from './sign-ons.ts'

const mayOf =
  (caller: Caller): May =>
  (scope) =>
    callerMay(caller, scope)

export const worklistRoutes: readonly Route[] = [
  list({
    path: '/worklist',
    summary: 'Lists what needs somebody, newest first',
    scope: 'directory:read',
    query: workQuery,
    items: workEntry,
    cursor: ['id'],
    handle: async ({ app, caller, query, page: { limit, after } }) => {
      const provider = query.provider === undefined ? null : await providerBySlug(app.db, query.provider)
      if (query.provider !== undefined && !provider) throw invalid('provider', 'There is no such identity provider.')
      const filter = { kind: query.kind, state: query.state ?? 'open', providerId: provider?.policy.id } as const
      const page = { before: after?.[0] ?? null, limit: limit + 1 }
      const rows = await workPage(app, filter, page, mayOf(caller))
      return pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => showWork(row, mayOf(caller)),
      )
    },
  }),
  one({
    method: 'GET',
    path: '/worklist/counts',
    summary: 'Counts what needs somebody, by kind and provider',
    scope: 'directory:read',
    answer: workCounts,
    handle: async ({ app, caller }) => ({ body: await workCountsFor(app, mayOf(caller)) }),
  }),
  one({
    method: 'GET',
    path: '/worklist/:id',
    summary: 'Reads one entry with what one needs to decide; whom the provider names only with the scope claims:read',
    scope: 'directory:read',
    answer: workDetail,
    handle: async ({ app, caller, params: { id = '' } }) => {
      const may = mayOf(caller)
      const body = await showWorkDetail(app, await existingWork(app, id, may), may)
      if (body.subject !== null) await claimsWereRead(app, caller, body.signOnId ?? body.id)
      return { body }
    },
  }),
  one({
    method: 'POST',
    path: '/worklist/:id/actions',
    summary: 'Does something about an entry; besides directory:write some actions need rules:write or trust:write',
    scope: 'directory:write',
    body: workAction,
    answer: workEntry,
    handle: async ({ app, caller, params: { id = '' }, body }) => {
      const may = mayOf(caller)
      return { body: showWork(await actOnWork(app, caller.author, id, body, may), may) }
    },
  }),
]
