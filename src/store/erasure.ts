import { createHmac, randomBytes } from 'node:crypto'
import sql, { join, raw } from 'sql-template-tag'
import type { Subject } from '../core/types.ts'
import { isJitupError } from '../errors.ts'
import { type Columns, identifier } from './columns.ts'
import type { Database, Tx } from './database.ts'
import { forgetRecipient } from './mail.ts'
import type { Seal } from './seal.ts'
import { writeSetting } from './settings.ts'
import { rememberUsers } from './setup-links.ts'
import { openSignOn } from './sign-ons.ts'

/** Where the key of the hashes is kept, sealed: it stays the same when the secret changes, and no dump has it open. */
export const erasedKeySetting = 'erasedKey'
export const erasedKeyPlace = { table: 'settings', row: erasedKeySetting, column: 'value' }

const hash = (key: string, entityId: string, { value, format }: Subject): Buffer =>
  createHmac('sha256', Buffer.from(key, 'base64url'))
    .update(JSON.stringify([entityId, value, format ?? '']))
    .digest()

/**
 * Was the person with this subject erased? Asked for subjects that nobody is known by, never on the path of those who are. By
 * entityID: the same partner set up anew does not bring them back.
 */
export async function isErased(db: Database | Tx, seal: Seal, providerId: string, subject: Subject): Promise<boolean> {
  if (providerId === '') return false
  const [row] = await db.query<{ entityId: string; sealed: string | null }>(sql`
    select entity_id as "entityId", (select value #>> '{}' from settings where name = ${erasedKeySetting}) as sealed
    from providers where id = ${providerId}::uuid`)
  // Nobody was ever erased here.
  if (!row || row.sealed === null) return false
  const key = hash(seal.open(erasedKeyPlace, row.sealed), row.entityId, subject)
  return (await db.query(sql`select 1 from erased_subjects where key = ${key}`)).length > 0
}

/** Of these subjects those whose people were erased, as `subjectText` names them: two statements, however many. */
export async function erasedAmong(
  db: Pick<Database | Tx, 'query'>,
  seal: Seal,
  subjects: readonly { readonly providerId: string; readonly subject: Subject }[],
): Promise<ReadonlySet<string>> {
  if (subjects.length === 0) return new Set()
  const rows = await db.query<{ id: string; entityId: string; sealed: string | null }>(sql`
    select id, entity_id as "entityId", (select value #>> '{}' from settings where name = ${erasedKeySetting}) as sealed
    from providers where id = any(${subjects.map((one) => one.providerId)}::uuid[])`)
  const sealed = rows[0]?.sealed ?? null
  if (sealed === null) return new Set()
  const key = seal.open(erasedKeyPlace, sealed)
  const entityIds = new Map(rows.map((one) => [one.id, one.entityId]))
  const hashes = new Map(
    subjects.map((one) => [hash(key, entityIds.get(one.providerId) ?? '', one.subject).toString('hex'), one]),
  )
  const found = await db.query<{ key: Buffer }>(sql`
    select key from erased_subjects where key = any(${[...hashes.keys()].map((one) => Buffer.from(one, 'hex'))}::bytea[])`)
  return new Set(found.flatMap((one) => subjectText(hashes.get(one.key.toString('hex')))))
}

/** One text for one subject of a provider. */
export const subjectText = (one: { readonly providerId: string; readonly subject: Subject } | undefined): string =>
  one === undefined ? '' : JSON.stringify([one.providerId, one.subject.value, one.subject.format ?? ''])

/** Remembers the subjects of somebody who is being erased: as keyed hashes, which nobody can turn back. */
export async function rememberErased(
  tx: Pick<Tx, 'query'>,
  seal: Seal,
  subjects: readonly { readonly entityId: string; readonly subject: Subject }[],
  now: Date,
): Promise<void> {
  const [row] = await tx.query<{ sealed: string }>(sql`
    select value #>> '{}' as sealed from settings where name = ${erasedKeySetting}`)
  const key = row ? seal.open(erasedKeyPlace, row.sealed) : randomBytes(32).toString('base64url')
  if (!row) await writeSetting(tx, erasedKeySetting, seal.seal(erasedKeyPlace, key))
  await tx.query(sql`
    insert into erased_subjects (key, erased_at)
    select key, ${now} from unnest(${subjects.map((one) => hash(key, one.entityId, one.subject))}::bytea[]) as key
    on conflict do nothing`)
}

/** As whom providers know a user. */
export interface KnownSubject {
  readonly providerId: string
  readonly entityId: string
  readonly subject: Subject
}

/** Every subject of a user, those of providers that are gone included. */
export async function subjectsOf(tx: Pick<Tx | Database, 'query'>, userId: string): Promise<KnownSubject[]> {
  const rows = await tx.query<{ providerId: string; entityId: string; value: string; format: string }>(sql`
    select p.id::text as "providerId", p.entity_id as "entityId", i.subject as value, i.format
    from identities i join providers p on p.id = i.provider_id where i.user_id = ${userId}::uuid
    union all select '', entity_id, subject, format from tombstones where user_id = ${userId}::uuid`)
  return rows.map(({ providerId, entityId, value, format }) => ({
    providerId,
    entityId,
    subject: { value, format: format === '' ? null : format },
  }))
}

/** What was removed. */
export interface Erased {
  readonly signOns: number
  readonly identities: number
  readonly grants: number
  readonly history: number
  readonly sessions: number
}

/**
 * Removes a person: contact, user and whatever hangs on them; of their journal entries the outcome, codes and times stay, of
 * records that pointed to them the empty column.
 */
