import { z } from 'zod'
import { startImport } from '../../import/job.ts'
import { type ImportRecord, importById, pageOfImportProblems } from '../../store/imports.ts'
import { isUuid } from '../../store/uuid.ts'
import { beyondAudit } from '../audit.ts'
import { rightsOf, stillMay } from '../caller.ts'
import { importProblem, importRun } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const show = (run: ImportRecord) => ({ ...run })

export const importRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/imports',
    summary: 'Imports contacts, users and roles from CSV; goes on after the answer',
    scope: 'directory:write',
    stepUp: ({ query }) => query.dryRun !== 'true',
    query: z.strictObject({
      dryRun: z.enum(['true', 'false']).optional().describe('Decides everything, writes nothing'),
      key: z.string().min(1).max(64).optional().describe('How people are found again: login, or a contact column'),
    }),
    upload: 'text/csv',
    answer: importRun,
    status: 201,
    handle: async ({ app, caller, query, upload }) => {
      const options = {
        dryRun: query.dryRun === 'true',
        key: query.key ?? null,
        author: caller.author,
        stillMay: stillMay(app, caller, 'directory:write'),
      }
      const { run } = await startImport(beyondAudit(app), upload, { ...options, ...rightsOf(caller) })
      return { body: show(run), location: `/imports/${run.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/imports/:id',
    summary: 'Tells how far an import is',
    scope: 'directory:read',
    answer: importRun,
    handle: async ({ app, params }) => {
      const run = isUuid(params.id ?? '') ? await importById(app.db, params.id ?? '', app.now()) : null
      if (!run) throw notFound('import')
      return { body: show(run) }
    },
  }),
  list({
    path: '/imports/:id/problems',
    summary: 'Lists the rows that an import left out, and why',
    scope: 'directory:read',
    items: importProblem,
    cursor: ['integer', 'integer'],
    handle: async ({ app, params, page: { limit, after } }) => {
      const id = params.id ?? ''
      if (!isUuid(id) || !(await importById(app.db, id, app.now()))) throw notFound('import')
      const position = after === null ? null : { row: Number(after[0]), part: Number(after[1]) }
      const rows = await pageOfImportProblems(app.db, app.seal, id, { after: position, limit: limit + 1 })
      return pageFrom(
        rows,
        limit,
        ({ row, part }) => [String(row), String(part)],
        ({ part: _, ...problem }) => problem,
      )
    },
  }),
]
