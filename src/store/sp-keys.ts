import { createPrivateKey, type KeyObject } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Seal } from './seal.ts'
import { uuid7 } from './uuid.ts'

/** `next` is published beside the one in use, `active` signs, `retiring` still decrypts and is still published. */
export type SpKeyState = 'active' | 'next' | 'retiring'

/** A key pair as `make` makes it; the certificate is base64 DER as metadata wants it. */
export interface KeyMaterial {
  readonly privateKey: KeyObject
  readonly certificate: string
}

/** One of our own key pairs, which sign and decrypt. */
export interface SpKey extends KeyMaterial {
  readonly id: string
  readonly state: SpKeyState
}

/** What may be told of a key. */
export interface SpKeyFacts {
  readonly id: string
  readonly state: SpKeyState
  readonly certificate: string
  readonly createdAt: Date
  /** When it came into this state. */
  readonly changedAt: Date
}

/** Who changes our keys takes this first. */
export const spKeysLock = 'sp-keys'

const place = (id: string) => ({ table: 'sp_keys', row: id, column: 'sealed_private_key' })
/** The one that signs first, then the one that will, then those that did, the latest first. */
const order = sql`order by array_position(array['active', 'next', 'retiring'], state), changed_at desc, id desc`

/** The keys with a text that changes whenever they do. There is always one that signs: see `ensureSpKey`. */
export async function readSpKeys(
  db: Database | Tx,
  seal: Seal,
): Promise<{ readonly revision: string; readonly keys: readonly [SpKey, ...SpKey[]] }> {
  const rows = await db.query<{ id: string; state: SpKeyState; certificate: string; sealed_private_key: string }>(sql`
    select id, state, certificate, sealed_private_key from sp_keys ${order}`)
  const keys = rows.map(({ id, state, certificate, sealed_private_key: sealed }) => ({
    id,
    state,
    certificate,
    privateKey: createPrivateKey(seal.open(place(id), sealed)),
  }))
  const [first, ...rest] = keys
  if (first?.state !== 'active') throw new Error('there is always a key that signs')
  return { revision: revisionOf(rows), keys: [first, ...rest] }
}

/** The text that `readSpKeys` would give, without the keys: one small query. */
export async function spKeysRevision(db: Database | Tx): Promise<string> {
  return revisionOf(await db.query<{ id: string; state: SpKeyState }>(sql`select id, state from sp_keys ${order}`))
}

const revisionOf = (rows: readonly { readonly id: string; readonly state: SpKeyState }[]): string =>
  rows.map(({ id, state }) => `${id} ${state}`).join()

/** The first start of an installation makes a key; of several nodes that start together, one. */
export async function ensureSpKey(db: Database, seal: Seal, make: () => KeyMaterial, now: Date): Promise<void> {
  await db.serialised([spKeysLock], async (tx) => {
    if ((await spKeysRevision(tx)) === '') await insertSpKey(tx, seal, make(), 'active', now)
  })
}

/** Every key, the one in use first. */
export async function listSpKeys(db: Database | Tx): Promise<SpKeyFacts[]> {
  return db.query<SpKeyFacts & Record<string, unknown>>(sql`
    select id, state, certificate, created_at as "createdAt", changed_at as "changedAt" from sp_keys ${order}`)
}

/** Writes a new key. @returns its id */
export async function insertSpKey(
  tx: Tx,
  seal: Seal,
  { privateKey, certificate }: KeyMaterial,
  state: SpKeyState,
  now: Date,
): Promise<string> {
  const id = uuid7(now)
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await tx.query(sql`
    insert into sp_keys (id, use, certificate, sealed_private_key, state, created_at, changed_at)
    values (${id}, 'signing', ${certificate}, ${seal.seal(place(id), pem)}, ${state}, ${now}, ${now})`)
  return id
}

/** Makes a key the one that signs; the one that did until now retires. Call it under `spKeysLock`. */
export async function activateSpKey(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.query(sql`update sp_keys set state = 'retiring', changed_at = ${now} where state = 'active'`)
  await tx.query(sql`update sp_keys set state = 'active', changed_at = ${now} where id = ${id}::uuid`)
}

/** Deletes a key for good: what was encrypted to it can no longer be read. */
export async function deleteSpKey(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`delete from sp_keys where id = ${id}::uuid and state <> 'active'`)
}
