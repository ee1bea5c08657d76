import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import { deliverNow, sentAtOnce } from '../../notify/deliver.ts'
import type { NoticeBody } from '../../notify/notice-body.ts'
import { linkOf } from '../../notify/notice-body.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import { type Delivery, deliveryById, insertDelivery, sendAgain } from '../../store/deliveries.ts'
import { isUuid, uuid7 } from '../../store/uuid.ts'
import {
  countWebhooks,
  insertWebhook,
  newSecret,
  rotateSecret,
  updateWebhook,
  type Webhook,
  webhookById,
} from '../../store/webhooks.ts'
import { beyondAudit } from '../audit.ts'
import { webhookInput, webhookPatch } from '../contract/webhooks.ts'
import { assertVersion, check, notFound } from './change.ts'

/** As many as an installation may have. */
const most = 50
/** How long the secret before signs as well, in milliseconds: receivers learn the new one meanwhile. */
const overlap = 24 * 3_600_000
/** Under this lock webhooks are made, so that their number is exact. */
const webhooksLock = 'webhooks'

/** @throws JitupError `not_found` */
export async function existingWebhook(db: Database | Tx, id: string, lock = false): Promise<Webhook> {
  const found = isUuid(id) ? await webhookById(db, id, lock) : null
  if (!found) throw notFound('webhook')
  return found
}

/**
 * Makes a webhook. Its secret is in this answer and nowhere else: we keep it sealed.
 * @throws JitupError `validation_failed`, `conflict` when there are fifty
 */
export async function makeWebhook(
  app: App,
  input: z.input<typeof webhookInput>,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const { url, events, enabled = true } = check(webhookInput, input)
  const secret = newSecret()
  const webhook = await app.db.serialised([webhooksLock], async (tx) => {
    if ((await countWebhooks(tx)) >= most) throw new JitupError('conflict', `There are ${most} webhooks already.`)
    return insertWebhook(tx, app.seal, { id: uuid7(app.now()), url, events, enabled, secret }, app.now())
  })
  return { webhook, secret }
}

/** @throws JitupError `not_found`, `validation_failed`, `precondition_failed` */
export async function changeWebhook(
  app: App,
  id: string,
  input: z.input<typeof webhookPatch>,
  expected: number | undefined,
): Promise<Webhook> {
  const patch = check(webhookPatch, input)
  return app.db.transaction(async (tx) => {
    const known = await existingWebhook(tx, id, true)
    assertVersion(known.version, expected)
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    const changed = await updateWebhook(tx, { ...known, ...given })
    if (!changed) throw notFound('webhook')
    return changed
  })
}

/** Gives a webhook a new secret; for a day messages are signed with both. @throws JitupError `not_found`, `secret_wrong` */
export async function rotateWebhook(
  app: App,
  id: string,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const secret = newSecret()
  const until = new Date(app.now().getTime() + overlap)
  const webhook = await app.db.transaction(async (tx) => {
    const { id: known } = await existingWebhook(tx, id)
    return rotateSecret(tx, app.seal, known, { secret, until })
  })
  if (!webhook) throw notFound('webhook')
  return { webhook, secret }
}

/** Sends a test and waits for what comes of it; it is tried once. A webhook that is off gets it as well. @throws JitupError `not_found` */
export async function testWebhook(app: App, id: string): Promise<Delivery> {
  const { id: webhookId } = await existingWebhook(app.db, id)
  return sendTest(app, { webhookId, recipientId: null })
}

/** Writes a test for a receiver and sends it. @returns what came of it */
export async function sendTest(app: App, to: Pick<Delivery, 'webhookId' | 'recipientId'>): Promise<Delivery> {
  const now = app.now()
  const id = uuid7(now)
  const link = linkOf(app.publicUrl, 'test', null)
  const data = { provider: null, counts: {}, facts: {}, link }
  const body: NoticeBody = { id, type: 'test', timestamp: now.toISOString(), data }
  const times = sentAtOnce(now)
  await app.db.transaction((tx) => insertDelivery(tx, { id, ...to, event: 'test', body, ...times }, now))
  // Sending is no change of anybody's; it was noted with the message.
  await deliverNow(beyondAudit(app), id, times.nextAt)
  const done = await deliveryById(app.db, id)
  if (!done) throw notFound('delivery')
  return done
}

/** Sends a message that was given up once more, for a day. @throws JitupError `not_found`, `conflict` when it was not given up */
export async function retryDelivery(app: App, webhookId: string | null, id: string): Promise<Delivery> {
  const found = isUuid(id) ? await deliveryById(app.db, id) : null
  if (!found || found.webhookId !== webhookId) throw notFound('delivery')
  const times = sentAtOnce(app.now())
  await app.db.transaction(async (tx) => {
    if (await sendAgain(tx, id, times)) return
    throw new JitupError('conflict', 'Only what was given up can be sent again.')
  })
  await deliverNow(beyondAudit(app), id, times.nextAt)
  return (await deliveryById(app.db, id)) ?? found
}
