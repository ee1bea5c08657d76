/**
 * The library: a whole jitup as a web-standard handler, to be mounted in a program of yours.
 * @module
 */
import type pg from 'pg'
import { JitupError } from './errors.ts'
import { createServer } from './server/app.ts'
import { isLoopback } from './server/config.ts'
import { openApp } from './server/jitup.ts'
import { silentLog } from './server/log.ts'
import type { Log } from './sign-on/app.ts'

export type { Assertion, Claims, Contact, Converter, Plan, Problem, RoleRule, User } from './core/types.ts'
export { type ErrorCode, JitupError } from './errors.ts'
export type { Log } from './sign-on/app.ts'

/** What `createJitup` needs. */
export interface JitupOptions {
  /** A PostgreSQL of version 15 or later: connection string or `pg` configuration. */
  readonly database: string | pg.PoolConfig
  /** Where browsers reach this handler. Required and never derived from a request; https unless it is loopback. */
  readonly publicUrl: string
  /** At least 32 characters; encrypts keys and claims. Earlier ones may follow it. */
  readonly secrets: readonly [string, ...string[]]
  readonly log?: Log
}

/** A running jitup. */
export interface Jitup {
  /** Answers one request: mount it anywhere a `Request` can be had. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

/**
 * Opens the database, brings it up to date and returns the handler.
 * @throws JitupError `public_url_insecure`, `secret_missing`, `secret_wrong`, `database_*`
 * @example
 * const jitup = await createJitup({
 *   database: 'postgres://localhost/app',
 *   publicUrl: 'https://app.example.com',
 *   secrets: [process.env.JITUP_SECRET ?? ''],
 * })
 * serve({ fetch: jitup.fetch, port: 3000 })
 */
export async function createJitup(options: JitupOptions): Promise<Jitup> {
  const url = new URL(options.publicUrl)
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    throw new JitupError('public_url_insecure', 'publicUrl must be https: sign-on over plain http can be stolen.')
  }
  const { database } = options
  const { app, close } = await openApp({
    connection: typeof database === 'string' ? { connectionString: database } : database,
    publicUrl: options.publicUrl.replace(/\/+$/, ''),
    secrets: options.secrets,
    log: options.log ?? silentLog,
  })
  const server = createServer(app)
  return { fetch: async (request) => server.fetch(request), close }
}
