import { GIVE_UP, type Notice, nextAttempt } from '../core/notices.ts'
import { type ErrorCode, isJitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { recordAudit } from '../store/audit.ts'
import type { Tx } from '../store/database.ts'
import { claimDue, claimOne, type Delivery, noteResult, type Result } from '../store/deliveries.ts'
import { readMail } from '../store/mail.ts'
import { tell } from '../store/notices.ts'
import { switchOff } from '../store/webhooks.ts'
import { bodyOf } from './notice-body.ts'
import { sendDigest } from './send-digest.ts'
import { sendWebhook } from './send-webhook.ts'

type Part = Pick<App, 'db' | 'seal' | 'now' | 'publicUrl' | 'fetchPublic' | 'sendMail' | 'log'>

/** How long a node has a message for itself, in milliseconds: much longer than sending may take and clocks may differ. */
export const LEASE = 5 * 60_000
/** Messages that are under way at once on one node. */
const atOnce = 8

/**
 * Sends what is due, some at a time, until nothing is left. Each message is taken first, in a transaction of its own, and its result
 * written afterwards: when a node dies in between, another sends it again under the same id.
 * @returns how many were tried
 */
export async function deliverDue(app: Part, signal?: AbortSignal): Promise<number> {
  for (let done = 0; ; ) {
    if (signal?.aborted) return done
    const now = app.now()
    const mail = (await readMail(app.db))?.settings.enabled ?? false
    const claim = { until: new Date(now.getTime() + LEASE), limit: atOnce, mail }
    const due = await claimDue(app.db, now, claim)
    if (due.length === 0) return done
    await Promise.all(due.map((one) => deliver(app, one)))
    done += due.length
  }
}

/** The times of a message that this node sends at once: until then no other takes it. */
export const sentAtOnce = (now: Date): Pick<Delivery, 'nextAt' | 'giveUpAt'> => ({
  nextAt: new Date(now.getTime() + LEASE),
  giveUpAt: new Date(now.getTime() + GIVE_UP),
})

/** Sends one message that was written `sentAtOnce`. */
export async function deliverNow(app: Part, id: string, until: Date): Promise<void> {
  const one = await claimOne(app.db, id, app.now(), until)
  if (one) await deliver(app, one)
}

async function deliver(app: Part, one: Delivery): Promise<void> {
  const result = await attempt(app, one)
  const now = app.now()
  await app.db.transaction(async (tx) => {
    if (!(await noteResult(tx, one, result, now))) return
    if (result.state === 'failed' && one.event !== 'test') await tellFailure(app, tx, one, result, now)
  })
  const receiver = one.webhookId === null ? { recipient: one.recipientId } : { webhook: one.webhookId }
  const fields = { delivery: one.id, ...receiver, code: result.code, status: result.status, attempts: one.attempts }
  if (result.state === 'failed') app.log.warn(fields, 'a notification was given up')
  else if (result.state === 'waiting') app.log.warn(fields, 'a notification did not arrive; it is tried again')
}

async function attempt(app: Part, one: Delivery): Promise<Result> {
  try {
    if (one.webhookId !== null) return { state: 'delivered', status: await sendWebhook(app, one), code: null }
    await sendDigest(app, one)
    return { state: 'delivered', status: null, code: null }
  } catch (error) {
    const code: ErrorCode = isJitupError(error) ? error.code : 'internal'
    if (code === 'internal') app.log.error({ delivery: one.id, err: error }, 'a notification could not be sent')
    const status = isJitupError(error) && typeof error.details.status === 'number' ? error.details.status : null
    // A test is over when somebody has seen what came of it; 410 says that nobody will ever be there again.
    const again = one.event !== 'test' && status !== 410 && code !== 'not_found'
    const nextAt = again ? nextAttempt(one.attempts, app.now(), one.giveUpAt, Math.random()) : null
    return { state: nextAt === null ? 'failed' : 'waiting', status, code, nextAt }
  }
}

/**
 * What was given up is told by the ways that are left. A webhook where nothing has arrived since the message was written is
 * switched off: nobody is there.
 */
async function tellFailure(app: Part, tx: Tx, one: Delivery, { code }: Result, now: Date): Promise<void> {
  const reason = code ?? 'internal'
  const day = now.toISOString().slice(0, 10)
  if (one.webhookId !== null && (await switchOff(tx, one.webhookId, reason, one.createdAt, now))) {
    const facts = { reason: 'failing', code: reason }
    const event = {
      kind: 'webhooks.switched-off',
      author: { kind: 'system' },
      objects: [one.webhookId],
      facts,
    } as const
    await recordAudit(tx, now, event)
  }
  const notice: Notice = {
    event: 'channel.failing',
    provider: null,
    counts: {},
    facts: {
      code: reason,
      channel: one.webhookId === null ? 'mail' : 'webhook',
      ...(one.webhookId === null ? {} : { webhook: one.webhookId }),
    },
    once: `channel ${one.webhookId ?? 'mail'} ${day}`,
  }
  const mail = (await readMail(tx))?.settings.enabled ?? false
  await tell(tx, now, [notice], { body: bodyOf(app.publicUrl), mail })
}
