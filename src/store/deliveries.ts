import sql, { type Sql } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** A message to one receiver, as it stands. */
export interface Delivery {
  readonly id: string
  /** To a webhook, or else to a recipient of e-mail. */
  readonly webhookId: string | null
  readonly recipientId: string | null
  /** `digest` for e-mail, `test` for a test. */
  readonly event: string
  readonly body: unknown
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  readonly createdAt: Date
  readonly nextAt: Date
  readonly giveUpAt: Date
  readonly triedAt: Date | null
  readonly doneAt: Date | null
  /** What the last attempt came to: an HTTP status or an SMTP reply, and our code when it failed. */
  readonly status: number | null
  readonly code: string | null
}

const columns = sql`
  d.id, d.webhook_id as "webhookId", d.recipient_id as "recipientId", d.event, d.body, d.state, d.attempts,
  d.created_at as "createdAt", d.next_at as "nextAt", d.give_up_at as "giveUpAt", d.tried_at as "triedAt",
  d.done_at as "doneAt", d.status, d.code`

/** Writes a message that is due at once. */
export async function insertDelivery(
  tx: Pick<Tx, 'query'>,
  one: Pick<Delivery, 'id' | 'webhookId' | 'recipientId' | 'event' | 'body' | 'nextAt' | 'giveUpAt'>,
  now: Date,
): Promise<void> {
  await tx.query(sql`
    insert into deliveries (id, webhook_id, recipient_id, event, body, created_at, next_at, give_up_at)
    values (${one.id}, ${one.webhookId}, ${one.recipientId}, ${one.event}, ${JSON.stringify(one.body)}::jsonb, ${now},
      ${one.nextAt}, ${one.giveUpAt})`)
}

/**
 * Takes messages that are due for this node alone until `until`: no other takes them before, and when this one dies another does
 * afterwards. At most two of one receiver, so that one who hangs keeps nobody else waiting. Receivers that are off wait.
 * @param mail is e-mail sent at all?
 */
export const claimDue = (
  db: Database,
  now: Date,
  { until, limit, mail }: { readonly until: Date; readonly limit: number; readonly mail: boolean },
): Promise<Delivery[]> =>
  db.query(sql`
    with due as (
      select id from deliveries
      where state = 'waiting' and next_at <= ${now} and id in (
        select id from (
          select e.id, e.next_at, row_number() over (partition by e.webhook_id, e.recipient_id order by e.next_at, e.id) as nth
          from deliveries e left join webhooks w on w.id = e.webhook_id
          where e.state = 'waiting' and e.next_at <= ${now} and coalesce(w.enabled, ${mail})) n
        where nth <= 2 order by next_at, id limit ${limit})
      for update skip locked
    )
    update deliveries d set attempts = d.attempts + 1, next_at = ${until}, tried_at = ${now}
    from due where d.id = due.id returning ${columns}`)

/**
 * Takes one message that was written for this node: not due before `until`, so that no other took it.
 * @returns null when it is not as it was written
 */
export async function claimOne(db: Database, id: string, now: Date, until: Date): Promise<Delivery | null> {
  const rows = await db.query<Delivery & Record<string, unknown>>(sql`
    update deliveries d set attempts = attempts + 1, tried_at = ${now}
    where id = ${id}::uuid and state = 'waiting' and next_at = ${until} returning ${columns}`)
  return rows[0] ?? null
}

/** What an attempt came to. */
export interface Result {
  readonly state: Delivery['state']
  readonly status: number | null
  readonly code: string | null
  /** When it is tried again. */
  readonly nextAt?: Date | null
}

/** Notes what an attempt came to, if it is still the last one. @returns false when another node has taken over */
export async function noteResult(tx: Tx, { id, attempts }: Delivery, result: Result, now: Date): Promise<boolean> {
  const { state, status, code, nextAt } = result
  const rows = await tx.query(sql`
    update deliveries set state = ${state}, status = ${status}, code = ${code}, next_at = ${nextAt ?? now},
      done_at = ${state === 'waiting' ? null : now}
    where id = ${id}::uuid and state = 'waiting' and attempts = ${attempts} returning 1`)
  return rows.length > 0
}

/** Gives up what nobody could try because its receiver was off. */
export const giveUpUntried = (tx: Pick<Tx, 'query'>, now: Date): Promise<unknown> =>
  tx.query(sql`
    update deliveries set state = 'failed', code = 'delivery_abandoned', done_at = ${now}
    where state = 'waiting' and next_at <= ${now} and give_up_at <= ${now}
      and not coalesce((select enabled from webhooks w where w.id = webhook_id),
        (select (value ->> 'enabled')::boolean from settings where name = 'mail'), false)`)

/** Lets a message that failed be tried again from `nextAt`, as long as a new one. @returns false when it has not failed */
export async function sendAgain(
  tx: Tx,
  id: string,
  { nextAt, giveUpAt }: Pick<Delivery, 'nextAt' | 'giveUpAt'>,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update deliveries set state = 'waiting', next_at = ${nextAt}, give_up_at = ${giveUpAt}, done_at = null
    where id = ${id}::uuid and state = 'failed' returning 1`)
  return rows.length > 0
}

/** Whose messages are listed: those of one webhook, or every e-mail. */
export type Receiver = { readonly webhookId: string } | 'mail'

const of = (receiver: Receiver): Sql =>
  receiver === 'mail' ? sql`d.recipient_id is not null` : sql`d.webhook_id = ${receiver.webhookId}::uuid`

/** One page of the messages, newest first; `before` is the last id of the page before. */
export const pageOfDeliveries = (
  db: Database,
  receiver: Receiver,
  page: { readonly before: string | null; readonly limit: number },
): Promise<(Delivery & { readonly address: string | null })[]> =>
  db.query(sql`
    select ${columns}, r.address from deliveries d left join mail_recipients r on r.id = d.recipient_id
    where ${of(receiver)} and (${page.before}::uuid is null or d.id < ${page.before}::uuid)
    order by d.id desc limit ${page.limit}`)

/** @returns the message, or null */
export async function deliveryById(db: Database | Tx, id: string): Promise<Delivery | null> {
  const rows = await db.query<Delivery & Record<string, unknown>>(sql`
    select ${columns} from deliveries d where d.id = ${id}::uuid`)
  return rows[0] ?? null
}

/** What the last attempt of each webhook, or of all e-mail, came to; `name` is the webhook's id or `mail`. */
export const lastAttempts = (
  db: Database | Tx,
): Promise<
  { readonly name: string; readonly at: Date; readonly code: string | null; readonly status: number | null }[]
> =>
  db.query(sql`
    select distinct on (1) coalesce(webhook_id::text, 'mail') as name, tried_at as at, code, status from deliveries
    where tried_at is not null and (code is not null or state = 'delivered') order by 1, tried_at desc, id desc`)
