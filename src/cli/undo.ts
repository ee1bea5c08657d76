import { parseArgs } from 'node:util'
import { type Restorer, undoRevision } from '../api/edit/revisions.ts'
import { tellRestored } from '../api/revised.ts'
import { tellForecast, tellUndone } from '../api/undone.ts'
import type { App } from '../sign-on/app.ts'
import { forecastUndo, undoReplay } from '../sign-on/replay-undo.ts'
import { undoSignOn } from '../sign-on/undo.ts'
import { recordAudit } from '../store/audit.ts'
import { existingReplay, followReplay } from './follow-replay.ts'
import { EXIT, type Io, type Told, tell, wrongUse } from './io.ts'
import { wholeNumber } from './numbers.ts'
import { readRestoring, restoringOptions } from './restoring.ts'
import { restoredLines } from './revised-lines.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup undo SIGN-ON [--dry-run] [--json]
       jitup undo --replay ID [--dry-run] [--json]
       jitup undo --revision N [--dry-run] [--withdraw-now] [--confirm-withdrawals N] [--confirm-widening] [--json]

Takes back what a sign-on, a replay or a version of the rules has changed. What somebody has changed since stays, and is listed.
Done twice it is done once. Of a replay Ctrl-C cancels it; the same command goes on.

  --dry-run                 tells what it would do; nothing is written
  --withdraw-now            takes roles that rules no longer give at once, not at each next sign-on
  --confirm-withdrawals N   the number of grants that takes, where it must be confirmed
  --confirm-widening        a provider may do more again than it may now
  --data DIR                where the embedded database lives when there is no DATABASE_URL

Exit code: 0 all of it, 1 something stays as it is, or it was refused or failed, 2 wrong use.
`

const undoer = {
  author: { kind: 'system' },
  rights: { protectedRoles: true, policies: true },
} as const satisfies Restorer

interface Undone extends Told {
  /** False: something was left as it is. */
  readonly whole: boolean
}

/** `jitup undo`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { replay: { type: 'string' }, revision: { type: 'string' }, ...restoringOptions },
  })
  const [signOn, ...others] = positionals
  const named = [signOn, values.replay, values.revision].filter((one) => one !== undefined)
  if (named.length !== 1 || others.length > 0) {
    return wrongUse(io, 'undo', 'Name one sign-on, or one --replay, or one --revision.')
  }
  const how = readRestoring(values)
  if (typeof how === 'string') return wrongUse(io, 'undo', how)
  const revision = values.revision === undefined ? 0 : wholeNumber(values.revision, { min: 1, max: 999_999_999 })
  if (revision === null) return wrongUse(io, 'undo', '--revision must be the number of a version.')
  const { dryRun } = how
  return withApp({ data: values.data }, async (app) => {
    const told =
      signOn !== undefined
        ? await ofSignOn(app, signOn, dryRun)
        : values.replay !== undefined
          ? await ofReplay(app, io, values.replay, dryRun)
          : ofRevision(tellRestored(await undoRevision(app, undoer, revision, how), revision, dryRun))
    if (!dryRun) {
      const objects = [signOn ?? values.replay].filter((one) => one !== undefined)
      await recordAudit(app.db, app.now(), { kind: 'undo.create', author: undoer.author, objects, ruled: revision > 0 })
    }
    tell(io, values.json, told)
    return told.whole ? EXIT.done : EXIT.failed
  })
}

const nothing = 'There is nothing to take back.'

async function ofSignOn(app: App, id: string, dryRun: boolean): Promise<Undone> {
  const undone = tellUndone(await undoSignOn(app, undoer, id, { dryRun }))
  const stays = undone.conflicts.map((one) => `Stays: ${one.sentence}`)
  const lines = [...undone.sentences, ...stays]
  return { json: { dryRun, ...undone }, lines: lines.length > 0 ? lines : [nothing], whole: stays.length === 0 }
}

async function ofReplay(app: App, io: Io, id: string, dryRun: boolean): Promise<Undone> {
  const record = await existingReplay(app, id)
  if (dryRun) {
    const forecast = tellForecast(await forecastUndo(app, undoer, record))
    const { people, changes, conflicts, listed } = forecast
    const stays = listed.flatMap((one) => one.conflicts.map(({ sentence }) => `${one.userId}: ${sentence}`))
    const sum = `Would change ${changes} things of ${people} people; ${conflicts} stay as they are.`
    return { json: { dryRun, ...forecast }, lines: [...stays, sum], whole: conflicts === 0 }
  }
  await undoReplay(app, undoer, record)
  const done = await followReplay(app, record.id, io)
  const { people = 0, conflicts = 0 } = done.counts.undone ?? {}
  const lines = [`${people} people taken back; ${conflicts} things stay as they are.`]
  const { state, code, counts } = done
  const again = state === 'done' ? [] : [`It is not all of it (${code ?? state}). To go on: jitup undo --replay ${id}`]
  return {
    json: { dryRun, replay: { id, state, code, done: done.done, total: done.total, undone: counts.undone ?? {} } },
    lines: [...lines, ...again],
    whole: state === 'done' && conflicts === 0,
  }
}

const ofRevision = (told: ReturnType<typeof tellRestored>): Undone => ({
  json: told,
  lines: restoredLines(told),
  whole: told.conflicts.length === 0,
})
