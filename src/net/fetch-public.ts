/**
 * Fetches what others tell us to fetch (metadata by address, later webhooks and OpenID Connect) without letting them use us
 * to look into our own network. The address is checked where the connection is made: what was looked up is what is
 * connected to, so that no second answer of a name server comes in between.
 */
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { JitupError } from '../errors.ts'
import { addressKind } from './address.ts'
import { guardedLookup, type LookupAll, lookupAll } from './guarded-lookup.ts'

/** One request. Headers in small letters, another server that it is redirected to sees `accept…` alone; no cookies are sent or kept. */
export interface PublicRequest {
  /** GET when not given. Only GET follows redirects. */
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Bytes of the answer's body that are read at most. */
  readonly maxBytes: number
  /** True: status and headers are the answer, its body is not read, however long it is. */
  readonly statusOnly?: boolean
  /** For all of it: names, connections, redirects and the body. 15 000 when not given. */
  readonly timeoutMs?: number
}

export interface PublicAnswer {
  /** Any status but a redirect that was followed. */
  readonly status: number
  /** Where the answer came from in the end. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

/**
 * Fetches one https address of the public Internet. Every redirect (at most 3) is held to the same rules.
 * @throws JitupError `fetch_address_forbidden`, `fetch_failed`, `fetch_too_large`, `fetch_timeout`
 */
export type FetchPublic = (url: string, request: PublicRequest) => Promise<PublicAnswer>

export interface FetchPublicOptions {
  /**
   * Host names whose servers may stand in a private network, on this machine too (there http is allowed). Link-local
   * addresses, where clouds hand out credentials, stay closed whatever is listed.
   */
  readonly allowPrivateHosts?: readonly string[] | undefined
  /** Instead of the system's resolver. */
  readonly lookup?: LookupAll | undefined
  /** Trusted instead of the system's authorities. */
  readonly ca?: string | undefined
}

const MAX_REDIRECTS = 3
const DEFAULT_TIMEOUT = 15_000
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Makes the fetcher of a server. Proxy settings of the environment are not looked at: a proxy would look names up itself.
 *
 * @example
 * const fetchPublic = createFetchPublic()
 * const { body } = await fetchPublic('https://idp.example/metadata', { maxBytes: 1_048_576 })
 */
export function createFetchPublic(options: FetchPublicOptions = {}): FetchPublic {
  const allowed = new Set((options.allowPrivateHosts ?? []).map((host) => host.toLowerCase()))
  const context: Context = {
    allowed,
    lookup: options.lookup ?? lookupAll,
    ca: options.ca,
  }
  return async (url, request) => {
    const deadline = Date.now() + (request.timeoutMs ?? DEFAULT_TIMEOUT)
    const first = checkedUrl(url, context)
    const onwards = { ...context, allowed: allowedFrom(hostOf(first), allowed) }
    for (let at = first, hops = 0; ; hops += 1) {
      const mine = at.origin === first.origin
      const answer = await once(at, mine ? request : forOthers(request), deadline, onwards)
      const location = answer.headers.location
      if (request.method === 'POST' || !redirects.has(answer.status) || location === undefined) return answer
      if (hops === MAX_REDIRECTS) throw failed(`It redirects more than ${MAX_REDIRECTS} times.`)
      if (!URL.canParse(location, answer.url)) throw failed('It redirects to something that is no address.')
      at = checkedUrl(new URL(location, answer.url).href, onwards)
    }
  }
}

/** What one server may be told, a credential say, is not told another that it redirects to. */
const forOthers = ({ headers = {}, ...request }: PublicRequest): PublicRequest => ({
  ...request,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('accept'))),
})

/**
 * The hosts that may be private for one request and its redirects: the listed ones, when the first host is one of them. The
 * list is for addresses that were asked for; from outside nobody gets in by a redirect.
 */
export const allowedFrom = (first: string, listed: ReadonlySet<string>): ReadonlySet<string> =>
  listed.has(first) ? listed : new Set()

interface Context {
  readonly allowed: ReadonlySet<string>
  readonly lookup: LookupAll
  readonly ca: string | undefined
}

/** The address without brackets, as name servers and lists know it. URL has turned every spelling of an IPv4 address into one. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

function checkedUrl(text: string, context: Context): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.username !== '' || url.password !== '') {
    throw forbidden('It must be a plain https address, without a user name.', 'not-https')
  }
  const host = hostOf(url)
  if (isIP(host)) assertReachable(host, host, context)
  const loopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback && context.allowed.has(host))) return url
  if (url.protocol === 'http:' && loopback) throw forbidden(outside, 'not-public')
  throw forbidden('It must be an https address.', 'not-https')
}

function assertReachable(address: string, host: string, context: Context): void {
  const kind = addressKind(address)
  if (kind === 'public' || (kind === 'private' && context.allowed.has(host))) return
  throw forbidden(outside, 'not-public')
}

function once(url: URL, request: PublicRequest, deadline: number, context: Context): Promise<PublicAnswer> {
  const secure = url.protocol === 'https:'
  const host = hostOf(url)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(timedOut()), Math.max(deadline - Date.now(), 0))
    // An agent of its own: no connection is shared with anybody, and the environment's proxies are not known to it.
    const agent = secure ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false })
    const sent = (secure ? https : http).request(url, {
      agent,
      method: request.method ?? 'GET',
      headers: { 'accept-encoding': 'identity', 'user-agent': 'jitup', ...request.headers },
      lookup: guardedLookup(host, context.lookup, (address) => assertReachable(address, host, context)),
      // Said aloud, because an environment variable can switch the default off.
      ...(secure ? { rejectUnauthorized: true, ...(context.ca === undefined ? {} : { ca: context.ca }) } : {}),
    })
    const end = (result: PublicAnswer | Error) => {
      clearTimeout(timer)
      if (result instanceof Error) {
        sent.destroy()
        reject(asFetchError(result))
      } else resolve(result)
      agent.destroy()
    }
    sent.on('socket', (socket) => {
      socket.once('connect', () => {
        try {
          assertReachable(socket.remoteAddress ?? '', host, context)
        } catch (error) {
          end(error as Error)
        }
      })
    })
    sent.once('error', end)
    sent.once('response', (response) => {
      const status = response.statusCode ?? 0
      const answered = (body: Buffer) => end({ status, url: url.href, headers: headersOf(response), body })
      if (request.statusOnly !== true) return void readBody(response, request.maxBytes).then(answered, end)
      // Whatever comes after the headers, and its errors, are nobody's business.
      response.on('error', () => {}).destroy()
      answered(Buffer.alloc(0))
    })
    sent.end(request.body)
  })
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  // Compressed, a small answer could become a large one.
  const encoding = response.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw failed('It answers compressed, which was not asked for.')
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  if (!response.complete) throw failed('The answer was cut short.')
  return Buffer.concat(chunks)
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )

const outside = 'It leads to an address that is not of the public Internet.'
const forbidden = (why: string, fault: 'not-https' | 'not-public') =>
  new JitupError('fetch_address_forbidden', `This address is not fetched. ${why}`, { fault })
const failed = (why: string, cause?: unknown) =>
  new JitupError('fetch_failed', `The address could not be fetched. ${why}`, {}, { cause })
const tooLarge = (maxBytes: number) =>
  new JitupError('fetch_too_large', `The answer has more than the ${maxBytes} bytes that are read.`, { maxBytes })
const timedOut = () => new JitupError('fetch_timeout', 'The address did not answer in time.')

function asFetchError(error: Error): JitupError {
  if (error instanceof JitupError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  return failed(`The connection failed (${code}).`, error)
}
