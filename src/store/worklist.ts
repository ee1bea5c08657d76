import sql, { type Sql } from 'sql-template-tag'
import type { Problem, Subject } from '../core/types.ts'
import type { WorkKind } from '../core/work.ts'
import { isJitupError } from '../errors.ts'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'
import type { Place, Seal } from './seal.ts'
import { uuid7 } from './uuid.ts'

/** `resolved`: somebody acted on it. `dismissed`: somebody wants to hear no more of it. `closed`: it was over by itself. */
export type WorkState = 'open' | 'resolved' | 'dismissed' | 'closed'

/** The sealed half of an entry: what it is about. */
export interface WorkRecord {
  /** The remark of the plan that it comes from. */
  readonly problem?: Problem
  /** As whom the provider names somebody who is not here yet; left out where that is not to be kept. */
  readonly subject?: Subject
  /** What it is about where no plan remarked on it. */
  readonly facts?: Readonly<Record<string, string | number>>
  /** Its values are not kept any more: their days were over. */
  readonly dropped?: 'age'
}

/** A thing to be noted. */
export interface NewWork {
  readonly kind: WorkKind
  /** With kind and provider the same thing: it is noted once while it is open, and not again once it was dismissed. */
  readonly thing: readonly string[]
  readonly record: WorkRecord
  readonly userId: string | null
  readonly signOnId: string | null
  /** Whom it is about, where that is no user yet. */
  readonly about?: Subject | null
}

/** An entry as the table has it. */
export interface WorkRow {
  readonly id: string
  readonly kind: WorkKind
  readonly providerId: string | null
  readonly provider: string | null
  readonly userId: string | null
  readonly login: string | null
  readonly contactId: string | null
  readonly contactName: string | null
  readonly signOnId: string | null
  readonly sealed: string
  readonly state: WorkState
  readonly createdAt: Date
  readonly closedAt: Date | null
  readonly action: string | null
  readonly author: Author | null
}

/** How many entries of one kind and provider are open at most; what comes beyond is only counted. */
export const WORK_LIMIT = 100

const place = (id: string): Place => ({ table: 'worklist', row: id, column: 'sealed' })

/** What an entry is about; empty when nobody can open it any more, because its secret is gone. */
export function openWork(seal: Seal, { id, sealed }: Pick<WorkRow, 'id' | 'sealed'>): WorkRecord {
  try {
    return JSON.parse(seal.open(place(id), sealed)) as WorkRecord
  } catch (error) {
    if (isJitupError(error) && error.code === 'secret_wrong') return {}
    throw error
  }
}

/** Keyed hashes of a thing, one for each known secret. After a secret is gone a thing may be noted once more. */
const keysOf = (seal: Seal, providerId: string | null, { kind, thing }: Pick<NewWork, 'kind' | 'thing'>) =>
  seal.keyed('worklist', JSON.stringify([kind, providerId, ...thing]))

const aboutKeys = (seal: Seal, providerId: string | null, { value, format }: Subject) =>
  seal.keyed('worklist subject', JSON.stringify([providerId, value, format]))

/**
 * The statement that notes things about one provider, in their transaction: each once, in the order of their keys, so that two
 * that note the same wait for each other and never in a circle. Nobody waits to count what finds the list full.
 */
export function insertWork(seal: Seal, providerId: string | null, work: readonly NewWork[], now: Date): Sql {
  const rows = work.map((one) => {
    const id = uuid7(now)
    const about = one.about ? aboutKeys(seal, providerId, one.about)[0] : null
    return {
      ...one,
      id,
      about,
      keys: keysOf(seal, providerId, one),
      text: seal.seal(place(id), JSON.stringify(one.record)),
    }
  })
  const known = rows.flatMap(({ id, keys }) => keys.map((key) => ({ id, key })))
  const mine = providerId === null ? sql`provider_id is null` : sql`provider_id = ${providerId}::uuid`
  return sql`
    with w as (
      select * from unnest(${rows.map((one) => one.id)}::uuid[], ${rows.map((one) => one.kind)}::text[],
        ${rows.map((one) => one.keys[0])}::bytea[], ${rows.map((one) => one.userId)}::uuid[],
        ${rows.map((one) => one.signOnId)}::uuid[], ${rows.map((one) => one.about)}::bytea[],
        ${rows.map((one) => one.text)}::text[]) w (id, kind, key, user_id, sign_on_id, about, sealed)
    ), noted as materialized (
      select key from worklist where key = any(${known.map((one) => one.key)}::bytea[]) and standing
    ), fresh as (
      select w.*, row_number() over (partition by w.kind order by w.key) as nth,
        (select count(*) from (select 1 from worklist o where o.${mine} and o.kind = w.kind and o.state = 'open'
          limit ${WORK_LIMIT}) f) as there
      from w where not exists (
        select 1 from unnest(${known.map((one) => one.id)}::uuid[], ${known.map((one) => one.key)}::bytea[]) k (id, key)
          join noted on noted.key = k.key where k.id = w.id)
    ), made as (
      insert into worklist (id, kind, key, provider_id, user_id, sign_on_id, about, sealed, created_at)
      select id, kind, key, ${providerId}::uuid, user_id, sign_on_id, about, sealed, ${now} from fresh
      where there + nth <= ${WORK_LIMIT} order by key
      on conflict (key) where standing do nothing
    ), beyond as (
      -- People who wait are looked for again and again: how many they are is asked of the users.
      select kind, count(*)::integer as n from fresh where there + nth > ${WORK_LIMIT} and kind <> 'person-waiting' group by kind
    ), free as (
      select kind from worklist_overflow where ${mine} and kind in (select kind from beyond) for update skip locked
    ), counted as (
      update worklist_overflow o set count = o.count + b.n from beyond b join free f on f.kind = b.kind
      where o.${mine} and o.kind = b.kind
    )
    insert into worklist_overflow (provider_id, kind, count, since)
    select ${providerId}::uuid, kind, n, ${now} from beyond on conflict do nothing`
}

