import sql from 'sql-template-tag'
import { recordAudit } from '../store/audit.ts'
import { readColumns } from '../store/columns.ts'
import type { Tx } from '../store/database.ts'
import { erasedKeySetting, erasePerson, rememberErased, subjectsOf } from '../store/erasure.ts'
import type { Seal } from '../store/seal.ts'

type Open = Pick<Tx, 'query'>

/** What was ended for good in a database that a backup is about to replace, and must not come back with it. */
export interface Ended {
  /** API tokens that were revoked: the rows as they are. */
  readonly tokens: unknown
  /** People who were erased, by the ids of their users and contacts, and whether their next sign-on is refused. */
  readonly erased: readonly { readonly ids: readonly string[]; readonly tombstone: boolean }[]
  readonly erasedKey: unknown
  readonly erasedSubjects: unknown
}

/** Reads what must outlast a restore; null where the schema is older than that. */
export async function endedThere(tx: Open): Promise<Ended | null> {
  const [row] = await tx.query<{ there: boolean }>(sql`
    select to_regclass('api_tokens') is not null and to_regclass('audit_events') is not null
      and to_regclass('erased_subjects') is not null as there`)
  if (!row?.there) return null
  const [ended] = await tx.query<Ended & Record<string, unknown>>(sql`
    select
      (select coalesce(jsonb_agg(t), '[]') from api_tokens t where revoked_at is not null) as tokens,
      (select coalesce(jsonb_agg(jsonb_build_object('ids', to_jsonb(objects), 'tombstone', facts -> 'tombstone')), '[]')
       from audit_events where kind = 'person.erased') as erased,
      (select value from settings where name = ${erasedKeySetting}) as "erasedKey",
      (select coalesce(jsonb_agg(s), '[]') from erased_subjects s) as "erasedSubjects"`)
  return ended ?? null
}

/** Ends it again in what was restored: tokens stay revoked, and whoever was erased is erased. */
export async function endAgain(tx: Open, seal: Seal, ended: Ended, now: Date): Promise<void> {
  await tx.query(sql`
    insert into api_tokens select * from jsonb_populate_recordset(null::api_tokens, ${JSON.stringify(ended.tokens)}::jsonb)
    on conflict (id) do update set revoked_at = coalesce(api_tokens.revoked_at, excluded.revoked_at)`)
  if (ended.erasedKey !== null) {
    // The key is made once: where the backup has one it is this one.
    await tx.query(sql`
      insert into settings (name, value) values (${erasedKeySetting}, ${JSON.stringify(ended.erasedKey)}::jsonb)
      on conflict (name) do nothing`)
    await tx.query(sql`
      insert into erased_subjects
      select * from jsonb_populate_recordset(null::erased_subjects, ${JSON.stringify(ended.erasedSubjects)}::jsonb)
      on conflict do nothing`)
  }
  const ids = ended.erased.flatMap((one) => one.ids)
  // Contacts that were merged afterwards stand apart in an older backup: each goes.
  const back = await tx.query<{ id: string | null; contactId: string }>(sql`
    select u.id, c.id as "contactId" from contacts c left join users u on u.contact_id = c.id
    where c.id = any(${ids}::uuid[]) or u.id = any(${ids}::uuid[])`)
  if (back.length === 0) return
  const columns = await readColumns(tx)
  for (const { id, contactId } of back) {
    const known = ended.erased.find((one) => one.ids.includes(contactId) || (id !== null && one.ids.includes(id)))
    const tombstone = known?.tombstone ?? true
    if (tombstone && id !== null) await rememberErased(tx, seal, await subjectsOf(tx, id), now)
    const facts = { ...(await erasePerson(tx, { userId: id, contactId }, columns, now)), tombstone, restored: true }
    await recordAudit(tx, now, {
      kind: 'person.erased',
      author: { kind: 'system' },
      objects: id === null ? [contactId] : [id, contactId],
      facts,
    })
  }
}
