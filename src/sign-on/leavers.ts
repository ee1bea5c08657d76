import { JitupError } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import { doJob } from '../store/jobs.ts'
import { readJournalSettings } from '../store/journal-settings.ts'
import { anySignOnSince, isStillLeaver, leaversOf } from '../store/leavers.ts'
import { listProviders } from '../store/providers.ts'
import { administratorsLock, writeStatus } from '../store/users.ts'
import type { App } from './app.ts'

const day = 86_400_000
const hour = 3_600_000
const batch = 200

/**
 * The moment since which somebody was not seen for so many days.
 * @throws JitupError `validation_failed` when the journal does not go back that far: then nobody can tell
 */
export async function seenUntil(app: Pick<App, 'db' | 'now'>, days: number): Promise<Date> {
  const { journalRetentionDays } = await readJournalSettings(app.db)
  if (days <= journalRetentionDays) return new Date(app.now().getTime() - days * day)
  const message = `The journal goes back ${journalRetentionDays} days: nobody can tell who was seen before.`
  throw new JitupError('validation_failed', message, {
    field: 'notSeenDays',
    errors: [{ field: 'notSeenDays', message }],
  })
}

/**
 * Disables the users of providers with `disableAfterDays` who were not seen for so long; their sessions end. Never holders of
 * protected roles, nobody while the provider itself brings nobody, and nobody when the journal does not go back that far. One
 * node at a time, once an hour; each person on their own, and each in the audit.
 */
export async function disableLeavers(app: Pick<App, 'db' | 'now' | 'log'>): Promise<void> {
  const now = app.now()
  const mine = await doJob(app.db, 'leavers', now, async () => ({
    position: null,
    nextAt: new Date(now.getTime() + hour),
  }))
  if (!mine) return
  const { journalRetentionDays } = await readJournalSettings(app.db)
  for (const { policy, enabled } of await listProviders(app.db)) {
    const days = policy.disableAfterDays
    if (days === undefined || !enabled) continue
    if (days > journalRetentionDays) {
      app.log.warn(
        { provider: policy.slug, days, journalRetentionDays },
        'leavers: the journal does not go back that far',
      )
      continue
    }
    const since = new Date(now.getTime() - days * day)
    if (!(await anySignOnSince(app.db, policy.id, since))) continue
    for (let after: string | null = null; ; ) {
      const users: readonly string[] = await leaversOf(app.db, { providerId: policy.id, since, after, limit: batch })
      for (const id of users) await disable(app, id, policy.id, { days, since })
      after = users.at(-1) ?? null
      if (users.length < batch) break
    }
  }
}

async function disable(
  app: Pick<App, 'db' | 'now'>,
  id: string,
  providerId: string,
  { days, since }: { readonly days: number; readonly since: Date },
): Promise<void> {
  await app.db.serialised([administratorsLock], async (tx) => {
    // They may have signed on, or been given a role, since the list was made.
    if (!(await isStillLeaver(tx, id, providerId, since))) return
    await writeStatus(tx, id, 'disabled')
    const facts = { reason: 'not-seen', days }
    const event = { kind: 'users.disabled', author: { kind: 'system' }, objects: [id, providerId], facts } as const
    await recordAudit(tx, app.now(), event)
  })
}