/** Of these things the ones that somebody wants to hear no more of. */
export async function dismissedWork<Thing extends { readonly providerId: string | null; readonly work: NewWork }>(
  db: Database | Tx,
  seal: Seal,
  things: readonly Thing[],
): Promise<ReadonlySet<Thing>> {
  const keys = new Map(
    things.flatMap((one) => keysOf(seal, one.providerId, one.work).map((key) => [key.toString('hex'), one] as const)),
  )
  const rows = await db.query<{ key: string }>(sql`
    select encode(key, 'hex') as key from worklist
    where standing and state = 'dismissed' and key = any(${[...keys.keys()].map((one) => Buffer.from(one, 'hex'))}::bytea[])`)
  return new Set(rows.flatMap(({ key }) => keys.get(key) ?? []))
}

const columns = sql`
  w.id, w.kind, w.provider_id as "providerId", p.slug as provider, w.user_id as "userId", u.login,
  c.id as "contactId", c."Name" as "contactName", w.sign_on_id as "signOnId", w.sealed, w.state,
  w.created_at as "createdAt", w.closed_at as "closedAt", w.action, w.author`
const tables = sql`
  worklist w left join providers p on p.id = w.provider_id left join users u on u.id = w.user_id
    left join contacts c on c.id = u.contact_id`

/** Which entries a list holds. */
export interface WorkFilter {
  readonly kinds: readonly WorkKind[]
  readonly state: WorkState
  readonly providerId?: string | null | undefined
  readonly userId?: string | undefined
}

/** One page of entries, newest first; `before` is the last id of the page before. */
export const pageOfWork = (
  db: Database | Tx,
  { kinds, state, providerId, userId }: WorkFilter,
  page: { readonly before: string | null; readonly limit: number },
): Promise<WorkRow[]> =>
  db.query(sql`
    select ${columns} from ${tables}
    where w.state = ${state} and w.kind = any(${kinds}::text[]) and (${page.before}::uuid is null or w.id < ${page.before}::uuid)
      ${providerId ? sql`and w.provider_id = ${providerId}::uuid` : sql``}
      ${userId === undefined ? sql`` : sql`and w.user_id = ${userId}::uuid`}
    order by w.id desc limit ${page.limit}`)

/** Every entry about a user, newest first. */
export const workOfUser = (
  db: Database | Tx,
  userId: string,
  page: { readonly before: string | null; readonly limit: number },
): Promise<WorkRow[]> =>
  db.query(sql`
    select ${columns} from ${tables}
    where w.user_id = ${userId}::uuid and (${page.before}::uuid is null or w.id < ${page.before}::uuid)
    order by w.id desc limit ${page.limit}`)

/** @returns the entry, or null */
export async function workById(db: Database | Tx, id: string): Promise<WorkRow | null> {
  const rows = await db.query<WorkRow & Record<string, unknown>>(sql`
    select ${columns} from ${tables} where w.id = ${id}::uuid`)
  return rows[0] ?? null
}

/** How much of one kind is open at a provider, and how often more of it came while its list was full. */
export interface WorkCount {
  readonly kind: WorkKind
  readonly providerId: string | null
  readonly provider: string | null
  readonly open: number
  readonly beyond: number
}

/** Counts what is open, by kind and provider. */
export const countWork = (db: Database | Tx): Promise<WorkCount[]> =>
  db.query(sql`
    with o as (
      select provider_id, kind, count(*)::integer as open from worklist where state = 'open' group by provider_id, kind)
    select o.kind, o.provider_id as "providerId", p.slug as provider, o.open, coalesce(f.count, 0) as beyond
    from o left join providers p on p.id = o.provider_id
      left join worklist_overflow f on f.kind = o.kind and f.provider_id is not distinct from o.provider_id
    order by o.kind, p.slug nulls first`)

