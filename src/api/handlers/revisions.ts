import { pageOfRevisions, revisionByNumber } from '../../store/revisions.ts'
import { revision, revisionDetail } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

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
    handle: async ({ app, params: { number = '' } }) => {
      const found = /^[1-9][0-9]{0,8}$/.test(number) ? await revisionByNumber(app.db, Number(number)) : null
      if (!found) throw notFound('revision')
      return { body: found, version: found.revision }
    },
  }),
]
