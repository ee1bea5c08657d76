import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Env } from '../api/env.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { readSetting } from '../store/settings.ts'
import type { Frame } from './pages/layout.tsx'

/** What the page around an answer needs to know. */
export async function frameOf(app: App, c: Context<Env>): Promise<Frame> {
  return { ...bareFrame(app, c), name: (await readSetting<string>(app.db, 'displayName')) ?? 'jitup' }
}

/** As `frameOf` without asking the database: for the page that says that it does not answer. */
export function bareFrame(app: App, c: Context<Env>): Frame {
  const session = c.get('session') ?? null
  return {
    // Answers outside the security headers have no nonce and no policy that would ask for one.
    nonce: c.get('nonce') ?? '',
    name: 'jitup',
    demo: app.demo,
    login: session?.login ?? null,
    administrator: (session?.scopes.length ?? 0) > 0,
    path: c.req.path,
  }
}

/** On whose behalf a page of administrators changes something. @throws JitupError `unauthorized` */
export function authorOf(c: Context<Env>) {
  const session = c.get('session')
  if (!session) throw new JitupError('unauthorized', 'Nobody is signed in.')
  return { kind: 'user', userId: session.userId } as const
}

/** Sends a page. */
export const show = (
  c: Context<Env>,
  page: Child,
  status: 200 | 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 422 | 428 | 429 | 500 | 503 = 200,
): Response => c.html(`<!doctype html>${String(page)}`, status)
