import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { adminUser } from './database.ts'

/** Where a server answers. `host` is a socket folder, or the loopback address on Windows. */
export type Address = { readonly host: string; readonly port: number; readonly password?: string }

/** A free loopback port; the recorded one when nobody took it. Windows only. */
export async function freePort(recorded: number | undefined): Promise<number> {
  const attempt = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const probe = createServer()
      probe.once('error', reject)
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
      })
    })
  return recorded === undefined ? attempt(0) : attempt(recorded).catch(() => attempt(0))
}

/** Configuration of a connection as the cluster's owner. */
export const adminConnection = (address: Address): pg.ClientConfig => ({
  ...address,
  user: adminUser,
  database: 'postgres',
  connectionTimeoutMillis: 10_000,
})

/** One attempt to connect: a client, or why not. `starting` while the server says that it is about to answer, or to end. */
export async function tryConnect(
  address: Address,
): Promise<{ client: pg.Client } | { error: Error; starting: boolean }> {
  const client = new pg.Client(adminConnection(address))
  // An error after connecting (the server ends) must not take the process with it.
  client.on('error', () => {})
  try {
    await client.connect()
    return { client }
  } catch (cause) {
    await client.end().catch(() => {})
    const error = cause instanceof Error ? cause : new Error(String(cause))
    return { error, starting: (error as { code?: string }).code === '57P03' }
  }
}

/**
 * Connects as soon as the server answers. Recovery after a crash may take minutes and is waited for as long as the
 * server says so; `ended` tells that the server is gone. After `silenceMs` without a word it throws the last reason.
 */
export async function connectWhenReady(
  address: Address,
  silenceMs: number,
  ended: () => Error | undefined,
): Promise<pg.Client> {
  let deadline = Date.now() + silenceMs
  for (;;) {
    const attempt = await tryConnect(address)
    if ('client' in attempt) return attempt.client
    const end = ended()
    if (end !== undefined) throw end
    if (attempt.starting) deadline = Date.now() + silenceMs
    if (Date.now() > deadline) throw attempt.error
    await sleep(15)
  }
}
