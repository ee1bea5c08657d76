import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { abortBackground } from '../../sign-on/background.ts'
import { startReplay } from '../../sign-on/replay.ts'
import { applyReplay } from '../../sign-on/replay-apply.ts'
import { listProviders, providerBySlug } from '../../store/providers.ts'
import { pageOfReplayPeople, replayPerson as personById } from '../../store/replay-people.ts'
import { cancelReplay, deleteReplay, pageOfReplays, type ReplayRecord, replayById } from '../../store/replays.ts'
import { isUuid } from '../../store/uuid.ts'
import { beyondAudit } from '../audit.ts'
import { rightsOf, stillMay } from '../caller.ts'
import { applyInput, replay, replayInput, replayPerson, replayPersonDetail } from '../contract.ts'
import { changing } from '../dangers.ts'
import { invalid, notFound } from '../edit/change.ts'
import { rulesBeside, rulesWith } from '../edit/draft.ts'
import { list, one, pageFrom, type Route } from '../route.ts'
import { assertMayTry } from './preview.ts'
import { planOfReplay } from './replay-plan.ts'

type Slugs = ReadonlyMap<string, string>
const slugsOf = async (app: App): Promise<Slugs> =>
  new Map((await listProviders(app.db)).map(({ policy }) => [policy.id, policy.slug]))

const show = ({ providerId, ...record }: ReplayRecord, slugs: Slugs) => ({
  ...record,
  provider: slugs.get(providerId ?? '') ?? null,
})

/** A replay as the API shows it. */
export const showReplay = async (app: App, record: ReplayRecord) => show(record, await slugsOf(app))

/** @throws JitupError `not_found` */
export async function existingReplay(app: App, id: string): Promise<ReplayRecord> {
  const found = isUuid(id) ? await replayById(app.db, id) : null
  if (!found) throw notFound('replay')
  return found
}

/** How often progress is looked for. */
const lookEvery = 300

async function* events(app: App, id: string): AsyncGenerator<string> {
  const slugs = await slugsOf(app)
  for (let last = ''; ; await setTimeout(lookEvery)) {
    const record = await replayById(app.db, id)
    if (!record) return
    const text = `${JSON.stringify(show(record, slugs))}\n`
    if (text !== last) yield text
    last = text
    if (record.state !== 'running') return
  }
}

const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()

