import { z } from 'zod'
import { pageOfAliases } from '../../store/lookup-values.ts'
import { lookupAlias, lookupAliasInput } from '../contract/lookups.ts'
import { addValueAlias, removeValueAlias } from '../edit/lookup-aliases.ts'
import { assertLookup, existingValue } from '../edit/lookup-state.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

export const lookupAliasRoutes: readonly Route[] = [
  list({
    path: '/lookups/:name/values/:id/aliases',
    summary: 'Lists the other names that lead to a value',
    scope: 'directory:read',
    items: lookupAlias,
    cursor: ['text'],
    handle: async ({ app, params: { name = '', id = '' }, page: { limit, after } }) => {
      await assertLookup(app.db, name)
      const value = await existingValue(app.db, name, id)
      const rows = await pageOfAliases(app.db, value.id, { after: after?.[0] ?? null, limit: limit + 1 })
      return pageFrom(
        rows,
        limit,
        (row) => [row.key],
        (row) => ({ name: row.name }),
      )
    },
  }),
  one({
    method: 'POST',
    path: '/lookups/:name/values/:id/aliases',
    summary: 'Lets another name lead to a value',
    scope: 'directory:write',
    body: lookupAliasInput,
    answer: lookupAlias,
    status: 201,
    handle: async ({ app, params: { name = '', id = '' }, body }) => {
      await assertLookup(app.db, name)
      return { body: await addValueAlias(app, name, id, body.name) }
    },
  }),
  one({
    method: 'DELETE',
    path: '/lookups/:name/values/:id/aliases',
    summary: 'Takes another name from a value',
    scope: 'directory:write',
    query: z.strictObject({ name: z.string().min(1).max(256) }),
    handle: async ({ app, params: { name = '', id = '' }, query }) => {
      await assertLookup(app.db, name)
      await removeValueAlias(app, name, id, query.name)
      return {}
    },
  }),
]
