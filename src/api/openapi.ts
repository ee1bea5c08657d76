import { z } from 'zod'
import * as contract from './contract.ts'
import type { Route } from './route.ts'

type Json = Readonly<Record<string, unknown>>

/** Every shape of the contract by its name there, so that the document names them too. */
const shapes = new Map<z.ZodType, string>(
  Object.entries(contract).flatMap(([name, value]) =>
    value instanceof z.ZodType && !name.endsWith('Query')
      ? [[value, name.charAt(0).toUpperCase() + name.slice(1)] as const]
      : [],
  ),
)

const inputs = /(Input|Patch)$/

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}

const reference = (schema: z.ZodType): Json => {
  const name = shapes.get(schema)
  return name === undefined ? jsonSchema(schema, 'output') : { $ref: `#/components/schemas/${name}` }
}

/**
 * The OpenAPI 3.1 document of the routes: from the same table that routing comes from, and the same shapes that requests
 * are checked with.
 */
export function openApi(routes: readonly Route[], server: string): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'jitup', version: '1', summary: 'Just-in-time user provisioning' },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: Object.fromEntries(
        [...shapes].map(([schema, name]) => [name, jsonSchema(schema, inputs.test(name) ? 'input' : 'output')]),
      ),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function operation(route: Route): Json {
  const ok = route.items ? page(route.items) : route.answer ? reference(route.answer) : null
  const answer = { description: route.summary, ...(ok && { content: { 'application/json': { schema: ok } } }) }
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[/:-](\w)/g, (_, first: string) => first.toUpperCase()).replace(/\W/g, '')}`,
    tags: [route.path.split('/')[1]],
    security: route.scope === null ? [] : [{ token: [route.scope] }],
    parameters: parameters(route),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: reference(route.body) } } },
    }),
    ...(route.upload !== undefined && {
      requestBody: { required: true, content: { [route.upload]: { schema: { type: 'string' } } } },
    }),
    responses: {
      [route.status ?? (ok ? 200 : 204)]: answer,
      default: {
        description: 'What went wrong, by a stable code',
        content: { 'application/problem+json': { schema: reference(contract.problem) } },
      },
    },
  }
}

const page = (items: z.ZodType): Json => ({
  type: 'object',
  properties: { items: { type: 'array', items: reference(items) }, next: { type: ['string', 'null'] } },
  required: ['items', 'next'],
  additionalProperties: false,
})

function parameters(route: Route): readonly Json[] {
  const text = { type: 'string' }
  const header = (name: string, description: string) => ({ name, in: 'header', description, schema: text })
  const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: text,
  }))
  const query = Object.entries(route.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: jsonSchema(schema as z.ZodType, 'input'),
  }))
  const paging = [
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
    { name: 'cursor', in: 'query', description: '`next` of the page before', schema: text },
  ]
  const changes = route.method === 'PATCH' || route.method === 'DELETE'
  return [
    ...named,
    ...query,
    ...(route.cursor ? paging : []),
    ...(changes ? [header('If-Match', 'Changes only this version: the ETag, or the version in quotes')] : []),
    ...(route.method === 'POST' ? [header('Idempotency-Key', 'A repeated request gets the first answer')] : []),
  ]
}
