import sql from 'sql-template-tag'
import { GIVE_UP, type Notice, type NoticeEvent } from '../core/notices.ts'
import type { WorkKind } from '../core/work.ts'
import type { Database, Tx } from './database.ts'
import { uuid7 } from './uuid.ts'

/** A notice as it is kept. */
export interface KeptNotice extends Notice {
  readonly id: string
  readonly at: Date
}

/**
 * Writes what is to be told, and with it the messages of every webhook that wants it and the lines of every e-mail: one
 * transaction with whatever it is about. What was told `once` is left out. Several statements, however many receivers.
 * @param body what a webhook is sent
 */
export async function tell(
  tx: Tx,
  now: Date,
  notices: readonly Notice[],
  how: { readonly body: (notice: KeptNotice) => unknown; readonly mail: boolean },
): Promise<void> {
  if (notices.length === 0) return
  const kept = notices.map((one) => ({ ...one, id: uuid7(now), at: now }))
  const fresh = await tx.query<{ id: string }>(sql`
    insert into notices (id, at, event, provider_id, provider, counts, facts, once)
    select id, ${now}, event, provider_id, provider, counts::jsonb, facts::jsonb, once
    from unnest(${kept.map((one) => one.id)}::uuid[], ${kept.map((one) => one.event)}::text[],
      ${kept.map((one) => one.provider?.id ?? null)}::uuid[], ${kept.map((one) => one.provider?.slug ?? null)}::text[],
      ${kept.map((one) => JSON.stringify(one.counts))}::text[], ${kept.map((one) => JSON.stringify(one.facts))}::text[],
      ${kept.map((one) => one.once ?? null)}::text[]) n (id, event, provider_id, provider, counts, facts, once)
    on conflict (once) do nothing returning id`)
  const told = kept.filter(({ id }) => fresh.some((one) => one.id === id))
  const hooks = await tx.query<{ id: string; events: string[] }>(sql`select id, events from webhooks where enabled`)
  const sent = hooks.flatMap(({ id: webhookId, events }) =>
    told.filter(({ event }) => events.includes(event)).map((one) => ({ webhookId, one })),
  )
  const until = new Date(now.getTime() + GIVE_UP)
  await tx.query(sql`
    insert into deliveries (id, webhook_id, event, body, created_at, next_at, give_up_at)
    select id, webhook_id, event, body::jsonb, ${now}, ${now}, ${until}
    from unnest(${sent.map(() => uuid7(now))}::uuid[], ${sent.map((each) => each.webhookId)}::uuid[],
      ${sent.map((each) => each.one.event)}::text[], ${sent.map((each) => JSON.stringify(how.body(each.one)))}::text[])
      d (id, webhook_id, event, body)`)
  if (!how.mail) return
  await tx.query(sql`
    insert into mail_waiting (recipient_id, notice_id, at)
    select r.id, n.id, n.at from notices n join mail_recipients r on n.event = any(r.events)
    where n.id = any(${told.map((one) => one.id)}::uuid[])`)
}

/** What was told since, by event and provider: the last time of each. */
export const toldSince = (
  tx: Tx,
  since: Date,
): Promise<{ readonly event: NoticeEvent; readonly providerId: string | null }[]> =>
  tx.query(sql`select distinct event, provider_id as "providerId" from notices where at > ${since}`)

/** New entries of the worklist of one kind and provider. */
export interface NewEntries {
  readonly kind: WorkKind
  readonly providerId: string | null
  readonly slug: string | null
}

/** Of what there are entries that nobody was told of. */
export const untoldWork = (tx: Tx): Promise<NewEntries[]> =>
  tx.query(sql`
    select w.kind, w.provider_id as "providerId", p.slug from (select distinct kind, provider_id from worklist where not told) w
      left join providers p on p.id = w.provider_id`)

/** Marks such entries as told. @returns how many of each are open, by kind and provider as they were given */
export async function markWorkTold(
  tx: Tx,
  entries: readonly NewEntries[],
): Promise<readonly (NewEntries & { readonly open: number })[]> {
  const rows = await tx.query<{ n: number; open: number }>(sql`
    with t as (
      update worklist w set told = true
      from unnest(${entries.map((one) => one.kind)}::text[], ${entries.map((one) => one.providerId)}::uuid[])
        with ordinality e (kind, provider_id, n)
      where not w.told and w.kind = e.kind and w.provider_id is not distinct from e.provider_id
      returning e.n, w.state
    )
    select n::integer, (count(*) filter (where state = 'open'))::integer as open from t group by n`)
  return rows.flatMap(({ n, open }) => {
    const entry = entries[n - 1]
    return entry ? [{ ...entry, open }] : []
  })
}

/** Marks refreshes of metadata that failed as told. @returns those that still fail */
export const failedRefreshes = (
  tx: Tx,
): Promise<{ readonly providerId: string; readonly slug: string; readonly code: string }[]> =>
  tx.query(sql`
    with t as (
      update trust_events set told = true where kind = 'refresh_failed' and not told returning provider_id)
    select p.id as "providerId", p.slug, m.error_code as code
    from (select distinct provider_id from t) t join providers p on p.id = t.provider_id
      join provider_metadata m on m.provider_id = p.id
    where m.error_code is not null`)

/** Deletes notices and messages that are older than `before`, those that still wait excepted. */
export async function deleteOldNotices(db: Database, before: Date, limit: number): Promise<number> {
  const messages = await db.query(sql`
    delete from deliveries where id in (
      select id from deliveries where created_at < ${before} and state <> 'waiting'
      order by created_at limit ${limit} for update skip locked) returning 1`)
  const notices = await db.query(sql`
    delete from notices where id in (
      select id from notices where at < ${before} order by at limit ${limit} for update skip locked) returning 1`)
  return Math.max(messages.length, notices.length)
}
