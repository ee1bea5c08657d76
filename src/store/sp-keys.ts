import { createPrivateKey, type KeyObject } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Database } from './database.ts'
import type { Seal } from './seal.ts'
import { uuid7 } from './uuid.ts'

/** Our own signing key pair; the certificate is base64 DER as metadata wants it. */
export interface SpKey {
  readonly privateKey: KeyObject
  readonly certificate: string
}

interface SpKeyRow {
  id: string
  certificate: string
  sealed_private_key: string
}

const place = (id: string) => ({ table: 'sp_keys', row: id, column: 'sealed_private_key' })

/** Every key that partners may still know, the one in use first; the first start of an installation makes one. */
export async function spKeys(
  db: Database,
  seal: Seal,
  make: () => { privateKey: KeyObject; certificate: string },
  now: Date,
): Promise<readonly [SpKey, ...SpKey[]]> {
  const rows = await db.serialised(['sp-keys'], async (tx) => {
    const known = await tx.query<SpKeyRow>(sql`
      select id, certificate, sealed_private_key from sp_keys where active order by created_at desc, id desc`)
    if (known.length > 0) return known
    const { privateKey, certificate } = make()
    const id = uuid7(now)
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const row = { id, certificate, sealed_private_key: seal.seal(place(id), pem) }
    await tx.query(sql`
      insert into sp_keys (id, use, certificate, sealed_private_key, created_at)
      values (${id}, 'signing', ${certificate}, ${row.sealed_private_key}, ${now})`)
    return [row]
  })
  const keys = rows.map((row) => ({
    privateKey: createPrivateKey(seal.open(place(row.id), row.sealed_private_key)),
    certificate: row.certificate,
  }))
  const [first, ...rest] = keys
  if (!first) throw new Error('there is always a key')
  return [first, ...rest]
}
