import { z } from 'zod'
import * as contract from '../contract.ts'
import { readingOf } from '../outdated.ts'
import type { Route } from '../route.ts'
import { parameters } from './parameters.ts'
import { problemsOf } from './problems.ts'
import { exampleOf, type Json, pageExampleOf, pageSchema, reference } from './schemas.ts'

/** One route as an operation of the document. */
export function operation(route: Route, table: readonly Route[]): Json {
  const reading = readingOf(route, table)
  const versioned = reading?.answer !== undefined && hasVersion(reading.answer)
  return {
    summary: route.summary,
    description: describe(route),
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[/:-](\w)/g, (_, first: string) => first.toUpperCase()).replace(/\W/g, '')}`,
    tags: [route.path.split('/')[1]],
    security: security(route),
    parameters: parameters(route, versioned),
    ...requestBody(route),
    responses: { ...success(route, table), ...problems(route, versioned) },
  }
}

/** Does an answer of this shape have an ETag? */
const hasVersion = (schema: z.ZodType): boolean => schema instanceof z.ZodObject && 'version' in schema.shape

function describe({ summary, scope, signedIn, stepUp, secret, shownOnce, upload, csv, method }: Route): string {
  const write = scope?.replace(':read', ':write')
  const enough = scope === 'claims:read' || write === scope ? '' : `, or \`${write}\``
  const sentences = [
    `${summary}.`,
    scope === null ? (signedIn ? 'For whoever is signed in.' : 'Open to everybody.') : `Needs \`${scope}\`${enough}.`,
    stepUp === undefined
      ? ''
      : `${stepUp === true ? 'A' : 'For what is dangerous a'} session must have proved its person within the last minutes; tokens are not asked.`,
    secret ? 'Nothing of it is kept, and it takes no Idempotency-Key.' : '',
    shownOnce ? 'Its secret is shown once: a repeat with the same Idempotency-Key does nothing and is told so.' : '',
    upload !== undefined && method === 'POST' ? 'It takes no Idempotency-Key.' : '',
    csv === undefined ? '' : 'As CSV it is the whole list, not one page.',
  ]
  return sentences.filter((one) => one !== '').join(' ')
}

function security({ scope, signedIn }: Route): readonly Json[] {
  if (signedIn) return [{ session: [] }]
  return scope === null ? [] : [{ token: [scope] }, { session: [scope] }]
}

function requestBody({ body, upload }: Route): Json {
  if (upload !== undefined)
    return { requestBody: { required: true, content: { [upload]: { schema: { type: 'string' } } } } }
  if (!body) return {}
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: reference(body, 'input'), ...exampleOf(body) } },
    },
  }
}

function success(route: Route, table: readonly Route[]): Json {
  const { items, answer, csv, media = ['application/json'] } = route
  const shown = items
    ? { schema: pageSchema(items), ...pageExampleOf(items) }
    : answer
      ? { schema: reference(answer, 'output'), ...exampleOf(answer) }
      : null
  const types = [...media, ...(csv ? ['text/csv'] : [])]
  const written = types.map((type) => [type, shown && type.includes('json') ? shown : { schema: { type: 'string' } }])
  const content = shown || route.media ? { content: Object.fromEntries(written) } : {}
  const tagged = answer !== undefined && hasVersion(answer)
  const headers = {
    ...(tagged ? { ETag: { $ref: '#/components/headers/ETag' } } : {}),
    ...(route.status === 201 && isReadable(route, table)
      ? { Location: { $ref: '#/components/headers/Location' } }
      : {}),
    ...(route.method === 'POST' && !route.secret && route.upload === undefined
      ? { 'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' } }
      : {}),
  }
  const status = route.status ?? (content.content ? 200 : 204)
  const description = status === 204 ? 'Done' : status === 201 ? 'What was made' : 'What was asked for'
  return {
    [status]: { description, ...(Object.keys(headers).length > 0 ? { headers } : {}), ...content },
    ...(tagged && route.method === 'GET' ? { 304: { description: 'It is as `If-None-Match` says' } } : {}),
  }
}

/** Can what is made here be read at an address of its own? */
const isReadable = ({ path }: Route, table: readonly Route[]): boolean =>
  table.some(
    (one) =>
      one.method === 'GET' &&
      [path, `/${path.split('/').at(-1)}`].some((at) => one.path.replace(/\/:\w+$/, '') === at && one.path !== at),
  )

function problems(route: Route, versioned: boolean): Json {
  const content = {
    content: {
      'application/problem+json': { schema: reference(contract.problem, 'output'), ...exampleOf(contract.problem) },
    },
  }
  const known = [...problemsOf(route, versioned)].map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => `\`${code}\``).join(', '),
      ...(status === 401 ? { headers: { 'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' } } } : {}),
      ...content,
    },
  ])
  return {
    ...Object.fromEntries(known),
    default: { description: 'What else went wrong, by a stable code', ...content },
  }
}
