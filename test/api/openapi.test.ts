/** The OpenAPI document: what tools that read OpenAPI 3.1 rely on, and examples that are what they say. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as contract from '../../src/api/contract.ts'
import { examples } from '../../src/api/examples.ts'
import { operationsWithOwnProblems } from '../../src/api/openapi/problems.ts'
import { tags } from '../../src/api/openapi/tags.ts'
import { routeTable } from '../../src/api/routes.ts'
import { type Api, newApi, publicUrl } from './api-world.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document that is looked at field by field
type Doc = any

let api: Api
let doc: Doc
beforeAll(async () => {
  api = await newApi()
  doc = (await api.get('/openapi.json', { token: null })).body
}, 60_000)
afterAll(() => api.end())

const shapes = contract as unknown as Readonly<Record<string, z.ZodType | undefined>>
const nameOf = new Map(Object.entries(shapes).map(([name, shape]) => [shape, name]))
const label = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

const operations = (): [string, string, Doc][] =>
  Object.entries(doc.paths as Record<string, Doc>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Doc] => [path, method, operation]),
  )

/** Every object of the document with the way to it. */
function* objectsIn(
  value: unknown,
  at: readonly string[] = [],
): Generator<[readonly string[], Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [at, value as Record<string, unknown>]
  for (const [key, one] of Object.entries(value)) yield* objectsIn(one, [...at, key])
}

const resolve = (ref: string): Doc =>
  ref
    .slice(2)
    .split('/')
    .reduce((at: Doc, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], doc)

