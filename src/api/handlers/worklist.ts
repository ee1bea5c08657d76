import type { App } from '../../sign-on/app.ts'
import { recordAudit } from '../../store/audit.ts'
import { providerBySlug } from '../../store/providers.ts'
import { type Caller, may as callerMay } from '../caller.ts'
import { workAction, workCounts, workDetail, workEntry, workQuery } from '../contract/worklist.ts'
import { isDangerousWork } from '../dangers.ts'
import { invalid } from '../edit/change.ts'
import { existingWork, type WorkEntry } from '../edit/work-entry.ts'
import type { May } from '../edit/work-rights.ts'
import { actOnWork } from '../edit/worklist.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { holdsClaims, showWork, showWorkDetail, workCountsFor, workPage } from '../worklist-view.ts'

const mayOf =
  (caller: Caller): May =>
  (scope) =>
    callerMay(caller, scope)

/** Notes in the audit whose arrivals somebody has seen: one event for a page. */
async function entriesWereRead(app: App, caller: Caller, entries: readonly WorkEntry[]): Promise<void> {
  if (!callerMay(caller, 'claims:read')) return
  const objects = entries.filter(holdsClaims).map(({ id }) => id)
  if (objects.length === 0) return
  await recordAudit(app.db, app.now(), { kind: 'claims.read', author: caller.author, objects })
}

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
      await entriesWereRead(app, caller, rows.slice(0, limit))
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
    summary:
      'Reads one entry with what one needs to decide; what arrived, and whom it names, only with the scope claims:read',
    scope: 'directory:read',
    answer: workDetail,
    handle: async ({ app, caller, params: { id = '' } }) => {
      const may = mayOf(caller)
      const entry = await existingWork(app, id, may)
      await entriesWereRead(app, caller, [entry])
      return { body: await showWorkDetail(app, entry, may) }
    },
  }),
  one({
    method: 'POST',
    path: '/worklist/:id/actions',
    summary: 'Does something about an entry; besides directory:write some actions need rules:write or trust:write',
    scope: 'directory:write',
    stepUp: isDangerousWork,
    body: workAction,
    answer: workEntry,
    handle: async ({ app, caller, params: { id = '' }, body }) => {
      const may = mayOf(caller)
      const entry = await actOnWork(app, caller.author, id, body, may)
      await entriesWereRead(app, caller, [entry])
      return { body: showWork(entry, may) }
    },
  }),
]
