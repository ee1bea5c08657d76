import { digestOf, eventOfWork, expiryWarning, GIVE_UP, isDigestDue, type Notice, TELL_AGAIN } from '../core/notices.ts'
import type { App } from '../sign-on/app.ts'
import { statesOf } from '../sign-on/work-states.ts'
import type { Tx } from '../store/database.ts'
import { giveUpUntried, insertDelivery } from '../store/deliveries.ts'
import { doJob } from '../store/jobs.ts'
import { forgetWaiting, readMail, takeWaiting, waitingMail } from '../store/mail.ts'
import { failedRefreshes, markWorkTold, type NewEntries, tell, toldSince, untoldWork } from '../store/notices.ts'
import { listProviders } from '../store/providers.ts'
import type { NoticesPosition } from '../store/refusal-rates.ts'
import { uuid7 } from '../store/uuid.ts'
import { dismissedWork } from '../store/worklist.ts'
import { bodyOf } from './notice-body.ts'
import { watchRefusals } from './refusals.ts'

type Part = Pick<App, 'db' | 'seal' | 'now' | 'publicUrl'>

/** How often nodes come by, in milliseconds: one of them has its turn. */
export const COLLECT_EVERY = 30_000

/**
 * Looks for what is to be told: entries of the worklist that nobody was told of, refreshes of metadata that failed, certificates
 * that end soon, refusals that jumped. Writes the messages of webhooks, and e-mails whose time has come. One node at a time, and
 * one transaction with its own marks: nothing is told twice or forgotten, whenever a node dies. Sign-ons do nothing for it: what
 * they note is read here.
 */
export async function collectNotices(app: Part): Promise<void> {
  const now = app.now()
  await doJob<NoticesPosition>(app.db, 'notices', now, async (tx, position) => {
    const mail = (await readMail(tx))?.settings.enabled ?? false
    const { high, notices } = await watchRefusals(tx, now, position?.high ?? {})
    const found = [...(await newWork(tx, now)), ...(await failures(tx)), ...(await ending(tx, app)), ...notices]
    await tell(tx, now, found, { body: bodyOf(app.publicUrl), mail })
    if (mail) await writeMails(tx, now)
    else await forgetWaiting(tx)
    await giveUpUntried(tx, now)
    return { position: { high }, nextAt: new Date(now.getTime() + COLLECT_EVERY - 5_000) }
  })
}

/** What is new on the worklist, by event and provider. What was told of a moment ago waits, so that more of it is told together. */
async function newWork(tx: Tx, now: Date): Promise<Notice[]> {
  const untold = await untoldWork(tx)
  if (untold.length === 0) return []
  const recent = await toldSince(tx, new Date(now.getTime() - TELL_AGAIN))
  const waits = ({ kind, providerId }: NewEntries) => {
    const event = eventOfWork(kind)
    return recent.some((one) => one.event === event && one.providerId === providerId)
  }
  const due = await markWorkTold(
    tx,
    untold.filter((one) => !waits(one)),
  )
  const notices = new Map<string, Notice>()
  for (const { kind, providerId, slug, open } of due) {
    const event = eventOfWork(kind)
    if (event === null || open === 0) continue
    const key = JSON.stringify([event, providerId])
    const provider = providerId === null || slug === null ? null : { id: providerId, slug }
    const counts = { ...notices.get(key)?.counts, [kind]: open }
    notices.set(key, { event, provider, counts, facts: {} })
  }
  return [...notices.values()]
}

async function failures(tx: Tx): Promise<Notice[]> {
  const failed = await failedRefreshes(tx)
  return failed.map(({ providerId, slug, code }) => ({
    event: 'metadata.failed',
    provider: { id: providerId, slug },
    counts: {},
    facts: { code },
  }))
}

/** Certificates that end soon: told at 30, 7 and 1 days, unless somebody wants to hear no more of one. */
async function ending(tx: Tx, { seal, now }: Part): Promise<Notice[]> {
  const states = (await statesOf({ db: tx, now })).filter(({ work }) => work.kind === 'certificate-expiring')
  if (states.length === 0) return []
  const dismissed = await dismissedWork(tx, seal, states)
  const slugs = new Map((await listProviders(tx)).map(({ policy }) => [policy.id, policy.slug]))
  return states.flatMap((state): Notice[] => {
    const { providerId, work } = state
    const { fingerprint = '', notAfter = '' } = work.record.facts ?? {}
    const days = expiryWarning(new Date(notAfter), now())
    if (days === null || dismissed.has(state)) return []
    const slug = slugs.get(providerId ?? '')
    return [
      {
        event: 'certificate.expiring',
        provider: providerId === null || slug === undefined ? null : { id: providerId, slug },
        counts: {},
        facts: { fingerprint, notAfter, days },
        once: `certificate ${providerId ?? 'ours'} ${fingerprint} ${days}`,
      },
    ]
  })
}

async function writeMails(tx: Tx, now: Date): Promise<void> {
  for (const { id, since, mailedAt } of await waitingMail(tx)) {
    if (!isDigestDue(since, mailedAt, now)) continue
    const body = digestOf(await takeWaiting(tx, id, now))
    const giveUpAt = new Date(now.getTime() + GIVE_UP)
    const message = { id: uuid7(now), webhookId: null, recipientId: id, event: 'digest', body, nextAt: now, giveUpAt }
    await insertDelivery(tx, message, now)
  }
}
