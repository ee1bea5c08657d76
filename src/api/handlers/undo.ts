import { describe, describeBecause } from '../../core/describe.ts'
import type { UndoConflict } from '../../core/undo.ts'
import { JitupError } from '../../errors.ts'
import { say } from '../../messages.ts'
import type { App } from '../../sign-on/app.ts'
import { forecastUndo, undoReplay } from '../../sign-on/replay-undo.ts'
import { type Undoer, undoSignOn } from '../../sign-on/undo.ts'
import { type Caller, may, rightsOf } from '../caller.ts'
import { type Scope, undoInput, undone } from '../contract.ts'
import { one, type Route } from '../route.ts'
import { existingReplay, showReplay } from './replays.ts'

const told = (conflicts: readonly UndoConflict[]) =>
  conflicts.map((one) => ({
    ...one,
    sentence: say(`undo.${one.code}`, { subject: one.subject ?? '', by: String(one.details.by ?? '') }),
  }))

const undoerOf = (caller: Caller): Undoer => ({ author: caller.author, rights: rightsOf(caller) })

const needs = (caller: Caller, scope: Scope): void => {
  if (!may(caller, scope)) throw new JitupError('forbidden', `This needs the scope ${scope}.`, { scope })
}

async function ofSignOn(app: App, caller: Caller, id: string, dryRun: boolean) {
  const { changes, conflicts, ...done } = await undoSignOn(app, undoerOf(caller), id, { dryRun })
  const sentences = changes.map((change) => {
    const [what, why] = [describe(change), describeBecause(change.because)]
    return `${say(what.key, what.values)} (${say(why.key, why.values)})`
  })
  return { ...done, changes, sentences, conflicts: told(conflicts) }
}

async function ofReplay(app: App, caller: Caller, id: string, dryRun: boolean) {
  const record = await existingReplay(app, id)
  if (dryRun) {
    const { listed, ...forecast } = await forecastUndo(app, undoerOf(caller), record)
    return { forecast: { ...forecast, listed: listed.map((one) => ({ ...one, conflicts: told(one.conflicts) })) } }
  }
  await undoReplay(app, undoerOf(caller), record)
  return { replay: await showReplay(app, await existingReplay(app, id)) }
}

export const undoRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/undo',
    summary:
      'Takes back a sign-on, a replay or a version of the rules; what somebody has changed since stays, and is listed',
    scope: 'directory:write',
    body: undoInput,
    answer: undone,
    handle: async ({ app, caller, body }) => {
      const dryRun = body.dryRun ?? false
      if (body.replayId !== undefined)
        return { body: { dryRun, ...(await ofReplay(app, caller, body.replayId, dryRun)) } }
      if (body.signOnId !== undefined)
        return { body: { dryRun, signOn: await ofSignOn(app, caller, body.signOnId, dryRun) } }
      needs(caller, 'rules:write')
      throw new JitupError('not_found', 'There is no such version of the rules.')
    },
  }),
]
