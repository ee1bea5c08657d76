import { z } from 'zod'
import * as contract from '../contract.ts'
import { examples } from '../examples.ts'
import type { Route } from '../route.ts'

export type Json = Readonly<Record<string, unknown>>

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** Every shape of the contract by its name there, so that the document names them too. What a query holds are parameters. */
const shapes: ReadonlyMap<z.ZodType, string> = new Map(
  Object.entries(contract).flatMap(([name, value]) =>
    value instanceof z.ZodType && !name.endsWith('Query') ? [[value, name] as const] : [],
  ),
)

/** A shape as JSON Schema: `input` as it may be sent, `output` as it is answered. */
export const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}

/** The shape by its name in the document, or written out where it has none. */
export const reference = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const name = shapes.get(schema)
  return name === undefined ? jsonSchema(schema, io) : { $ref: `#/components/schemas/${capital(name)}` }
}

/** The example of a shape by its name in the document, for a media type; empty where there is none. */
export function exampleOf(schema: z.ZodType): Json {
  const name = shapes.get(schema)
  if (name === undefined || !Object.hasOwn(examples, name)) return {}
  return { examples: { one: { $ref: `#/components/examples/${capital(name)}` } } }
}

/** As `exampleOf`, for one page of a list. */
export function pageExampleOf(schema: z.ZodType): Json {
  const name = shapes.get(schema)
  return name === undefined || !Object.hasOwn(examples, name)
    ? {}
    : { example: { items: [examples[name]], next: null } }
}

/** One page of a list. */
export const pageSchema = (items: z.ZodType): Json => ({
  type: 'object',
  properties: { items: { type: 'array', items: reference(items, 'output') }, next: { type: ['string', 'null'] } },
  required: ['items', 'next'],
  additionalProperties: false,
})

/** The named shapes and examples that the routes speak of, with errors. */
export function components(routes: readonly Route[]): Json {
  const sent = new Set(routes.flatMap(({ body }) => (body ? [body] : [])))
  const answered = routes.flatMap(({ items, answer }) => [items, answer])
  const used = new Set([...sent, ...answered, contract.problem])
  const named = [...shapes].filter(([schema]) => used.has(schema))
  return {
    schemas: Object.fromEntries(
      named.map(([schema, name]) => [capital(name), jsonSchema(schema, sent.has(schema) ? 'input' : 'output')]),
    ),
    examples: Object.fromEntries(
      named.flatMap(([, name]) => (Object.hasOwn(examples, name) ? [[capital(name), { value: examples[name] }]] : [])),
    ),
  }
}
