import { createHash } from 'node:crypto'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { claimKey, finishKey, releaseKey } from '../store/idempotency.ts'
import type { Caller } from './caller.ts'
import { problemOf } from './problem.ts'

/** What is kept of an answer. */
interface Kept {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** Headers that belong to an answer and are repeated with it. */
const keptHeaders = ['content-type', 'etag', 'location', 'www-authenticate']

/**
 * Carries a request out once for its Idempotency-Key, however often and from wherever it is sent: whoever repeats it gets
 * the first answer again, as long as they may do what they could do then. Without a key it is simply carried out. Keys are the
 * caller's own and are kept for a day. Of an answer that shows a secret once, nothing is kept but that it was given: whoever repeats
 * that request is told so, and nothing is done again.
 * @throws JitupError `request_malformed`, `idempotency_key_reused`, `idempotency_in_progress`, `idempotency_answer_gone`
 */
export async function onceByKey(
  app: App,
  caller: Caller,
  request: Request,
  { bytes, shownOnce = false }: { readonly bytes: Uint8Array; readonly shownOnce?: boolean | undefined },
  work: () => Promise<Response>,
): Promise<Response> {
  const key = request.headers.get('idempotency-key')
  if (key === null) return work()
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new JitupError('request_malformed', 'Idempotency-Key must have 1 to 200 visible ASCII characters.')
  }
  const own = { actor: caller.key, key }
  const { pathname, search } = new URL(request.url)
  // With what the caller may: whoever may less by now is not shown again what they could see before.
  const requestHash = createHash('sha256')
    .update(JSON.stringify([request.method, pathname, search, [...caller.scopes].toSorted()]))
    .update(bytes)
  const place = { table: 'idempotency_keys', row: `${caller.key} ${key}`, column: 'sealed_response' }
  const claimed = await claimKey(app.db, { ...own, requestHash: requestHash.digest() }, app.now())
  if (claimed.kind === 'other-request') {
    throw new JitupError('idempotency_key_reused', 'This Idempotency-Key was used for another request.')
  }
  if (claimed.kind === 'in-progress') {
    throw new JitupError('idempotency_in_progress', 'The first request with this key is still being carried out.')
  }
  if (claimed.kind === 'forgotten') {
    const text =
      'This was done by the first request with this key. Its answer is not kept any more: a person was erased since.'
    throw new JitupError('idempotency_answer_gone', text)
  }
  if (claimed.kind === 'done') return replay(JSON.parse(app.seal.open(place, claimed.sealed)) as Kept)
  const response = await work()
  if (response.status >= 500) {
    await releaseKey(app.db, own, claimed.at)
    return response
  }
  const given = await keptOf(response)
  const kept = shownOnce && response.ok ? await keptOf(problemOf(app, wasShown(given))) : given
  await finishKey(app.db, own, claimed.at, {
    status: kept.status,
    sealed: app.seal.seal(place, JSON.stringify(kept)),
  })
  return answer(given)
}

async function keptOf(response: Response): Promise<Kept> {
  const body = await response.text()
  const headers = keptHeaders.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return { status: response.status, headers, body }
}

/** What is said to whoever asks for a secret again, with the id of what it belongs to. */
function wasShown({ body }: Kept): JitupError {
  const { id } = JSON.parse(body) as { readonly id?: string }
  const text =
    'This was done by the first request with this key. Its answer had a secret that is shown once, and is not kept.'
  return new JitupError('idempotency_shown_once', text, id === undefined ? {} : { id })
}

/** For requests of which nothing may be kept. @throws JitupError `request_malformed` */
export function refuseKey(request: Request): void {
  if (!request.headers.has('idempotency-key')) return
  throw new JitupError('request_malformed', 'This request takes no Idempotency-Key.')
}

function replay(kept: Kept): Response {
  const response = answer(kept)
  response.headers.set('idempotency-replayed', 'true')
  return response
}

const answer = ({ status, headers, body }: Kept): Response =>
  new Response(body === '' ? null : body, {
    status,
    headers: [['cache-control', 'no-store'], ...headers.map(([name, value]): [string, string] => [name, value])],
  })
