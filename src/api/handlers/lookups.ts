import sql from 'sql-template-tag'
import { z } from 'zod'
import { nameKey } from '../../core/names.ts'
import { keyFits } from '../../core/text.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { createLookupValues, type LookupEntry, listLookupValues } from '../../store/lookups.ts'
import { lookupValue, lookupValueInput } from '../contract.ts'
import { invalid, notFound } from '../edit/change.ts'
import { type Call, list, one, type PageAnswer, pageFrom, type Route } from '../route.ts'

/** Contacts are a lookup for columns such as Owner, but they are people: listed and made elsewhere. */
async function assertLookup(app: App, name: string): Promise<void> {
  const known = name === 'Contact' ? [] : await app.db.query(sql`select 1 from lookups where name = ${name}`)
  if (known.length === 0) throw notFound('lookup')
}

const show = ({ id, name, createdBy, createdAt }: LookupEntry) => ({ id, name, createdBy, createdAt })

async function page(lookup: string, { app, query, page }: Call<{ search?: string | undefined }>): Promise<PageAnswer> {
  const [key = '', id = ''] = page.after ?? []
  const after = page.after ? { key, id } : null
  const rows = await listLookupValues(app.db, lookup, { search: query.search ?? '', after, limit: page.limit + 1 })
  return pageFrom(rows, page.limit, (row) => [row.key, row.id], show)
}

async function create(app: App, lookup: string, name: string): Promise<LookupEntry> {
  if (!keyFits(name)) throw invalid('name', 'The name is too long.')
  const key = nameKey(name)
  return app.db.serialised([`lookup ${lookup} ${key}`], async (tx) => {
    const [taken] = await tx.query<{ id: string }>(sql`
      select id from lookup_values where lookup = ${lookup} and name_key = ${key}
      union all select value_id from lookup_aliases where lookup = ${lookup} and name_key = ${key} limit 1`)
    if (taken) {
      throw new JitupError('conflict', `${lookup} has a value of this name already.`, { field: 'name', id: taken.id })
    }
    // White space is collapsed as a sign-on would: what is shown is what is compared.
    await createLookupValues(tx, [{ lookup, name: name.replace(/\s+/g, ' ') }], 'person', app.now())
    const [made] = await tx.query<LookupEntry>(sql`
      select id, name, created_by as "createdBy", created_at as "createdAt" from lookup_values
      where lookup = ${lookup} and name_key = ${key}`)
    if (!made) throw new Error('a value is there after it was created')
    return made
  })
}

const search = z.strictObject({ search: z.string().max(256).optional().describe('Part of a name') })

export const lookupRoutes: readonly Route[] = [
  list({
    path: '/lookups/:name/values',
    summary: 'Lists the values of a lookup by name',
    scope: 'directory:read',
    query: search,
    items: lookupValue,
    cursor: ['text', 'id'],
    handle: async (call) => {
      const { name = '' } = call.params
      await assertLookup(call.app, name)
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
      await assertLookup(app, name)
      return { body: show(await create(app, name, body.name)) }
    },
  }),
  list({
    path: '/accounts',
    summary: 'Lists accounts: the organisations that contacts belong to',
    scope: 'directory:read',
    query: search,
    items: lookupValue,
    cursor: ['text', 'id'],
    handle: (call) => page('Account', call),
  }),
]
