import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import pg from 'pg'
import sql, { type Sql } from 'sql-template-tag'
import { JitupError } from '../errors.ts'

/** A row as a query's caller declares it. */
export type Row = Record<string, unknown>

/** Statements on one connection inside one transaction. */
export interface Tx {
  /** Sends at once, even while earlier statements are unanswered, and gives the rows. */
  query<R = Row>(statement: Sql): Promise<R[]>
  /** Sends without waiting: the commit follows on its heels, and an error of the statement fails the transaction. */
  send(statement: Sql): void
  /** Goes on when the key is locked; otherwise the transaction starts again with it. Call it before anything is decided on it. */
  requireLock(key: string): void
}

/** The one database of an installation. */
export interface Database {
  /** One statement outside any transaction. */
  query<R = Row>(statement: Sql): Promise<R[]>
  /** All or nothing, repeated up to three times with fresh eyes when the database says that two transactions collided. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** As `transaction`, holding advisory locks on `keys`: who works on the same thing waits instead of colliding. */
  serialised<T>(keys: readonly string[], work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  close(): Promise<void>
}

/** Thrown inside a transaction whose view of the world was too old: it is rolled back and tried again. */
export class StaleView extends Error {}

/** It turned out that more must be locked than was known beforehand. */
class NeedsLock extends StaleView {
  readonly key: string
  constructor(key: string) {
    super('a lock is missing')
    this.key = key
  }
}

/** How a transaction is run. */
export interface TransactionOptions {
  /**
   * The work finds its own traces when it is repeated after a commit whose answer was lost. Without it such a transaction is
   * not repeated: nobody knows whether it took place, and the caller is told so.
   */
  readonly recognisesItself?: boolean
  /**
   * The same few look-ups by key, over and over: plan each once, by its indexes. Planning our largest statement anew takes
   * longer than running it, and a plan made while a table was empty would read all of it ever after.
   */
  readonly keyed?: boolean
}

// unique, foreign key, deadlock, serialisation, cached plan after a changed column
const collisions = new Set(['23505', '23503', '40P01', '40001', '0A000'])
const attempts = 4

// Nobody waits for ever: not for a lock, not for a statement, not for a server that has gone silent.
const limits = { lock_timeout: 5_000, statement_timeout: 15_000, idle_in_transaction_session_timeout: 30_000 }
// With hash and merge joins off, too: either would read an index from end to end where a table was empty when it was planned.
const byKey = [
  'set local plan_cache_mode = force_generic_plan',
  ...['seqscan', 'hashjoin', 'mergejoin'].map((way) => `set local enable_${way} = off`),
].join('; ')
const limitsHere = Object.entries(limits)
  .map(([name, ms]) => `set local ${name} = ${ms}`)
  .join('; ')

/** Opens a pool on a PostgreSQL. `prepare: false` behind a transaction pooler, which forgets statements and settings. */
export function openDatabase(connection: pg.PoolConfig, options: { prepare?: boolean } = {}): Database {
  const prepared = options.prepare ?? true
  const pool = new pg.Pool({
    max: 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    query_timeout: 20_000,
    ...(prepared ? limits : {}),
    ...connection,
    pipeline: true,
  } as pg.PoolConfig)
  // An idle connection that breaks is replaced; the next query reports what is wrong.
  pool.on('error', () => {})
  const begin = prepared ? 'begin' : `begin; ${limitsHere}`
  const beginKeyed = `${begin}; ${byKey}`
  const named = (text: string) => (prepared ? { name: statementName(text), text } : { text })
  const run = async <R>(client: pg.Pool | pg.PoolClient, statement: Sql): Promise<R[]> => {
    const result = await client.query({ ...named(statement.text), values: statement.values })
    return result.rows as R[]
  }

  const once = async <T>(keys: readonly string[], work: (tx: Tx) => Promise<T>, keyed: boolean): Promise<T> => {
    const client = await connect(pool)
    let broken: Error | undefined
    const lose = (error: Error) => {
      broken ??= error
    }
    // Without a listener a connection that is lost in the middle would end the process.
    client.on('error', lose)
    const sent: Promise<unknown>[] = []
    const together = burst(client)
    const send = <R>(start: () => Promise<R>): Promise<R> => {
      together()
      const answer = start()
      // Awaited together at the end; a rejection before that has its handler already.
      answer.catch(() => {})
      sent.push(answer)
      return answer
    }
    let committing = false
    try {
      // Sent together with the work's first statements: one round trip opens, locks and reads.
      send(() => client.query(keyed ? beginKeyed : begin))
      if (keys.length > 0) send(() => client.query({ ...named(lockText), values: [lockNumbers(keys)] }))
      const tx: Tx = {
        query: (statement) => send(() => run(client, statement)) as never,
        send: (statement) => {
          send(() => run(client, statement))
        },
        requireLock: (key) => {
          if (!keys.includes(key)) throw new NeedsLock(key)
        },
      }
      const result = await work(tx)
      committing = true
      send(() => client.query('commit'))
      const failed = await firstFailure(sent)
      if (failed) throw failed
      return result
    } catch (error) {
      // The database's own words come first: what follows a failed statement is only its echo.
      const failed = (await firstFailure(sent)) ?? error
      if (isConnectionLoss(failed) || sqlState(failed) === '0A000') lose(failed as Error)
      else if (!committing) await client.query('rollback').catch(lose)
      throw committing && isConnectionLoss(failed) ? new LostCommit(failed) : failed
    } finally {
      client.off('error', lose)
      client.release(broken)
    }
  }

  const serialised = async <T>(
    keys: readonly string[],
    work: (tx: Tx) => Promise<T>,
    { recognisesItself = false, keyed = false }: TransactionOptions = {},
  ): Promise<T> => {
    const held = new Set(keys)
    for (let attempt = 1; ; attempt++) {
      try {
        return await once([...held], work, keyed)
      } catch (error) {
        if (error instanceof NeedsLock) held.add(error.key)
        const again = isCollision(error) || (recognisesItself && error instanceof LostCommit)
        if (attempt < attempts && again) continue
        throw asJitupError(error)
      }
    }
  }

  return {
    query: (statement) => run(pool, statement).catch((error: unknown) => Promise.reject(asJitupError(error))) as never,
    transaction: (work) => serialised([], work),
    serialised,
    close: () => pool.end(),
  }
}

const lockText = 'select pg_advisory_xact_lock(k) from unnest($1::bigint[]) as k'

/**
 * Takes further locks in the middle of a transaction, where asking for them beforehand would be asking too early. Only for keys
 * that nobody holds while waiting for a lock that transactions start with: otherwise two could wait for each other.
 */
export function lockMore(tx: Pick<Tx, 'send'>, keys: readonly string[]): void {
  tx.send(sql`select pg_advisory_xact_lock(k) from unnest(${lockNumbers(keys)}::bigint[]) as k`)
}

/** Lets statements that are sent in one turn of the event loop leave in one packet: a system call costs as much as a statement. */
function burst(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  let corked = false
  return () => {
    if (corked) return
    corked = true
    stream.cork()
    process.nextTick(() => {
      corked = false
      stream.uncork()
    })
  }
}

/** The connection was lost while the commit was under way: it may have taken place. */
class LostCommit extends Error {
  constructor(cause: unknown) {
    super('the answer to a commit was lost', { cause })
  }
}

/** Sorted, so that two transactions with several keys in common can never wait for each other. */
function lockNumbers(keys: readonly string[]): string[] {
  const numbers = keys.map((key) => createHash('sha256').update(key).digest().readBigInt64BE(0))
  return [...new Set(numbers)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map(String)
}

const names = new Map<string, string>()
function statementName(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    names.set(text, name)
  }
  return name
}

async function firstFailure(sent: readonly Promise<unknown>[]): Promise<unknown> {
  const settled = await Promise.allSettled(sent)
  return settled.find((one) => one.status === 'rejected')?.reason
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw asJitupError(error)
  }
}