export async function erasePerson(
  tx: Pick<Tx, 'query'>,
  { userId, contactId }: { readonly userId: string | null; readonly contactId: string },
  columns: Columns,
  now: Date,
): Promise<Erased> {
  const people = [...columns.values()]
    .filter((one) => one.lookup === 'Contact')
    .map((one) => identifier(columns, one.name))
  for (const column of people) {
    await tx.query(sql`
      update contacts set ${column} = null, version = version + 1 where ${column} = ${contactId}::uuid and id <> ${contactId}::uuid`)
  }
  if (people.length > 0) {
    const none = join(people.map((column) => sql`${column} = null`))
    await tx.query(sql`update contacts set ${none} where id = ${contactId}::uuid`)
  }
  const [row] = await tx.query<Erased & Record<string, unknown>>(sql`
    with s as (
      update sign_ons set sealed = null, address = null, stripped_at = ${now} where contact_id = ${contactId}::uuid returning 1
    ), i as (delete from identities where user_id = ${userId}::uuid returning 1),
    g as (delete from grants where user_id = ${userId}::uuid returning 1),
    t as (delete from sessions where user_id = ${userId}::uuid returning 1),
    p as (delete from provenance where contact_id = ${contactId}::uuid returning 1)
    select (select count(*)::integer from s) as "signOns", (select count(*)::integer from i) as identities,
      (select count(*)::integer from g) as grants, (select count(*)::integer from p) as history,
      (select count(*)::integer from t) as sessions`)
  await forgetRecipient(tx, contactId)
  if (userId !== null) await rememberUsers(tx)
  await tx.query(sql`delete from users where id = ${userId}::uuid`)
  await tx.query(sql`delete from contacts where id = ${contactId}::uuid`)
  if (!row) throw new Error('a select without from gives one row')
  return row
}

const window = 20_000

/**
 * Takes a person's name out of the history of others, whose record once pointed to them. A stretch at a time: it looks at all of
 * the history, and nobody waits for it.
 */
export async function forgetName(
  db: Database,
  contactId: string,
  columns: Columns,
  since: string | null,
): Promise<void> {
  const people = [...columns.values()].filter((one) => one.lookup === 'Contact').map((one) => one.name)
  for (let after: string | null = since; ; ) {
    const [row]: { last: string | null }[] = await db.query<{ last: string | null }>(sql`
      with stretch as (
        select id, column_name, previous, value from provenance
        where ${after}::uuid is null or id > ${after}::uuid order by id limit ${window}
      ), done as (
        update provenance p set
          previous = case when s.previous ->> 'id' = ${contactId} then ${nameless}::jsonb || jsonb_build_object('id', ${contactId}::text) else p.previous end,
          value = case when s.value ->> 'id' = ${contactId} then ${nameless}::jsonb || jsonb_build_object('id', ${contactId}::text) else p.value end
        from stretch s
        where p.id = s.id and s.column_name = any(${people}::text[])
          and (s.previous ->> 'id' = ${contactId} or s.value ->> 'id' = ${contactId})
      )
      select max(id::text) as last from stretch`)
    if (!row?.last) return
    after = row.last
  }
}

const nameless = JSON.stringify({ name: '' })

/**
 * Empties journal entries that name no user but this subject: test sign-ons, and refusals from before the person was known.
 * @returns how many
 */
export async function forgetUnlinked(
  db: Database,
  seal: Seal,
  subjects: readonly KnownSubject[],
  now: Date,
  since: Date | null,
): Promise<number> {
  const known = new Set(subjects.map((one) => JSON.stringify([one.providerId, one.subject.value])))
  let count = 0
  for (const which of ["outcome = 'tested'", "outcome = 'refused' and user_id is null"]) {
    for (let after = { at: since?.toISOString() ?? '-infinity', id: '00000000-0000-0000-0000-000000000000' }; ; ) {
      const rows = await db.query<{ at: Date; id: string; providerId: string | null; sealed: string | null }>(sql`
        select at, id, provider_id as "providerId", sealed from sign_ons
        where ${raw(which)} and at >= ${after.at}::timestamptz and (at, id) > (${after.at}::timestamptz, ${after.id}::uuid)
        order by at, id limit 500`)
      const theirs = rows.filter(({ id, providerId, sealed }) => {
        const values = sealed === null ? [] : subjectsIn(seal, id, sealed)
        return values.some((value) => known.has(JSON.stringify([providerId ?? '', value])))
      })
      count += theirs.length
      await db.query(sql`
        update sign_ons s set sealed = null, address = null, stripped_at = ${now}
        from unnest(${theirs.map((one) => one.at)}::timestamptz[], ${theirs.map((one) => one.id)}::uuid[]) w (at, id)
        where s.at = w.at and s.id = w.id`)
      const last = rows.at(-1)
      if (!last) break
      after = { at: last.at.toISOString(), id: last.id }
    }
  }
  return count
}

/**
 * Whatever may be a subject: the NameID, and every value, since a provider may name people by an attribute, and may have named them
 * by another one that day. What nobody can open any more, because its secret is gone, tells nobody about anybody.
 */
function subjectsIn(seal: Seal, id: string, sealed: string): readonly string[] {
  try {
    const { subject, claims = [] } = openSignOn(seal, id, sealed)
    return [...(subject ? [subject.value] : []), ...claims.flatMap(([, values]) => values)]
  } catch (error) {
    if (isJitupError(error) && error.code === 'secret_wrong') return []
    throw error
  }
}
