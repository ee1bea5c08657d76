import { createHash } from 'node:crypto'
import type { Context, Handler } from 'hono'
import { z } from 'zod'
import { faultOf } from '../core/text.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { workMayHaveChanged } from '../sign-on/work-marks.ts'
import { isUuid } from '../store/uuid.ts'
import { audited, isAudited } from './audit.ts'
import { nothing, readJson, readUpload } from './body.ts'
import { type Caller, callerOf, may, signedInCaller, stillMay } from './caller.ts'
import { tableAnswer, wantsTable } from './csv.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { check, invalid } from './edit/change.ts'
import type { Env } from './env.ts'
import { onceByKey, refuseKey } from './idempotent.ts'
import { withBothVersions } from './outdated.ts'
import { problemOf } from './problem.ts'
import { assertProven, isDangerous } from './proof.ts'
import type { Answer, PageAnswer, Route } from './route.ts'

/** Where the API is mounted. */
export const apiRoot = '/api/v1'

const pageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[0-9]{1,3}$/, { error: 'must be a whole number from 1 to 200' })
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .optional(),
  cursor: z.string().min(1).max(4000).optional(),
})

const formatQuery = { format: z.enum(['json', 'csv']).optional() }

/**
 * The one wrapper around every handler: who asks and whether they may, everything they sent checked, versions, idempotency
 * keys and pages, and every error as a problem. A handler sees only requests that are in order. `reading` is the route that reads
 * what this one changes.
 */
export function framed(app: App, route: Route, reading: Route | null): Handler<Env> {
  return async (c) => {
    try {
      return await run(app, route, reading, c)
    } catch (error) {
      return problemOf(app, error)
    }
  }
}

async function run(app: App, route: Route, reading: Route | null, c: Context<Env>): Promise<Response> {
  const request = c.req.raw
  const caller = await callerFor(app, route, request)
  if (route.scope !== null && !may(caller, route.scope)) {
    throw new JitupError('forbidden', `This needs the scope ${route.scope}.`, { scope: route.scope })
  }
  const params = readParams(c)
  const { query, page } = readQuery(route, request)
  const expectedVersion = readIfMatch(request)
  const sent = route.body ? await readJson(request) : { value: undefined, bytes: new Uint8Array() }
  const body = route.body ? check(route.body, sent.value) : undefined
  if (caller.session && (await isDangerous(route, { app, params, query, body }))) assertProven(caller, app.now())
  if (route.secret) refuseKey(request)
  const upload = route.upload === undefined ? nothing() : readUpload(request, route.upload)
  const asked = { app, caller, address: c.get('address') ?? null, params, query, body, upload, expectedVersion, page }
  const work = async (): Promise<Response> => {
    try {
      const audit = isAudited(route) ? audited(app, route, caller, params) : null
      const call = { ...asked, app: audit?.app ?? app }
      const answer = await (wantsTable(route, request) ? tableAnswer(route, call) : route.handle(call))
      if (audit && !('onlyAsked' in answer && answer.onlyAsked)) {
        await audit.finish(answer)
        // A parameter may be a login name: only ids go to the log.
        const ids = Object.values(params).filter(isUuid)
        app.log.info({ caller: caller.key, method: route.method, route: route.path, ids }, 'changed through the API')
      }
      return respond(app, route, request, whileAllowed(app, caller, route, answer))
    } catch (error) {
      return problemOf(app, await withBothVersions(error, reading, asked))
    } finally {
      // Also where it failed: some of it may have been done.
      if (isAudited(route)) workMayHaveChanged(app.db)
    }
  }
  return route.method === 'POST' && route.upload === undefined && !route.secret
    ? onceByKey(app, caller, request, { bytes: sent.bytes, shownOnce: route.shownOnce }, work)
    : work()
}

const nobody: Caller = { author: { kind: 'system' }, key: 'nobody', scopes: new Set(), session: null }

async function callerFor(app: App, route: Route, request: Request): Promise<Caller> {
  if (route.signedIn) return signedInCaller(app, request)
  return route.scope === null ? nobody : callerOf(app, request)
}

/** Path parameters are ids, slugs and names: what could not be one names nothing. */
function readParams(c: Context<Env>): Readonly<Record<string, string>> {
  const params: Record<string, string> = c.req.param()
  for (const value of Object.values(params)) {
    if (faultOf(value, { limit: 600, singleLine: true }) !== null) {
      throw new JitupError('not_found', 'There is nothing at this address.')
    }
  }
  return params
}

