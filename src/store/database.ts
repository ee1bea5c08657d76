import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Sql } from 'sql-template-tag'
import { JitupError } from '../errors.ts'

/** A row as a query's caller declares it. */
export type Row = Record<string, unknown>

/** Statements on one connection inside one transaction. */
export interface Tx {
  /** Sends at once, even while earlier statements are unanswered, and gives the rows. */
  query<R = Row>(statement: Sql): Promise<R[]>
  /** Sends without waiting: the commit follows on its heels, and an error of the statement fails the transaction. */
  send(statement: Sql): void
}

/** The one database of an installation. */
export interface Database {
  /** One statement outside any transaction. */
  query<R = Row>(statement: Sql): Promise<R[]>
  /** All or nothing, repeated up to three times with fresh eyes when the database says that two transactions collided. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** As `transaction`, holding advisory locks on `keys`: who works on the same thing waits instead of colliding. */
  serialised<T>(keys: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Thrown inside a transaction whose view of the world was too old: it is rolled back and tried again. */
export class StaleView extends Error {}

// unique, foreign key, deadlock, serialisation, cached plan after a new column
const collisions = new Set(['23505', '23503', '40P01', '40001', '0A000'])
const attempts = 4

/** Opens a pool on a PostgreSQL. `prepare: false` behind a transaction pooler, which forgets named statements. */
export function openDatabase(connection: pg.PoolConfig, options: { prepare?: boolean } = {}): Database {
  const pool = new pg.Pool({ max: 10, connectionTimeoutMillis: 10_000, ...connection, pipeline: true } as pg.PoolConfig)
  // An idle connection that breaks is replaced; the next query reports what is wrong.
  pool.on('error', () => {})
  const prepared = options.prepare ?? true
  const run = async <R>(client: pg.Pool | pg.PoolClient, statement: Sql): Promise<R[]> => {
    const text = statement.text
    const named = prepared ? { name: statementName(text) } : {}
    const result = await client.query({ ...named, text, values: statement.values })
    return result.rows as R[]
  }

  const once = async <T>(keys: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> => {
    const client = await connect(pool)
    // Sent together with the work's first statements: one round trip opens, locks and reads.
    const sent: Promise<unknown>[] = [client.query('begin')]
    let broken: unknown
    try {
      if (keys.length > 0) sent.push(client.query({ name: 'lock', text: lockText, values: [lockNumbers(keys)] }))
      const tx: Tx = {
        query: (statement) => {
          const answer = run(client, statement)
          sent.push(answer)
          return answer as never
        },
        send: (statement) => {
          sent.push(run(client, statement))
        },
      }
      let result: T
      try {
        result = await work(tx)
      } catch (error) {
        const failed = await firstFailure(sent)
        await client.query('rollback').catch((reason: unknown) => {
          broken = reason
        })
        // The database's own words come first: what follows a failed statement is only its echo.
        throw failed ?? error
      }
      const commit = client.query('commit')
      const failed = await firstFailure([...sent, commit])
      if (failed) throw failed
      return result
    } catch (error) {
      if (isConnectionLoss(error)) broken = error
      throw error
    } finally {
      client.release(broken instanceof Error ? broken : broken !== undefined)
    }
  }

  const serialised = async <T>(keys: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(keys, work)
      } catch (error) {
        if (attempt < attempts && isCollision(error)) continue
        if (!(error instanceof StaleView)) throw asJitupError(error)
        throw new JitupError('conflict', 'Others kept changing the same records. Try again.', {}, { cause: error })
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

function isCollision(error: unknown): boolean {
  return error instanceof StaleView || isConnectionLoss(error) || collisions.has(sqlState(error) ?? '')
}

/** The answer is unknown: the transaction may have been committed. Whoever repeats must recognise its own work. */
function isConnectionLoss(error: unknown): boolean {
  const code = sqlState(error)
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === '57P01') return true
  return error instanceof Error && /Connection terminated|not queryable/.test(error.message)
}

function asJitupError(error: unknown): unknown {
  const code = sqlState(error)
  if (error instanceof JitupError) return error
  if (code === '53100') {
    return new JitupError('database_disk_full', 'The database has no room left on its disk.', {}, { cause: error })
  }
  if (
    code === 'ECONNREFUSED' ||
    code === 'ENOENT' ||
    code === 'ETIMEDOUT' ||
    code === '57P03' ||
    isConnectionLoss(error)
  ) {
    return new JitupError('database_unreachable', 'The database does not answer.', {}, { cause: error })
  }
  return error
}