describe('the document', () => {
  it('is OpenAPI 3.1: the fields of its root, of servers, tags and security schemes', () => {
    expect(doc).toMatchObject({ openapi: '3.1.0', info: { title: 'jitup', version: '1' } })
    expect(doc.servers).toEqual([{ url: `${publicUrl}/api/v1` }])
    const root = ['openapi', 'info', 'servers', 'tags', 'paths', 'components']
    expect(Object.keys(doc).filter((key) => !root.includes(key))).toEqual([])
    expect(doc.components.securitySchemes).toMatchObject({
      token: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie', name: 'jitup-local-session' },
    })
    for (const kind of Object.keys(doc.components)) {
      for (const name of Object.keys(doc.components[kind])) expect(name).toMatch(/^[a-zA-Z0-9._-]+$/)
    }
  })

  it('has no reference that leads nowhere', () => {
    const refs = [...objectsIn(doc)].flatMap(([at, one]) =>
      typeof one.$ref === 'string' ? [[at.join('/'), one.$ref]] : [],
    )
    expect(refs.length).toBeGreaterThan(300)
    for (const [at = '', ref = ''] of refs) expect([at, ref, resolve(ref)]).toEqual([at, ref, expect.any(Object)])
  })

  it('names every operation once, with a sentence or two, a tag that has one, and a success', () => {
    const ids = operations().map(([, , { operationId }]) => operationId)
    expect(new Set(ids).size).toBe(routeTable.length)
    const known = new Map<string, string>(doc.tags.map((one: Doc) => [one.name, one.description]))
    for (const [path, method, { operationId, summary, description, tags: of, responses }] of operations()) {
      const at = `${method} ${path}`
      expect(operationId, at).toMatch(/^[a-z]+[A-Za-z0-9]+$/)
      expect([at, summary.length > 10, description.startsWith(`${summary}.`)]).toEqual([at, true, true])
      expect([at, known.get(of[0])]).toEqual([at, expect.stringMatching(/\.$/)])
      const codes = Object.keys(responses)
      for (const code of codes) expect([at, code]).toEqual([at, expect.stringMatching(/^([1-5]\d\d|default)$/)])
      expect([at, codes.filter((code) => /^2/.test(code)).length, codes.includes('default')]).toEqual([at, 1, true])
      for (const one of Object.values(responses) as Doc[]) expect([at, typeof one.description]).toEqual([at, 'string'])
    }
    expect(new Set(doc.tags.map((one: Doc) => one.name)).size).toBe(doc.tags.length)
    const nouns = new Set(routeTable.map(({ path }) => path.split('/')[1] ?? ''))
    expect([...nouns].filter((noun) => !(noun in tags))).toEqual([])
  })

  it('declares each placeholder of a path, and every parameter once', () => {
    for (const [path, method, operation] of operations()) {
      const given = operation.parameters.map((one: Doc) => (one.$ref ? resolve(one.$ref) : one))
      const inPath = given.filter((one: Doc) => one.in === 'path')
      expect([path, inPath.map((one: Doc) => one.name)]).toEqual([
        path,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      ])
      expect(inPath.every((one: Doc) => one.required === true)).toBe(true)
      const keys = given.map((one: Doc) => `${one.in} ${one.name.toLowerCase()}`)
      expect([path, method, new Set(keys).size]).toEqual([path, method, keys.length])
      for (const one of given) {
        expect(['path', 'query', 'header']).toContain(one.in)
        expect(one.schema).toBeInstanceOf(Object)
      }
    }
  })

  it('says for every operation who may call it, by token and by session', () => {
    for (const route of routeTable) {
      const operation = doc.paths[route.path.replace(/:(\w+)/g, '{$1}')][route.method.toLowerCase()]
      const { scope } = route
      const expected = route.signedIn
        ? [{ session: [] }]
        : scope === null
          ? []
          : [{ token: [scope] }, { session: [scope] }]
      expect([label(route), operation.security]).toEqual([label(route), expected])
      if (scope !== null) expect(operation.description).toContain(`\`${scope}\``)
    }
  })

  it('tells the errors that an operation answers, by their status', () => {
    const { responses } = doc.paths['/roles/{id}'].patch
    expect(Object.keys(responses)).toEqual(['200', '400', '401', '403', '404', '409', '412', '413', '422', 'default'])
    expect(responses[412].description).toBe('`precondition_failed`')
    expect(responses[403].description).toContain('`step_up_required`')
    const known = routeTable.map(label)
    expect(operationsWithOwnProblems.filter((one) => !known.includes(one))).toEqual([])
  })

  it('tells the headers: ETag and If-Match where there are versions, Location of what was made', async () => {
    const { get, patch } = doc.paths['/roles/{id}']
    const headers = { ETag: { $ref: '#/components/headers/ETag' } }
    expect([get.responses[200].headers, patch.responses[200].headers]).toEqual([headers, headers])
    expect(patch.parameters).toContainEqual({ $ref: '#/components/parameters/If-Match' })
    expect(get.parameters).toContainEqual({ $ref: '#/components/parameters/If-None-Match' })
    const { post } = doc.paths['/roles']
    expect(post.responses[201].headers).toMatchObject({ Location: {}, 'Idempotency-Replayed': {} })
    const made = await api.post('/roles', { name: 'Desk' })
    expect([made.headers.get('location'), made.headers.get('etag')]).toEqual([
      `${publicUrl}/api/v1/roles/${made.body.id}`,
      expect.stringMatching(/^"1-/),
    ])
    expect(doc.paths['/tokens'].post.responses[201].headers.Location).toBeUndefined()
  })

  it('tells what is no JSON', () => {
    const types = (path: string) => Object.keys(doc.paths[path].get.responses[200].content)
    expect(types('/configuration')).toEqual(['application/yaml'])
    expect(types('/audit/stream')).toEqual(['application/x-ndjson'])
    expect(types('/contacts')).toEqual(['application/json', 'text/csv'])
    expect(types('/providers/{id}/setup')).toEqual(['application/json', 'text/markdown'])
    expect(Object.keys(doc.paths['/imports'].post.requestBody.content)).toEqual(['text/csv'])
  })
})

describe('examples', () => {
  it.each(Object.keys(examples))('%s is what its shape says', (name) => {
    const shape = shapes[name]
    expect(shape).toBeInstanceOf(z.ZodType)
    const checked = shape?.safeParse(examples[name])
    expect(checked?.error?.message ?? '').toBe('')
  })

  it('are there for everything that is sent and answered', () => {
    // Whole persons are as large as what is kept of them, and this document is one of them itself.
    const unnamed = ['GET /users/:id/export', 'GET /contacts/:id/export', 'GET /audit/stream', 'GET /openapi.json']
    for (const route of routeTable) {
      for (const shape of [route.body, route.items, route.answer]) {
        if (shape === undefined || unnamed.includes(label(route))) continue
        const name = nameOf.get(shape)
        expect([label(route), name, name !== undefined && Object.hasOwn(examples, name)]).toEqual([
          label(route),
          name,
          true,
        ])
      }
    }
  })

  it('stand in the document beside requests and answers', () => {
    const { post } = doc.paths['/contacts']
    const one = { one: { $ref: '#/components/examples/ContactInput' } }
    expect(post.requestBody.content['application/json'].examples).toEqual(one)
    const page = doc.paths['/roles'].get.responses[200].content['application/json'].example
    expect(contract.pageOf(contract.role).safeParse(page).success).toBe(true)
  })
})