function readQuery(route: Route, request: Request) {
  const given = new Map<string, string>()
  for (const [name, value] of new URL(request.url).searchParams) {
    if (given.has(name)) throw invalid(name.slice(0, 100), 'This parameter may be given once.')
    if (faultOf(value, { limit: 4000 }) !== null) throw invalid(name.slice(0, 100), 'This cannot be a value.')
    given.set(name, value)
  }
  // A table is the whole list.
  const paging = route.cursor && !wantsTable(route, request) ? pageQuery.shape : {}
  const formats = route.csv ? formatQuery : {}
  const all = check(z.strictObject({ ...route.query?.shape, ...paging, ...formats }), Object.fromEntries(given))
  const { limit, cursor, ...rest } = all as Record<string, unknown>
  const { format: _, ...query } = route.csv ? rest : { format: undefined, ...rest }
  const after = route.cursor && typeof cursor === 'string' ? readCursor(route.path, route.cursor, cursor) : null
  return { query, page: { limit: typeof limit === 'number' ? limit : 50, after } }
}

/** A version that never is: what a caller expects when none of ours can match. */
const impossible = -1

/** If-Match (RFC 9110 section 13.1.1): our ETags start with the version. */
function readIfMatch(request: Request): number | undefined {
  const header = request.headers.get('if-match')?.trim()
  if (header === undefined || header === '*') return undefined
  const [, version] = /^"([0-9]{1,9})(?:-[\w-]+)?"$/.exec(header) ?? []
  return version === undefined ? impossible : Number(version)
}

function respond(app: App, route: Route, request: Request, answer: Answer | PageAnswer): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  if ('items' in answer) {
    const next = answer.next && writeCursor(route.path, answer.next)
    return json(200, { items: answer.items, next }, headers)
  }
  if (answer.stream) {
    headers.set('content-type', answer.stream.type)
    if (answer.stream.fileName !== undefined) {
      headers.set('content-disposition', `attachment; filename="${answer.stream.fileName}"`)
      headers.set('vary', 'accept')
    }
    return new Response(streamOf(app, answer.stream.pieces), { status: 200, headers })
  }
  if (answer.cookie !== undefined) headers.append('set-cookie', answer.cookie)
  if (!route.answer) return new Response(null, { status: 204, headers })
  if (answer.markdown !== undefined) headers.set('vary', 'accept')
  if (answer.markdown !== undefined && wantsMarkdown(request)) {
    headers.set('content-type', 'text/markdown; charset=utf-8')
    return new Response(answer.markdown, { status: 200, headers })
  }
  const text = JSON.stringify(answer.body)
  if (answer.location !== undefined) headers.set('location', `${app.publicUrl}${apiRoot}${answer.location}`)
  if (answer.version !== undefined) {
    const mark = answer.joined ? `-${createHash('sha256').update(text).digest('base64url').slice(0, 12)}` : ''
    const etag = `"${answer.version}${mark}"`
    headers.set('etag', etag)
    const known = (request.headers.get('if-none-match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
    if (route.method === 'GET' && (known.includes(etag) || known.includes('*'))) {
      return new Response(null, { status: 304, headers })
    }
  }
  headers.set('content-type', 'application/json')
  return new Response(text, { status: route.status ?? 200, headers })
}

/** In milliseconds: so often it is looked whether whoever reads a stream may still read it. */
const lookAgainAfter = 1_000

/** An answer that takes as long as its reader likes: whoever may read it no more gets no more of it. */
function whileAllowed(app: App, caller: Caller, { scope }: Route, answer: Answer | PageAnswer): Answer | PageAnswer {
  if (scope === null || 'items' in answer || !answer.stream) return answer
  const { stream } = answer
  const assertStill = stillMay(app, caller, scope)
  async function* pieces() {
    let looked = app.now().getTime()
    for await (const piece of stream.pieces) {
      const now = app.now().getTime()
      if (now - looked >= lookAgainAfter) {
        await assertStill(app.db)
        looked = now
      }
      yield piece
    }
  }
  return { ...answer, stream: { ...stream, pieces: pieces() } }
}

/** Reads on only as fast as the other side does. An error breaks the answer off: what came is not all, and that shows. */
function streamOf(app: App, pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (error) {
        app.log.error({ err: error }, 'a stream of the API failed')
        controller.error(error)
      }
    },
    cancel: async () => void (await iterator.return?.()),
  })
}

/** The parameter decides; without it the media type, named outright. */
function wantsMarkdown(request: Request): boolean {
  const format = new URL(request.url).searchParams.get('format')
  return format === null ? /(^|,)\s*text\/markdown\b/.test(request.headers.get('accept') ?? '') : format === 'markdown'
}

function json(status: number, body: unknown, headers: Headers): Response {
  headers.set('content-type', 'application/json')
  return new Response(JSON.stringify(body), { status, headers })
}