export const replayRoutes: readonly Route[] = [
  list({
    path: '/replays',
    summary: 'Lists replays, newest first',
    scope: 'rules:read',
    items: replay,
    cursor: ['id'],
    handle: async ({ app, page: { limit, after } }) => {
      const rows = await pageOfReplays(app.db, { before: after?.[0] ?? null, limit: limit + 1 })
      const slugs = await slugsOf(app)
      return pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => show(row, slugs),
      )
    },
  }),
  one({
    method: 'POST',
    path: '/replays',
    summary:
      'Tries the rules, or a draft of them, on the last stored sign-ons; nothing is changed. A draft needs claims:read as well',
    scope: 'rules:write',
    body: replayInput,
    answer: replay,
    status: 201,
    handle: async ({ app, caller, body }) => {
      const provider = body.provider === undefined ? null : await providerBySlug(app.db, body.provider)
      if (body.provider !== undefined && !provider) throw invalid('provider', 'There is no such identity provider.')
      assertMayTry(caller, body.draft)
      const id = await startReplay(beyondAudit(app), caller.author, {
        ...(await rulesBeside(app, body.draft, rightsOf(caller))),
        providerId: provider?.policy.id ?? null,
        last: body.last ?? 1000,
      })
      return { body: await showReplay(app, await existingReplay(app, id)), location: `/replays/${id}` }
    },
  }),
  one({
    method: 'GET',
    path: '/replays/:id',
    summary: 'Reads how far a replay is, and what it found: counts by column, role and code',
    scope: 'rules:read',
    answer: replay,
    handle: async ({ app, params: { id = '' } }) => ({ body: await showReplay(app, await existingReplay(app, id)) }),
  }),
  one({
    method: 'GET',
    path: '/replays/:id/events',
    summary: 'Follows a replay until it ends: one line of JSON whenever it has gone on',
    scope: 'rules:read',
    answer: replay,
    media: ['application/x-ndjson'],
    handle: async ({ app, params: { id = '' } }) => ({
      stream: { type: 'application/x-ndjson', pieces: events(app, (await existingReplay(app, id)).id) },
    }),
  }),
  list({
    path: '/replays/:id/people',
    summary: 'Lists the people of a replay; a person once, by their newest sign-on',
    scope: 'directory:read',
    query: z.strictObject({
      column: z.string().max(60).optional().describe('Column that would change'),
      role: z.string().max(100).optional().describe('Id of a role that they would get or lose'),
      code: z.string().max(60).optional().describe('Code with which they would be refused'),
      problem: z.string().max(60).optional().describe('Code of a remark'),
      applied: z.enum(['applied', 'unchanged', 'refused', 'skipped']).optional(),
      undone: z.enum(['undone', 'conflicts', 'nothing']).optional(),
      affected: flag.describe('Whether anything would change for them'),
      byDraft: flag.describe('Whether the draft that was tried makes a difference to them'),
    }),
    items: replayPerson,
    cursor: ['id'],
    handle: async ({ app, params: { id = '' }, query, page: { limit, after } }) => {
      const { id: replayId } = await existingReplay(app, id)
      const { role: roleId, ...filter } = query
      const page = { before: after?.[0] ?? null, limit: limit + 1 }
      const rows = await pageOfReplayPeople(app.db, replayId, { ...filter, roleId }, page)
      return pageFrom(
        rows,
        limit,
        (row) => [row.signOnId],
        (row) => row,
      )
    },
  }),
  one({
    method: 'GET',
    path: '/replays/:id/people/:signOnId',
    summary: 'Shows the plan of one person by the rules that were tried, as it is now; needs claims:read',
    scope: 'directory:read',
    answer: replayPersonDetail,
    handle: async ({ app, caller, params: { id = '', signOnId = '' } }) => {
      const record = await existingReplay(app, id)
      const person = isUuid(signOnId) ? await personById(app.db, record.id, signOnId) : null
      if (!person) throw notFound('person in this replay')
      return { body: { ...person, ...(await planOfReplay(app, caller, record, person)) } }
    },
  }),
  one({
    method: 'POST',
    path: '/replays/:id/apply',
    summary: 'Carries out what a replay has shown: everybody is planned anew, by the rules in force',
    scope: 'directory:write',
    stepUp: changing('confirmWithdrawals'),
    body: applyInput,
    answer: replay,
    handle: async ({ app, caller, params: { id = '' }, body }) => {
      const rights = rightsOf(caller)
      const node = beyondAudit(app)
      const inForce = await rulesWith(node, undefined, rights)
      const { confirmWithdrawals } = body
      const still = { ...rights, stillMay: stillMay(app, caller, 'directory:write') }
      await applyReplay(node, await existingReplay(app, id), inForce, {
        confirmWithdrawals,
        author: caller.author,
        rights: still,
      })
      return { body: await showReplay(app, await existingReplay(app, id)) }
    },
  }),
  one({
    method: 'DELETE',
    path: '/replays/:id',
    summary: 'Cancels what is under way; a replay that has ended and changed nothing is forgotten',
    scope: 'rules:write',
    handle: async ({ app, params: { id = '' } }) => {
      const record = await existingReplay(app, id)
      abortBackground(beyondAudit(app).db, record.id)
      if (await cancelReplay(app.db, record.id, app.now())) return {}
      if (await deleteReplay(app.db, record.id)) return {}
      throw new JitupError('conflict', 'This replay was carried out: it stays, so that it can be taken back.')
    },
  }),
]