const sqlState = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const isCollision = (error: unknown): boolean =>
  error instanceof StaleView || isConnectionLoss(error) || collisions.has(sqlState(error) ?? '')

const lossCodes = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '08003', '08006', '25P03'])
const lossMessages = /Connection terminated|not queryable|Query read timeout/

function isConnectionLoss(error: unknown): boolean {
  if (error instanceof JitupError || error instanceof LostCommit) return false
  return lossCodes.has(sqlState(error) ?? '') || (error instanceof Error && lossMessages.test(error.message))
}

const away = new Set(['ECONNREFUSED', 'ENOENT', '57P03', '57014', '53300'])

function asJitupError(error: unknown): unknown {
  const code = sqlState(error)
  if (error instanceof JitupError) return error
  const options = { cause: error }
  if (code === '53100') {
    return new JitupError('database_disk_full', 'The database has no room left on its disk.', {}, options)
  }
  if (error instanceof LostCommit) {
    const text = 'The database was lost while it was saving. Look whether it took place before you try again.'
    return new JitupError('database_unreachable', text, {}, options)
  }
  if (
    away.has(code ?? '') ||
    isConnectionLoss(error) ||
    /timeout exceeded when trying to connect/.test(String(error))
  ) {
    return new JitupError('database_unreachable', 'The database does not answer.', {}, options)
  }
  if (code === '55P03' || isCollision(error)) {
    return new JitupError('conflict', 'Others kept changing the same records. Try again.', {}, options)
  }
  return error
}