/** Open entries in the order of their ids; `after` is the last id of the batch before. */
export const batchOfOpenWork = (
  db: Database | Tx,
  page: { readonly after: string | null; readonly limit: number },
): Promise<WorkRow[]> =>
  db.query(sql`
    select ${columns} from ${tables}
    where w.state = 'open' and (${page.after}::uuid is null or w.id > ${page.after}::uuid)
    order by w.id limit ${page.limit}`)

/** Ends open entries whose thing is over. */
export async function closeWork(db: Database | Tx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await db.query(sql`
    update worklist set state = 'closed', closed_at = ${now} where id = any(${ids}::uuid[]) and state = 'open'`)
}

/** Counts anew what came beyond full lists that have room again. */
export const forgetOverflow = (db: Database | Tx): Promise<unknown> =>
  db.query(sql`
    delete from worklist_overflow f where (
      select count(*) from worklist w
      where w.provider_id is not distinct from f.provider_id and w.kind = f.kind and w.state = 'open') < ${WORK_LIMIT}`)

/**
 * Notes what somebody has done about an entry.
 * @param userId the person that it turned out to be about
 * @returns false when it is not in the state `from` any more
 */
export async function decideWork(
  tx: Tx,
  id: string,
  decided: {
    readonly from: WorkState
    readonly to: WorkState
    readonly action: string
    readonly author: Author
    readonly userId?: string | undefined
  },
  now: Date,
): Promise<boolean> {
  const { from, to, action, author, userId = null } = decided
  const rows = await tx.query(sql`
    update worklist set state = ${to}, action = ${action}, author = ${JSON.stringify(author)}::jsonb,
      closed_at = ${to === 'open' ? null : now}, user_id = coalesce(${userId}::uuid, user_id)
    where id = ${id}::uuid and state = ${from} returning 1`)
  return rows.length > 0
}

/** Removes what is noted about somebody who is being erased and has no user behind it: subjects, names, addresses. */
export async function forgetWorkAbout(
  tx: Tx,
  seal: Seal,
  subjects: readonly { readonly providerId: string; readonly subject: Subject }[],
  things: readonly Pick<NewWork, 'kind' | 'thing'>[],
): Promise<void> {
  const about = subjects.flatMap(({ providerId, subject }) => aboutKeys(seal, providerId, subject))
  const keys = things.flatMap((one) => keysOf(seal, null, one))
  await tx.query(sql`delete from worklist where about = any(${about}::bytea[]) or key = any(${keys}::bytea[])`)
}

/** Kinds that hold what a provider sent. */
const sent: readonly WorkKind[] = [
  'match-ambiguous',
  'link-barred',
  'lookup-value',
  'group-unknown',
  'email-conflict',
  'login-conflict',
  'value-invalid',
  'value-missing',
  'roles-incomplete',
]

/**
 * Drops the values of entries that are older than `before`, and closes those that are still open: without their values nobody can
 * do anything about them, and they are noted again when they happen again. @returns how many
 */
export async function dropWorkValues(
  tx: Tx,
  seal: Seal,
  { before, limit, now }: { readonly before: Date; readonly limit: number; readonly now: Date },
): Promise<number> {
  const rows = await tx.query<{ id: string }>(sql`
    select id from worklist where id < ${firstIdAt(before)}::uuid and stripped_at is null
      and (state <> 'open' or kind = any(${sent}::text[])) order by id limit ${limit} for update skip locked`)
  const record: WorkRecord = { dropped: 'age' }
  await tx.query(sql`
    update worklist w set sealed = s.sealed, stripped_at = ${now},
      state = case when w.state = 'open' then 'closed' else w.state end, closed_at = coalesce(w.closed_at, ${now})
    from unnest(${rows.map((one) => one.id)}::uuid[],
      ${rows.map((one) => seal.seal(place(one.id), JSON.stringify(record)))}::text[]) s (id, sealed)
    where w.id = s.id`)
  return rows.length
}

/** Deletes some entries: what ended by itself before `closedBefore`, what somebody decided on before `decidedBefore`. */
export async function deleteOldWork(
  db: Database,
  { closedBefore, decidedBefore, limit }: { closedBefore: Date; decidedBefore: Date; limit: number },
): Promise<number> {
  const rows = await db.query(sql`
    delete from worklist where id in (
      select id from worklist
      where (state = 'closed' and closed_at < ${closedBefore})
        or (state in ('resolved', 'dismissed') and closed_at < ${decidedBefore})
      order by id limit ${limit} for update skip locked) returning 1`)
  return rows.length
}

/** No id that was made at this moment or later is smaller. */
export const firstIdAt = (at: Date): string => {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
