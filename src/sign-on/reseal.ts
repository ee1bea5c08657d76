import sql from 'sql-template-tag'
import type { NameId } from '../core/types.ts'
import { recordAudit } from '../store/audit.ts'
import { type Resealed, resealAll } from '../store/reseal.ts'
import type { App } from './app.ts'
import { sessionKeys } from './logout-keys.ts'

/**
 * Makes earlier secrets needless: seals anew whatever they have sealed, and finds sessions by hashes of the present one. Every
 * node must have the new secret by then. What is left afterwards of an earlier secret are the marks of logouts that were obeyed,
 * which end by themselves.
 */
export async function reseal(app: Pick<App, 'db' | 'seal' | 'now'>): Promise<Resealed> {
  const done = await resealAll(app.db, app.seal)
  await rekeySessions(app)
  const author = { kind: 'system' } as const
  await recordAudit(app.db, app.now(), { kind: 'secret.resealed', author, facts: { ...done } })
  return done
}

const batch = 500

async function rekeySessions({ db, seal }: Pick<App, 'db' | 'seal'>): Promise<void> {
  for (let after: Buffer = Buffer.alloc(0); ; ) {
    const rows = await db.query<{ hash: Buffer; providerId: string; issuer: string; sealed: string }>(sql`
      select s.token_hash as hash, p.id as "providerId", p.entity_id as issuer, s.sealed_name_id as sealed
      from sessions s join providers p on p.id = s.provider_id
      where s.token_hash > ${after} and s.sealed_name_id is not null and s.name_key is not null
      order by s.token_hash limit ${batch}`)
    const keyed = rows.flatMap(({ hash, sealed, ...named }) => {
      if (!sealed.startsWith(seal.prefix)) return []
      const place = { table: 'sessions', row: hash.toString('hex'), column: 'sealed_name_id' }
      const subject = JSON.parse(seal.open(place, sealed)) as { nameId: NameId | null; sessionIndex: string | null }
      const keys = sessionKeys(seal, named, subject)
      return keys ? [{ hash, name: keys.names[0] ?? null, index: keys.sessionIndexes[0] ?? null }] : []
    })
    await db.query(sql`
      update sessions s set name_key = w.name, session_index_key = w.index
      from unnest(${keyed.map((one) => one.hash)}::bytea[], ${keyed.map((one) => one.name)}::bytea[],
        ${keyed.map((one) => one.index)}::bytea[]) w (hash, name, index)
      where s.token_hash = w.hash`)
    const last = rows.at(-1)
    if (!last) return
    after = last.hash
  }
}
