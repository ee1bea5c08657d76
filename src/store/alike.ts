import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** Several contacts have this name, or this e-mail address. */
export interface Alike {
  readonly by: 'name' | 'email'
  /** As the database compares it. */
  readonly key: string
  /** As one of them has it. */
  readonly text: string
}

/** More namesakes than these are people with a common name. */
const namesakes = 5

/**
 * Looks whether those contacts whose name or address was written next in the history have it in common with others. A stretch
 * of the history at a time, every contact by an index.
 * @returns where the next stretch begins; null: there is nothing new
 */
export async function alikeAmongWritten(
  db: Database,
  stretch: { readonly after: string | null; readonly before: string; readonly length: number },
): Promise<{ readonly last: string | null; readonly alike: readonly Alike[] }> {
  const [read] = await db.query<{ last: string | null; contacts: string[] | null }>(sql`
    with s as (
      select id, contact_id, column_name from provenance
      where (${stretch.after}::uuid is null or id > ${stretch.after}::uuid) and id < ${stretch.before}::uuid
      order by id limit ${stretch.length})
    select (select id::text from s order by id desc limit 1) as last,
      array_agg(distinct contact_id::text) filter (where column_name in ('Name', 'Email')) as contacts from s`)
  const contacts = read?.contacts ?? []
  if (contacts.length === 0) return { last: read?.last ?? null, alike: [] }
  const alike = await db.query<Alike & Record<string, unknown>>(sql`
    select 'name' as by, name_key as key, min("Name") as text from contacts c
    where id = any(${contacts}::uuid[]) and (
      select count(*) from (select 1 from contacts o where o.name_key = c.name_key limit ${namesakes + 1}) n
    ) between 2 and ${namesakes}
    group by name_key
    union all
    select 'email', email_key, min("Email") from contacts c
    where id = any(${contacts}::uuid[]) and email_key is not null
      and exists (select 1 from contacts o where o.email_key = c.email_key and o.id <> c.id)
    group by email_key`)
  return { last: read?.last ?? null, alike }
}

/** A contact that may be the same person as another. */
export interface AlikeContact {
  readonly id: string
  readonly name: string
  readonly userId: string | null
  readonly login: string | null
  readonly email: string | null
}

const person = sql`
  c.id, c."Name" as name, u.id as "userId", u.login, c."Email" as email from contacts c left join users u on u.contact_id = c.id`

/** The contacts that have the name or the address, the oldest first. */
export const contactsAlike = (
  db: Database | Tx,
  { by, key }: Pick<Alike, 'by' | 'key'>,
  limit: number,
): Promise<AlikeContact[]> =>
  db.query(sql`
    select ${person}
    where ${by === 'name' ? sql`c.name_key` : sql`c.email_key`} = ${key} order by c.created_at, c.id limit ${limit}`)

/** These contacts, in no order; those that are gone are left out. */
export const contactsOfIds = async (db: Database | Tx, ids: readonly string[]): Promise<AlikeContact[]> =>
  ids.length === 0 ? [] : db.query(sql`select ${person} where c.id = any(${ids}::uuid[])`)

/** By what a contact could be taken for another. */
export const keysOfContact = (tx: Tx, contactId: string): Promise<Pick<Alike, 'by' | 'key'>[]> =>
  tx.query(sql`
    select k.* from contacts c cross join lateral (values ('name', c.name_key), ('email', c.email_key)) k (by, key)
    where c.id = ${contactId}::uuid and k.key is not null`)
