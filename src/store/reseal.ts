import sql, { join, raw, type Sql } from 'sql-template-tag'
import { isJitupError } from '../errors.ts'
import type { Database } from './database.ts'
import type { Place, Seal } from './seal.ts'

/** A column of sealed texts, and how its rows are found and named. Every such column stands in `sealedColumns`. */
export interface SealedColumn {
  readonly table: string
  readonly column: string
  /** The row as its place names it, as an SQL expression. */
  readonly row: string
  /** Its key, by which the table is walked: column and type. */
  readonly key: readonly (readonly [name: string, type: string])[]
  /** Only these rows hold a sealed text. */
  readonly where?: string
}

const byId = (table: string, column: string, type = 'uuid'): SealedColumn => ({
  table,
  column,
  row: 'id::text',
  key: [['id', type]],
})

export const sealedColumns: readonly SealedColumn[] = [
  byId('sp_keys', 'sealed_private_key'),
  byId('pending_requests', 'sealed_assertion', 'text'),
  byId('pending_logouts', 'sealed_subject', 'text'),
  byId('worklist', 'sealed'),
  { table: 'local_passwords', column: 'sealed_hash', row: 'user_id::text', key: [['user_id', 'uuid']] },
  byId('webhooks', 'sealed_secret'),
  byId('webhooks', 'sealed_previous'),
  {
    table: 'sessions',
    column: 'sealed_name_id',
    row: "encode(token_hash, 'hex')",
    key: [['token_hash', 'bytea']],
  },
  {
    table: 'idempotency_keys',
    column: 'sealed_response',
    row: "actor || ' ' || key",
    key: [
      ['actor', 'text'],
      ['key', 'text'],
    ],
  },
  {
    table: 'import_problems',
    column: 'sealed',
    row: "import_id || ' ' || row || ' ' || part",
    key: [
      ['import_id', 'uuid'],
      ['row', 'integer'],
      ['part', 'integer'],
    ],
  },
  {
    table: 'sign_ons',
    column: 'sealed',
    row: 'id::text',
    key: [
      ['at', 'timestamptz'],
      ['id', 'uuid'],
    ],
  },
]

/** Sealed settings: those whose text begins as sealed texts do. */
const settings: SealedColumn = {
  table: 'settings',
  column: 'value',
  row: 'name',
  key: [['name', 'text']],
  where: "jsonb_typeof(value) = 'string' and value #>> '{}' like 'v1.%.%.%.%'",
}

export interface Resealed {
  readonly resealed: number
  /** Sealed with a secret that is not known here; they stay as they are. */
  readonly unreadable: number
}

const batch = 500

/**
 * Seals every row anew that an earlier secret has sealed, a batch at a time, while the nodes go on working. A row that somebody
 * changes meanwhile is left to them. Run again, it does what is left.
 */
export async function resealAll(db: Database, seal: Seal): Promise<Resealed> {
  let [resealed, unreadable] = [0, 0]
  // The canary last: as long as it is an old one, the old secret is asked for.
  for (const column of [...sealedColumns, settings]) {
    for (let after: readonly string[] | null = null; ; ) {
      const rows: readonly Found[] = await find(db, column, seal.prefix, after)
      const read = rows.map((one) => ({ ...one, text: open(seal, { ...column, row: one.row }, one.sealed) }))
      unreadable += read.filter((one) => one.text === null).length
      resealed += await write(db, column, seal, read)
      const last = rows.at(-1)
      if (!last || rows.length < batch) break
      after = last.key
    }
  }
  return { resealed, unreadable }
}

interface Found {
  readonly row: string
  readonly sealed: string
  readonly key: readonly string[]
}

const text = ({ table, column }: SealedColumn): Sql => (table === 'settings' ? sql`value #>> '{}'` : raw(`"${column}"`))

async function find(db: Database, column: SealedColumn, current: string, after: readonly string[] | null) {
  const { table, row, key, where = 'true' } = column
  const names = key.map(([name]) => raw(`"${name}"`))
  const position = (after ?? []).map((one, at) => sql`${one}::${raw(key[at]?.[1] ?? 'text')}`)
  const next = after === null ? sql`true` : sql`(${join(names)}) > (${join(position)})`
  return db.query<Found & Record<string, unknown>>(sql`
    select ${raw(row)} as row, ${text(column)} as sealed, array[${join(names.map((one) => sql`${one}::text`))}] as key
    from ${raw(`"${table}"`)}
    where ${next} and ${raw(where)} and ${text(column)} is not null and not starts_with(${text(column)}, ${current})
    order by ${join(names)} limit ${batch}`)
}

function open(seal: Seal, { table, row, column }: Place, sealed: string): string | null {
  try {
    return seal.open({ table, row, column }, sealed)
  } catch (error) {
    if (isJitupError(error) && error.code === 'secret_wrong') return null
    throw error
  }
}

async function write(
  db: Database,
  column: SealedColumn,
  seal: Seal,
  read: readonly (Found & { readonly text: string | null })[],
): Promise<number> {
  const { table, key } = column
  const good = read.flatMap((one) => {
    const place = { table, row: one.row, column: column.column }
    return one.text === null ? [] : [{ ...one, again: seal.seal(place, one.text) }]
  })
  if (good.length === 0) return 0
  const keys = key.map(([, type], at) => sql`${good.map((one) => one.key[at] ?? '')}::text[]::${raw(type)}[]`)
  const same = key.map(([name], at) => sql`t.${raw(`"${name}"`)} = w.${raw(`k${at}`)}`)
  const value = table === 'settings' ? sql`to_jsonb(w.again)` : sql`w.again`
  const before = table === 'settings' ? sql`t.value #>> '{}'` : sql`t.${raw(`"${column.column}"`)}`
  const rows = await db.query(sql`
    update ${raw(`"${table}"`)} t set ${raw(`"${column.column}"`)} = ${value}
    from unnest(${join(keys)}, ${good.map((one) => one.sealed)}::text[], ${good.map((one) => one.again)}::text[])
      w (${join(key.map((_, at) => raw(`k${at}`)))}, sealed, again)
    where ${join(same, ' and ')} and ${before} = w.sealed returning 1`)
  return rows.length
}
