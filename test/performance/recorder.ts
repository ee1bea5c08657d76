import { readFileSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import pg from 'pg'

/** One statement as it went to PostgreSQL, and the transaction settings under which it went. */
export interface Sent {
  readonly text: string
  readonly parameters: number
  /** What opened its transaction; null outside of one. */
  readonly begin: string | null
}

/** What a connection said to PostgreSQL. */
export interface Recording {
  readonly sent: Sent[]
  /**
   * How often it began to send after PostgreSQL had said something. Statements that leave together, and answers that come
   * together, are one trip: nobody waited between them.
   */
  trips: number
}

/**
 * The driver's own client, which writes down what passes it: statements where the pool calls it, round trips on its socket.
 * Give it to a pool as `Client`.
 */
export function recordingClient(into: Recording): typeof pg.Client {
  return class extends pg.Client {
    #begin: string | null = null

    constructor(config?: string | pg.ClientConfig) {
      super(config)
      const { stream } = (this as unknown as { connection: { stream: Duplex } }).connection
      // Not before: a socket that connects forgets what was put in place of its `write`.
      stream.once('connect', () => {
        const write = stream.write.bind(stream) as (...given: unknown[]) => boolean
        let waits = false
        stream.write = ((...given: unknown[]) => {
          if (!waits) into.trips++
          waits = true
          return write(...given)
        }) as Duplex['write']
        stream.on('data', () => {
          waits = false
        })
      })
    }

    override query(...given: unknown[]): never {
      const [first] = given
      const { text, values = [] } = typeof first === 'string' ? { text: first } : (first as pg.QueryConfig)
      if (/^begin\b/.test(text)) this.#begin = text
      else if (/^(commit|rollback)\b/.test(text)) this.#begin = null
      else into.sent.push({ text, parameters: values.length, begin: this.#begin })
      return super.query(...(given as [string])) as never
    }
  } as typeof pg.Client
}

/** The script that fills a directory, for so many contacts of one provider. */
export const directoryOf = (contacts: number, providerId: string): string =>
  readFileSync(new URL('../../bench/directory.sql', import.meta.url), 'utf8')
    .replaceAll(':contacts', String(contacts))
    .replaceAll(':provider', providerId)
