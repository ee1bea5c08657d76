import { recordAudit } from '../store/audit.ts'
import { forgetImports } from '../store/imports.ts'
import { doJob } from '../store/jobs.ts'
import { readJournalSettings } from '../store/journal-settings.ts'
import { deleteOldNotices } from '../store/notices.ts'
import { deleteAudit, deleteEntries, type JournalPosition, stripEntries, stripHistory } from '../store/retention.ts'
import { forgetSecrets } from '../store/webhooks.ts'
import { deleteOldWork, dropWorkValues } from '../store/worklist.ts'
import type { App } from './app.ts'
import { stripped } from './journal.ts'

const day = 86_400_000
const pause = 60 * 60_000
/** Small enough that nothing waits for a batch. */
const batch = 500
/** What ended by itself and nobody decided on. */
const closedWorkDays = 7
/** What was told, and how it went. */
const noticeDays = 30

/**
 * Does what the settings of the journal demand: drops the values of entries and of histories whose time is over, then the entries themselves. What
 * imports left out speaks of people too, and goes after a month.
 * In batches, each a transaction of its own; of several nodes one at a time drops values. Ends when all is done.
 */
export async function retain(app: Pick<App, 'db' | 'seal' | 'now'>): Promise<void> {
  const now = app.now()
  const settings = await readJournalSettings(app.db)
  const before = (days: number) => new Date(now.getTime() - days * day)
  const cutoff = before(settings.claimsRetentionDays)
  await dropHistory(app, cutoff)
  for (let more = true; more; ) {
    more = false
    await doJob<JournalPosition>(app.db, 'retention', now, async (tx, position) => {
      // Further than it could be: the clock was wrong, or values are kept longer now. Looked at again they are the same.
      const after =
        position !== null && position.at > cutoff.toISOString() ? { ...position, at: cutoff.toISOString() } : position
      const done = await stripEntries(tx, app.seal, { after, before: cutoff, limit: batch, now }, (record) => ({
        ...stripped(record),
        dropped: record.dropped ?? 'age',
      }))
      if (done.stripped > 0) {
        const facts = { entries: done.stripped }
        await recordAudit(tx, now, { kind: 'journal.values-dropped', author: { kind: 'system' }, facts })
      }
      more = done.last !== null
      return { position: done.last ?? after, nextAt: more ? now : new Date(now.getTime() + pause) }
    })
  }
  while ((await deleteEntries(app.db, before(settings.journalRetentionDays), batch)) > 0);
  await forgetImports(app.db, now)
  while ((await deleteAudit(app.db, before(settings.auditRetentionDays), batch)) > 0);
  // What stands on the worklist was sent too.
  const old = { before: cutoff, limit: batch, now }
  while ((await app.db.transaction((tx) => dropWorkValues(tx, app.seal, old))) > 0);
  const ended = {
    closedBefore: before(closedWorkDays),
    decidedBefore: before(settings.journalRetentionDays),
    limit: batch,
  }
  while ((await deleteOldWork(app.db, ended)) > 0);
  while ((await deleteOldNotices(app.db, before(noticeDays), batch)) > 0);
  await forgetSecrets(app.db, now)
}

async function dropHistory(app: Pick<App, 'db' | 'now'>, before: Date): Promise<void> {
  const now = app.now()
  for (let more = true; more; ) {
    more = false
    await doJob<string>(app.db, 'history', now, async (tx, after) => {
      const { last, stripped: entries } = await stripHistory(tx, { after, before, limit: batch })
      const facts = { entries }
      if (entries > 0) {
        await recordAudit(tx, now, { kind: 'history.values-dropped', author: { kind: 'system' }, facts })
      }
      more = last !== null
      return { position: last ?? after, nextAt: more ? now : new Date(now.getTime() + pause) }
    })
  }
}
