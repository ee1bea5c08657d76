import { isJitupError, JitupError } from '../errors.ts'
import { nothing } from './body.ts'
import { may } from './caller.ts'
import type { Call, Route } from './route.ts'

/**
 * The route that reads what a route changes: `GET /contacts/:id` for `PATCH /contacts/:id` and for `POST /contacts/:id/merge`.
 * @returns null where nothing of it can be read by itself
 */
export function readingOf(route: Route, table: readonly Route[]): Route | null {
  const parts = route.path.split('/')
  for (let length = parts.length; length > 1; length -= 1) {
    const path = parts.slice(0, length).join('/')
    const found = table.find((one) => one.method === 'GET' && one.path === path && one.answer !== undefined)
    if (found) return found
  }
  return null
}

/**
 * Puts both versions beside `precondition_failed`, so that whoever was slower can compare them: `yours`, the version that was
 * expected and what was sent, and `current`, the thing as it is read now; null when the caller may not read it.
 */
export async function withBothVersions(error: unknown, reading: Route | null, call: Call): Promise<unknown> {
  if (!isJitupError(error) || error.code !== 'precondition_failed') return error
  const { expectedVersion = -1, body } = call
  const yours = { version: expectedVersion < 0 ? null : expectedVersion, sent: withoutPassword(body) }
  const details = { ...error.details, yours, current: await present(reading, call) }
  return new JitupError('precondition_failed', error.message, details, { cause: error })
}

/** What somebody typed to be kept and never shown is not sent back either. */
function withoutPassword(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('password' in body)) return body ?? null
  const { password: _, ...others } = body
  return others
}

async function present(reading: Route | null, call: Call): Promise<unknown> {
  if (!reading || reading.scope === null || !may(call.caller, reading.scope)) return null
  const asked = { query: {}, body: undefined, upload: nothing(), expectedVersion: undefined }
  const answer = await reading.handle({ ...call, ...asked })
  return 'items' in answer ? null : (answer.body ?? null)
}
