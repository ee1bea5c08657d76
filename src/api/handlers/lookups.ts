import { z } from 'zod'
import { type LookupEntry, listLookupValues } from '../../store/lookups.ts'
import { type Caller, may } from '../caller.ts'
import {
  lookup,
  lookupInput,
  lookupMerged,
  lookupMergeInput,
  lookupValueDetail,
  lookupValuePatch,
} from '../contract/lookups.ts'
import { lookupValue, lookupValueInput } from '../contract.ts'
import { unlessDry, widensAccounts } from '../dangers.ts'
import { deleteValue, foretellMerge, mergeValues, type ValueMerge } from '../edit/lookup-merge.ts'
import { assertLookup } from '../edit/lookup-state.ts'
import { renameValue, type ValueDetail, valueDetail } from '../edit/lookup-values.ts'
import { addLookup, listLookups, lookupNamed } from '../edit/lookups.ts'
import { createLookupValue } from '../edit/new-lookup-value.ts'
import { type Call, list, one, type PageAnswer, pageFrom, type Route } from '../route.ts'
import { mentions, searchBy } from './search.ts'

const show = ({ id, name, createdBy, createdAt }: LookupEntry) => ({ id, name, createdBy, createdAt })

const showUses = (byColumn: ValueDetail['uses']) => ({
  contacts: byColumn.reduce((sum, one) => sum + one.contacts, 0),
  byColumn,
})

const answer = ({ key: _, uses, ...value }: ValueDetail) => ({
  body: { ...value, uses: showUses(uses) },
  version: value.version,
  joined: true,
})

const showMerge = ({ into, uses, ...merge }: ValueMerge, dryRun: boolean) => ({
  id: into.id,
  name: into.name,
  dryRun,
  uses: showUses(uses),
  ...merge,
})

const rightsOf = (caller: Caller) => ({ trust: may(caller, 'trust:write') })

async function page(lookup: string, { app, query, page }: Call<{ search?: string | undefined }>): Promise<PageAnswer> {
  const [key = '', id = ''] = page.after ?? []
  const after = page.after ? { key, id } : null
  const rows = await listLookupValues(app.db, lookup, { search: query.search ?? '', after, limit: page.limit + 1 })
  return pageFrom(rows, page.limit, (row) => [row.key, row.id], show)
}

const search = z.strictObject({ search: searchBy('a name') })

export const lookupRoutes: readonly Route[] = [
  list({
    path: '/lookups',
    summary: 'Lists the lookups: how many values they have, and which columns hold them',
    scope: 'directory:read',
    query: z.strictObject({ search: searchBy('the name or the caption') }),
    items: lookup,
    cursor: ['text'],
    handle: async ({ app, query, page: { limit, after } }) => {
      const all = (await listLookups(app.db)).filter(
        ({ name, caption }) => (after === null || name > (after[0] ?? '')) && mentions(query.search, [name, caption]),
      )
      return pageFrom(
        all,
        limit,
        (one) => [one.name],
        (one) => one,
      )
    },
  }),
  one({
    method: 'POST',
    path: '/lookups',
    summary: 'Adds a lookup; POST /columns adds a column that holds its values',
    scope: 'directory:write',
    body: lookupInput,
    answer: lookup,
    status: 201,
    handle: async ({ app, body }) => ({ body: await addLookup(app, body), location: `/lookups/${body.name}` }),
  }),
  one({
    method: 'GET',
    path: '/lookups/:name',
    summary: 'Reads one lookup',
    scope: 'directory:read',
    answer: lookup,
    handle: async ({ app, params }) => ({ body: await lookupNamed(app.db, params.name ?? '') }),
  }),
  list({
    path: '/lookups/:name/values',
    summary: 'Lists the values of a lookup by name',
    scope: 'directory:read',
    query: search,
    items: lookupValue,
    cursor: ['text', 'id'],
    handle: async (call) => {
      const { name = '' } = call.params
      await assertLookup(call.app.db, name)
      return page(name, call)
    },
  }),
  one({
    method: 'POST',
    path: '/lookups/:name/values',
    summary: 'Adds a value to a lookup',
    scope: 'directory:write',
    body: lookupValueInput,
    answer: lookupValue,
    status: 201,
    handle: async ({ app, params: { name = '' }, body }) => {
      await assertLookup(app.db, name)
      const made = await createLookupValue(app, name, body.name)
      return { body: show(made), location: `/lookups/${name}/values/${made.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/lookups/:name/values/:id',
    summary: 'Reads one value: how many contacts have it, what else leads to it, which rules name it',
    scope: 'directory:read',
    answer: lookupValueDetail,
    handle: async ({ app, params: { name = '', id = '' } }) => {
      await assertLookup(app.db, name)
      return answer(await valueDetail(app.db, name, id))
    },
  }),
  one({
    method: 'PATCH',
    path: '/lookups/:name/values/:id',
    summary: 'Renames a value; the former name goes on leading to it, unless keepAlias is false',
    scope: 'directory:write',
    stepUp: (asked) => widensAccounts(asked, { name: asked.body.name }),
    body: lookupValuePatch,
    answer: lookupValueDetail,
    handle: async ({ app, caller, params: { name = '', id = '' }, body, expectedVersion }) => {
      await assertLookup(app.db, name)
      return answer(await renameValue(app, caller.author, name, id, body, expectedVersion, rightsOf(caller)))
    },
  }),
  one({
    method: 'DELETE',
    path: '/lookups/:name/values/:id',
    summary: 'Removes a value that no contact has and no rule names, or puts another one in its place',
    scope: 'directory:write',
    stepUp: (asked) => asked.query.replaceBy !== undefined && widensAccounts(asked, { into: asked.query.replaceBy }),
    query: z.strictObject({ replaceBy: z.uuid().optional().describe('Id of the value that takes its place') }),
    handle: async ({ app, caller, params: { name = '', id = '' }, query, expectedVersion }) => {
      await assertLookup(app.db, name)
      if (query.replaceBy === undefined) await deleteValue(app, caller.author, name, id, expectedVersion)
      else await mergeValues(app, caller.author, name, id, query.replaceBy, rightsOf(caller), expectedVersion)
      return {}
    },
  }),
  one({
    method: 'POST',
    path: '/lookups/:name/values/:id/merge',
    summary:
      'Makes two values one: contacts, names and rules of this one mean the other from then on; cannot be undone',
    scope: 'directory:write',
    stepUp: (asked) => unlessDry(asked) && widensAccounts(asked, { into: asked.body.into }),
    body: lookupMergeInput,
    answer: lookupMerged,
    handle: async ({
      app,
      caller,
      params: { name = '', id = '' },
      body: { into, dryRun = false },
      expectedVersion,
    }) => {
      await assertLookup(app.db, name)
      const merge = dryRun
        ? await foretellMerge(app.db, name, id, into)
        : await mergeValues(app, caller.author, name, id, into, rightsOf(caller), expectedVersion)
      return { body: showMerge(merge, dryRun) }
    },
  }),
  list({
    path: '/accounts',
    summary: 'Lists accounts: the organisations that contacts belong to; edited as the values of the lookup Account',
    scope: 'directory:read',
    query: search,
    items: lookupValue,
    cursor: ['text', 'id'],
    handle: (call) => page('Account', call),
  }),
]
