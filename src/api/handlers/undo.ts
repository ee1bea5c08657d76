import type { z } from 'zod'
import type { App } from '../../sign-on/app.ts'
import { forecastUndo, undoReplay } from '../../sign-on/replay-undo.ts'
import { type Undoer, undoSignOn } from '../../sign-on/undo.ts'
import { beyondAudit } from '../audit.ts'
import { type Caller, rightsOf, stillMay } from '../caller.ts'
import { undoInput, undone } from '../contract.ts'
import { unlessDry } from '../dangers.ts'
import { undoRevision } from '../edit/revisions.ts'
import { tellRestored } from '../revised.ts'
import { one, type Route } from '../route.ts'
import { tellForecast, tellUndone } from '../undone.ts'
import { existingReplay, showReplay } from './replays.ts'
import { restorerOf } from './revisions.ts'
import { needs } from './scope.ts'

const undoerOf = (app: App, caller: Caller): Undoer => ({
  author: caller.author,
  rights: rightsOf(caller),
  stillMay: stillMay(app, caller, 'directory:write'),
})

async function ofReplay(app: App, caller: Caller, id: string, dryRun: boolean) {
  const record = await existingReplay(app, id)
  if (dryRun) {
    return { forecast: tellForecast(await forecastUndo(app, undoerOf(app, caller), record)) }
  }
  await undoReplay(beyondAudit(app), undoerOf(app, caller), record)
  return { replay: await showReplay(app, await existingReplay(app, id)) }
}

async function ofRevision(app: App, caller: Caller, body: z.output<typeof undoInput>, dryRun: boolean) {
  const { revision = 0, withdraw, confirmWithdrawals: confirm, confirmWidening } = body
  const how = { dryRun, withdraw, confirm, confirmWidening }
  return tellRestored(await undoRevision(app, restorerOf(caller), revision, how), revision, dryRun)
}

export const undoRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/undo',
    summary:
      'Takes back a sign-on, a replay or a version of the rules; what somebody has changed since stays, and is listed',
    scope: 'directory:write',
    stepUp: unlessDry,
    body: undoInput,
    answer: undone,
    handle: async ({ app, caller, body }) => {
      const dryRun = body.dryRun ?? false
      const node = dryRun ? beyondAudit(app) : app
      if (body.replayId !== undefined)
        return { body: { dryRun, ...(await ofReplay(node, caller, body.replayId, dryRun)) }, onlyAsked: dryRun }
      if (body.signOnId !== undefined) {
        const signOn = tellUndone(await undoSignOn(node, undoerOf(app, caller), body.signOnId, { dryRun }))
        return { body: { dryRun, signOn }, onlyAsked: dryRun }
      }
      needs(caller, 'rules:write')
      return { body: { dryRun, rules: await ofRevision(node, caller, body, dryRun) }, onlyAsked: dryRun }
    },
  }),
]
