import { column, columnInput, columnPatch } from '../contract.ts'
import { addCustomColumn, type ColumnRecord, columnNamed, listColumns, renameColumn } from '../edit/columns.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

const answer = (record: ColumnRecord) => ({ body: record, version: record.version })

export const columnRoutes: readonly Route[] = [
  list({
    path: '/columns',
    summary: 'Lists the columns of a contact',
    scope: 'directory:read',
    items: column,
    cursor: ['text'],
    // In display order; columns are only ever added at the end and never removed.
    handle: async ({ app, page: { limit, after } }) => {
      const all = await listColumns(app.db)
      const from = after ? all.findIndex((one) => one.name === after[0]) + 1 : 0
      return pageFrom(
        all.slice(from, from + limit + 1),
        limit,
        (one) => [one.name],
        (one) => one,
      )
    },
  }),
  one({
    method: 'POST',
    path: '/columns',
    summary: 'Adds a custom column to every contact',
    scope: 'rules:write',
    body: columnInput,
    answer: column,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const record = await addCustomColumn(app, caller.author, body)
      return { ...answer(record), location: `/columns/${record.name}` }
    },
  }),
  one({
    method: 'GET',
    path: '/columns/:name',
    summary: 'Reads one column',
    scope: 'directory:read',
    answer: column,
    handle: async ({ app, params }) => answer(await columnNamed(app.db, params.name ?? '')),
  }),
  one({
    method: 'PATCH',
    path: '/columns/:name',
    summary: 'Changes the caption of a column',
    scope: 'rules:write',
    body: columnPatch,
    answer: column,
    handle: async ({ app, caller, params, body, expectedVersion }) =>
      answer(await renameColumn(app, caller.author, params.name ?? '', body, expectedVersion)),
  }),
]
