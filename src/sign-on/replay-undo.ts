import { JitupError } from '../errors.ts'
import { readColumns } from '../store/columns.ts'
import { valuesMadeBy } from '../store/history.ts'
import { removeLookupValues } from '../store/lookups.ts'
import { countReplayPeople, entriesOfReplay, noteUndone, peopleToUndo } from '../store/replay-people.ts'
import { beginStage, type ReplayRecord, reportReplay } from '../store/replays.ts'
import type { App } from './app.ts'
import type { Background } from './background.ts'
import { inBackground, parts } from './replay.ts'
import { type Undoer, type Undone, undoable, undoOne } from './undo.ts'

const together = 32

/** Conflicts that a dry run lists; more are only counted. */
const shownConflicts = 200

/** What taking back a replay would come to. */
export interface ReplayUndoForecast {
  /** People who would get something back. */
  readonly people: number
  readonly changes: number
  readonly conflicts: number
  /** The first of them, person by person. */
  readonly listed: readonly Pick<Undone, 'signOnId' | 'userId' | 'contactId' | 'conflicts'>[]
}

/**
 * Takes back what a replay carried out, the last person first, in the background: each as one undo, whatever somebody has
 * changed since stays. Called again after an interruption it goes on.
 * @throws JitupError `conflict` when nothing was carried out, or the replay is under way
 */
export async function undoReplay(app: App, undoer: Undoer, replay: ReplayRecord): Promise<void> {
  assertApplied(replay)
  const known = await countReplayPeople(app.db, replay.id)
  if (replay.stage === 'undo' && known.undone === known.entries) return
  const begun = await beginStage(app.db, replay.id, {
    stage: 'undo',
    from: ['apply', 'undo'],
    total: known.entries,
    done: known.undone,
  })
  if (!begun) throw new JitupError('conflict', 'Somebody is at this replay just now.')
  const before = replay.counts.undone ?? {}
  inBackground(app, replay.id, (background) =>
    undoAll(app, undoer, replay.id, { done: known.undone, before }, background),
  )
}

/** Tells what `undoReplay` would do; nothing is written. @throws JitupError `conflict` */
export async function forecastUndo(app: App, undoer: Undoer, replay: ReplayRecord): Promise<ReplayUndoForecast> {
  assertApplied(replay)
  const listed: ReplayUndoForecast['listed'][number][] = []
  let [people, changes, conflicts, before] = [0, 0, 0, null as string | null]
  for (;;) {
    const some = await peopleToUndo(app.db, replay.id, { before, limit: together })
    if (some.length === 0) return { people, changes, conflicts, listed }
    before = some.at(-1)?.entryId ?? null
    for (const { entryId } of some) {
      const undone = await undoOne(app, undoer, await undoable(app.db, entryId), { dryRun: true, keepValues: true })
      if (undone.changes.length > 0) people += 1
      changes += undone.changes.length
      conflicts += undone.conflicts.length
      const { signOnId, userId, contactId } = undone
      if (undone.conflicts.length > 0 && listed.length < shownConflicts) {
        listed.push({ signOnId, userId, contactId, conflicts: undone.conflicts })
      }
    }
  }
}

function assertApplied({ stage, state }: ReplayRecord): void {
  if (stage === 'try') throw new JitupError('conflict', 'This replay was never carried out.')
  if (state === 'running') throw new JitupError('conflict', 'This replay is under way.')
}

async function undoAll(
  app: App,
  undoer: Undoer,
  replayId: string,
  start: { done: number; before: Readonly<Record<string, number>> },
  { signal }: Background,
): Promise<{ total: number }> {
  const undone = new Map(Object.entries(start.before))
  const add = (name: string, by: number) => undone.set(name, (undone.get(name) ?? 0) + by)
  let done = start.done
  for (;;) {
    const some = await peopleToUndo(app.db, replayId, { before: null, limit: together })
    if (some.length === 0) break
    for (const part of parts(some, 4)) {
      await undoer.stillMay?.(app.db)
      // One after the other: an address that went from one to the next goes back in this order.
      for (const { signOnId, entryId } of part) {
        const row = await undoable(app.db, entryId)
        const { conflicts } = await undoOne(app, undoer, row, {
          dryRun: false,
          keepValues: true,
          replayId,
          also: (tx, { changes, conflicts }) =>
            noteUndone(
              tx,
              { replayId, signOnId },
              conflicts.length > 0 ? 'conflicts' : changes.length > 0 ? 'undone' : 'nothing',
            ),
        })
        add('people', 1)
        add('conflicts', conflicts.length)
      }
      done += part.length
      const counts = { undone: Object.fromEntries(undone) }
      if (!(await reportReplay(app.db, replayId, { done, counts })) || signal.aborted) return { total: done }
    }
  }
  await removeMadeValues(app, replayId)
  return { total: done }
}

/** Lookup values that the replay made go when nobody has them any more. */
async function removeMadeValues(app: App, replayId: string): Promise<void> {
  await app.db.transaction(async (tx) => {
    const signOnIds = await entriesOfReplay(tx, replayId)
    const made = await valuesMadeBy(tx, await readColumns(tx), { signOnIds, exceptContact: null })
    await removeLookupValues(
      tx,
      made.filter((one) => !one.used).map((one) => one.id),
    )
  })
}
