import type { z } from 'zod'
import type { Route } from '../route.ts'
import { type Json, jsonSchema } from './schemas.ts'

const text = { type: 'string' }

/** What stands for one thing of a noun; an id where it is not said. */
const names: Readonly<Record<string, string>> = {
  'providers :id': 'Id or slug',
  'users :id': 'Id or login name',
  'roles :id': 'Id or name',
  'presets :id': 'Name of the preset',
  'columns :name': 'Name of the column',
  'contacts :name': 'Name of the column',
  'lookups :name': 'Name of the lookup',
  'revisions :number': 'Number of the version',
  'providers :fingerprint': 'SHA-256 of the certificate, in hexadecimal digits',
}

/** The parameters of a route: of its path, its query, its pages, and the headers that it knows. */
export function parameters(route: Route, versioned: boolean): readonly Json[] {
  const noun = route.path.split('/')[1]
  const path = [...route.path.matchAll(/:(\w+)/g)].map(([sign, name]) => ({
    name,
    in: 'path',
    required: true,
    description: names[`${noun} ${sign}`] ?? 'Id',
    schema: text,
  }))
  const query = Object.entries(route.query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = jsonSchema(schema as z.ZodType, 'input')
    const needed = !(schema as z.ZodType).safeParse(undefined).success
    return { name, in: 'query', required: needed, ...(description === undefined ? {} : { description }), schema: rest }
  })
  const refs = [
    ...(route.cursor ? ['limit', 'cursor'] : []),
    ...(route.csv ? ['format'] : []),
    ...(versioned && route.method !== 'GET' ? ['If-Match'] : []),
    ...(versioned && route.method === 'GET' && !route.items ? ['If-None-Match'] : []),
    ...(route.method === 'POST' && route.upload === undefined && !route.secret ? ['Idempotency-Key'] : []),
  ]
  return [...path, ...query, ...refs.map((name) => ({ $ref: `#/components/parameters/${name}` }))]
}

const header = (name: string, description: string): Json => ({ name, in: 'header', description, schema: text })

/** What several operations share. */
export const sharedParameters: Json = {
  limit: {
    name: 'limit',
    in: 'query',
    description: 'How many items a page has at most',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  },
  cursor: { name: 'cursor', in: 'query', description: '`next` of the page before', schema: text },
  format: {
    name: 'format',
    in: 'query',
    description: 'csv: the whole list as a table, as `Accept: text/csv` has it too',
    schema: { type: 'string', enum: ['json', 'csv'] },
  },
  'If-Match': header('If-Match', 'Changes only this version: the ETag, or the `version` in quotes'),
  'If-None-Match': header('If-None-Match', 'The ETag of what is known already: then the answer is 304'),
  'Idempotency-Key': header(
    'Idempotency-Key',
    'A request that is repeated with it is carried out once; kept for a day',
  ),
}

/** Headers of answers. */
export const sharedHeaders: Json = {
  ETag: { description: 'The version, for If-Match and If-None-Match', schema: text },
  Location: { description: 'The address of what was made', schema: text },
  'Idempotency-Replayed': {
    description: 'true: this is the answer to the first request with that Idempotency-Key',
    schema: text,
  },
  'WWW-Authenticate': { description: 'How to say who asks', schema: text },
}
