import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Place, Seal } from './seal.ts'

/** A receiver of messages over HTTP; its secrets are sealed. */
export interface Webhook {
  readonly id: string
  readonly version: number
  readonly url: string
  readonly events: readonly string[]
  readonly enabled: boolean
  readonly createdAt: Date
  /** Until when messages are signed with the secret before this one as well; null: they are not. */
  readonly previousUntil: Date | null
  /** Why and when it was switched off by itself. */
  readonly offCode: string | null
  readonly offAt: Date | null
}

const columns = sql`
  id, version, url, events, enabled, created_at as "createdAt", previous_until as "previousUntil", off_code as "offCode",
  off_at as "offAt"`

const place = (id: string, column: 'sealed_secret' | 'sealed_previous'): Place => ({
  table: 'webhooks',
  row: id,
  column,
})

/** A new secret as receivers know it: 32 random bytes in base64 behind `whsec_` (Standard Webhooks). */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Writes a new webhook. */
export async function insertWebhook(
  db: Tx | Database,
  seal: Seal,
  hook: { id: string; url: string; events: readonly string[]; enabled: boolean; secret: string },
  now: Date,
): Promise<Webhook> {
  const [row] = await db.query<Webhook & Record<string, unknown>>(sql`
    insert into webhooks (id, url, events, enabled, sealed_secret, created_at)
    values (${hook.id}, ${hook.url}, ${hook.events}, ${hook.enabled},
      ${seal.seal(place(hook.id, 'sealed_secret'), hook.secret)}, ${now}) returning ${columns}`)
  if (!row) throw new Error('an insert gives its row')
  return row
}

/** Changes a webhook. Switched on again it has no reason to be off. @returns null when there is none of that version */
export async function updateWebhook(
  tx: Tx,
  { id, version, url, events, enabled }: Pick<Webhook, 'id' | 'version' | 'url' | 'events' | 'enabled'>,
): Promise<Webhook | null> {
  const [row] = await tx.query<Webhook & Record<string, unknown>>(sql`
    update webhooks set url = ${url}, events = ${events}, enabled = ${enabled}, version = version + 1,
      off_code = case when ${enabled} then null else off_code end, off_at = case when ${enabled} then null else off_at end
    where id = ${id}::uuid and version = ${version} returning ${columns}`)
  return row ?? null
}

/** @returns the webhook, or null; `lock` keeps others from changing it */
export async function webhookById(db: Database | Tx, id: string, lock = false): Promise<Webhook | null> {
  const [row] = await db.query<Webhook & Record<string, unknown>>(sql`
    select ${columns} from webhooks where id = ${id}::uuid ${lock ? sql`for update` : sql``}`)
  return row ?? null
}

/** One page of the webhooks, newest first; `before` is the last id of the page before. */
export const pageOfWebhooks = (db: Database, page: { before: string | null; limit: number }): Promise<Webhook[]> =>
  db.query(sql`
    select ${columns} from webhooks where (${page.before}::uuid is null or id < ${page.before}::uuid)
    order by id desc limit ${page.limit}`)

/** How many there are. */
export async function countWebhooks(db: Database | Tx): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`select count(*)::integer as count from webhooks`)
  return row?.count ?? 0
}

/** Removes a webhook and its messages. @returns false when there is none */
export async function deleteWebhook(db: Database | Tx, id: string): Promise<boolean> {
  return (await db.query(sql`delete from webhooks where id = ${id}::uuid returning 1`)).length > 0
}

/**
 * Gives a webhook a new secret; the one before signs as well until `until`.
 * @returns null when there is no such webhook
 */
export async function rotateSecret(
  tx: Tx,
  seal: Seal,
  id: string,
  { secret, until }: { readonly secret: string; readonly until: Date },
): Promise<Webhook | null> {
  const [known] = await tx.query<{ sealed: string }>(sql`
    select sealed_secret as sealed from webhooks where id = ${id}::uuid for update`)
  if (!known) return null
  const previous = seal.open(place(id, 'sealed_secret'), known.sealed)
  const [row] = await tx.query<Webhook & Record<string, unknown>>(sql`
    update webhooks set sealed_secret = ${seal.seal(place(id, 'sealed_secret'), secret)},
      sealed_previous = ${seal.seal(place(id, 'sealed_previous'), previous)}, previous_until = ${until}, version = version + 1
    where id = ${id}::uuid returning ${columns}`)
  return row ?? null
}

/**
 * Where a webhook's messages go and with which secrets they are signed now, the present one first.
 * @throws JitupError `secret_wrong`
 */
export async function webhookTarget(
  db: Database,
  seal: Seal,
  id: string,
  now: Date,
): Promise<{ readonly url: string; readonly secrets: readonly string[] } | null> {
  const [row] = await db.query<{ url: string; secret: string; previous: string | null; until: Date | null }>(sql`
    select url, sealed_secret as secret, sealed_previous as previous, previous_until as until
    from webhooks where id = ${id}::uuid`)
  if (!row) return null
  const { url, secret, previous, until } = row
  const both = previous !== null && until !== null && until > now
  return {
    url,
    secrets: [
      seal.open(place(id, 'sealed_secret'), secret),
      ...(both ? [seal.open(place(id, 'sealed_previous'), previous)] : []),
    ],
  }
}

/** Forgets secrets whose time is over. */
export const forgetSecrets = (db: Database, now: Date): Promise<unknown> =>
  db.query(sql`update webhooks set sealed_previous = null, previous_until = null where previous_until <= ${now}`)

/**
 * Switches a webhook off by itself, unless something has arrived there since `since`.
 * @returns false when it stays as it is
 */
export async function switchOff(tx: Tx, id: string, code: string, since: Date, now: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update webhooks set enabled = false, off_code = ${code}, off_at = ${now}, version = version + 1
    where id = ${id}::uuid and enabled and not exists (
      select 1 from deliveries where webhook_id = ${id}::uuid and state = 'delivered' and done_at >= ${since})
    returning 1`)
  return rows.length > 0
}

/** Those that were switched off by themselves. */
export const webhooksOff = (db: Database): Promise<{ readonly id: string; readonly code: string }[]> =>
  db.query(sql`select id, off_code as code from webhooks where not enabled and off_code is not null order by id`)
