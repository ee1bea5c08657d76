import { pageOfRevisions, revisionByNumber } from '../../store/revisions.ts'
import { beyondAudit } from '../audit.ts'
import { type Caller, may, rightsOf } from '../caller.ts'
import { revisionDiff as diffAnswer, restored, restoreInput, revisionDiffQuery } from '../contract/revisions.ts'
import { revision, revisionDetail } from '../contract.ts'
import { writeCursor } from '../cursor.ts'
import { unlessDry } from '../dangers.ts'
import { notFound } from '../edit/change.ts'
import { revisionDiff } from '../edit/revision-diff.ts'
import { type Restorer, restoreRevision } from '../edit/revisions.ts'
import { countsOf, tellRestored } from '../revised.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { tellChange } from '../rules-words.ts'

/** @throws JitupError `not_found` */
const numberOf = (text: string | undefined): number => {
  if (!/^[1-9][0-9]{0,8}$/.test(text ?? '')) throw notFound('revision')
  return Number(text)
}

/** Who brings rules back, as far as their scopes go. */
export const restorerOf = (caller: Caller): Restorer => ({
  author: caller.author,
  rights: { ...rightsOf(caller), policies: may(caller, 'trust:write') },
})

const diffPath = '/revisions/:number/diff'

export const revisionRoutes: readonly Route[] = [
  list({
    path: '/revisions',
    summary: 'Lists the versions of the rules, newest first',
    scope: 'rules:read',
    items: revision,
    cursor: ['integer'],
    handle: async ({ app, page: { limit, after } }) => {
      const before = after ? Number(after[0]) : null
      const rows = await pageOfRevisions(app.db, { before, limit: limit + 1 })
      return pageFrom(
        rows,
        limit,
        (row) => [String(row.revision)],
        (row) => row,
      )
    },
  }),
  one({
    method: 'GET',
    path: '/revisions/:number',
    summary: 'Reads the rules as they were',
    scope: 'rules:read',
    answer: revisionDetail,
    handle: async ({ app, params: { number } }) => {
      const found = await revisionByNumber(app.db, numberOf(number))
      if (!found) throw notFound('revision')
      return { body: found, version: found.revision }
    },
  }),
  one({
    method: 'GET',
    path: diffPath,
    summary: 'Tells what a version changed, row by row and field by field; against any other with `from`',
    scope: 'rules:read',
    query: revisionDiffQuery,
    cursor: ['integer'],
    answer: diffAnswer,
    handle: async ({ app, params: { number }, query: { from: other }, page: { limit, after } }) => {
      const { from, to, changes, names } = await revisionDiff(app.db, numberOf(number), other)
      // Versions never change, so that a place in their difference is one for good.
      const start = after === null ? 0 : Number(after[0])
      const items = changes.slice(start, start + limit).map((row) => tellChange(row, names))
      const next = start + limit < changes.length ? writeCursor(diffPath, [String(start + limit)]) : null
      return { body: { from, to, counts: countsOf(changes), items, next } }
    },
  }),
  one({
    method: 'POST',
    path: '/revisions/:number/restore',
    summary: 'Brings a version of the rules back, as a new version: all of it, or nothing',
    scope: 'rules:write',
    stepUp: unlessDry,
    body: restoreInput,
    answer: restored,
    handle: async ({ app, caller, params, body }) => {
      const number = numberOf(params.number)
      const { dryRun = false, confirmWithdrawals: confirm, ...how } = body
      const done = await restoreRevision(dryRun ? beyondAudit(app) : app, restorerOf(caller), number, {
        ...how,
        dryRun,
        confirm,
      })
      return { body: tellRestored(done, number, dryRun), onlyAsked: dryRun }
    },
  }),
]
