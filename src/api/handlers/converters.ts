import { z } from 'zod'
import { type ConverterRecord, converterById, listConverters } from '../../store/converters.ts'
import { isUuid } from '../../store/uuid.ts'
import { converter, converterInput, converterPatch } from '../contract.ts'
import { notFound } from '../edit/change.ts'
import { deleteConverter, saveConverter } from '../edit/converters.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { mentions, searchBy } from './search.ts'

/** A row as the API shows it. */
export const showConverter = ({ providerId: _, ...row }: ConverterRecord) => row

const answer = (record: ConverterRecord) => ({ body: showConverter(record), version: record.version })

export const converterRoutes: readonly Route[] = [
  list({
    path: '/converters',
    summary: 'Lists the rows of "SAML field name converters to contact field name"',
    scope: 'rules:read',
    query: z.strictObject({
      search: searchBy('an attribute, the column, the default value or a template'),
      provider: z.string().min(1).max(256).optional().describe('Slug; its own rows, without those for all'),
    }),
    items: converter,
    cursor: ['id'],
    // Pages go by id, which never moves; `position` says the order of the list.
    handle: async ({ app, query, page }) => {
      const all = (await listConverters(app.db)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const after = page.after?.[0] ?? ''
      const wanted = ({ provider, attributes, column, defaultValue, template }: ConverterRecord) =>
        (query.provider === undefined || provider === query.provider) &&
        mentions(query.search, [...(attributes ?? []), column, defaultValue, template])
      const rest = all.filter((record) => record.id > after && wanted(record)).slice(0, page.limit + 1)
      return pageFrom(rest, page.limit, (record) => [record.id], showConverter)
    },
  }),
  one({
    method: 'POST',
    path: '/converters',
    summary: 'Adds a row: attribute, contact column, default value',
    scope: 'rules:write',
    body: converterInput,
    answer: converter,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const record = await saveConverter(app, caller.author, body)
      return { ...answer(record), location: `/converters/${record.id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/converters/:id',
    summary: 'Reads one row',
    scope: 'rules:read',
    answer: converter,
    handle: async ({ app, params: { id = '' } }) => {
      const record = isUuid(id) ? await converterById(app.db, id) : null
      if (!record) throw notFound('converter')
      return answer(record)
    },
  }),
  one({
    method: 'PATCH',
    path: '/converters/:id',
    summary: 'Changes a row; what is not given stays',
    scope: 'rules:write',
    body: converterPatch,
    answer: converter,
    handle: async ({ app, caller, params: { id = '' }, body, expectedVersion }) =>
      answer(await saveConverter(app, caller.author, { ...body, id }, expectedVersion)),
  }),
  one({
    method: 'DELETE',
    path: '/converters/:id',
    summary: 'Removes a row; what it has written stays',
    scope: 'rules:write',
    handle: async ({ app, caller, params: { id = '' }, expectedVersion }) => {
      await deleteConverter(app, caller.author, id, expectedVersion)
      return {}
    },
  }),
]
