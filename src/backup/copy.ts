import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import type pg from 'pg'

/** The parts of a connection of `pg` that COPY needs; its types leave them out. */
interface Connection {
  readonly stream: Duplex
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** What `pg` asks of anything that it runs. */
const submittable = (text: string, done: (error: unknown) => void) => ({
  text,
  failed: false,
  submit(connection: Connection) {
    connection.query(text)
  },
  handleRowDescription() {},
  handleDataRow() {},
  handlePortalSuspended() {},
  handleEmptyQuery() {},
  handleCommandComplete() {},
  handleError(error: unknown) {
    this.failed = true
    done(error)
  },
  handleReadyForQuery() {
    done(null)
  },
  handleCopyInResponse(connection: Connection) {
    connection.sendCopyFail('this statement takes no data')
  },
  handleCopyData(_message: { chunk: Buffer }, _connection: Connection) {},
})

/** The rows of a table arrive one by one; what is passed on is of this size or a little more, in bytes. */
const portion = 65_536

/**
 * Runs `COPY … TO STDOUT` and hands its text on in portions, no faster than they are taken: memory does not grow with the
 * table.
 * @throws what the database says, or what `take` throws
 */
export async function copyOut(
  client: pg.ClientBase,
  text: string,
  take: (portion: Buffer) => Promise<void>,
): Promise<void> {
  let gathered: Buffer[] = []
  let size = 0
  let waiting = 0
  let failure: unknown = null
  let tail = Promise.resolve()
  const pass = (connection: Connection | null) => {
    const next = Buffer.concat(gathered)
    gathered = []
    size = 0
    waiting += 1
    connection?.stream.pause()
    tail = tail
      .then(() => (failure === null ? take(next) : undefined))
      .catch((error: unknown) => {
        failure ??= error
      })
      .then(() => {
        waiting -= 1
        if (waiting === 0) connection?.stream.resume()
      })
  }
  await new Promise<void>((resolve, reject) => {
    const query = submittable(text, (error) => (error === null ? resolve() : reject(error)))
    client.query({
      ...query,
      handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection) {
        // The chunk's memory is used again for what comes next.
        gathered.push(Buffer.from(chunk))
        size += chunk.length
        if (size >= portion) pass(connection)
      },
    } as never)
  })
  if (size > 0) pass(null)
  await tail
  if (failure !== null) throw failure
}

/** Runs `COPY … FROM STDIN` with this text, no faster than the database takes it. @throws what either of the two says */
export async function copyIn(client: pg.ClientBase, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  let broken: unknown = null
  await new Promise<void>((resolve, reject) => {
    let ended = false
    const query = submittable(text, (error) => {
      ended = true
      if (error === null) resolve()
      else reject(error)
    })
    client.query({
      ...query,
      handleCopyInResponse(connection: Connection) {
        const pump = async () => {
          for await (const chunk of source) {
            if (ended) return
            connection.sendCopyFromChunk(chunk)
            // A connection that is lost while it is full never drains.
            if (connection.stream.writableNeedDrain) await Promise.race([once(connection.stream, 'drain'), closed])
          }
          if (!ended) connection.endCopyFrom()
        }
        const over = new AbortController()
        const closed = once(connection.stream, 'close', { signal: over.signal })
        closed.catch(() => {})
        pump()
          .catch((error: unknown) => {
            broken = error
            if (!ended) connection.sendCopyFail('the source failed')
          })
          .finally(() => over.abort())
      },
    } as never)
  }).catch((error: unknown) => {
    throw broken ?? error
  })
}
