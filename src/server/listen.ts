import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { JitupError } from '../errors.ts'

type Fetch = Parameters<typeof serve>[0]['fetch']

/** How long a stop waits for requests under way. */
const graceMs = 10_000

/**
 * Listens until the returned function is called; that one takes no new connections and waits for what is under way.
 * @throws JitupError `config_invalid` when the port is taken or may not be used
 */
export function listen(fetch: Fetch, { host, port }: { host: string; port: number }): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(() => stop(server))) as Server
    server.requestTimeout = 30_000
    server.headersTimeout = 15_000
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program uses it' : (cause.code ?? cause.message)
      reject(
        new JitupError(
          'config_invalid',
          `Cannot listen on ${host}:${port}: ${why}. Choose another PORT.`,
          {},
          { cause },
        ),
      )
    })
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
