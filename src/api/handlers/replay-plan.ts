import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { plansInForce, plansOf, readTrial, type TriedRules } from '../../sign-on/replay.ts'
import type { ReplayPerson } from '../../store/replay-people.ts'
import { type ReplayRecord, rulesOfReplay } from '../../store/replays.ts'
import { contentOfRevision } from '../../store/revisions.ts'
import { storedById } from '../../store/stored-sign-ons.ts'
import { type Caller, may } from '../caller.ts'
import { notFound } from '../edit/change.ts'
import { rulesWith } from '../edit/draft.ts'
import { sentencesOf } from './preview.ts'
import { claimsWereRead } from './sign-ons.ts'

/** The plan as the tried rules make it now: nothing personal is kept of a replay. */
export async function planOfReplay(app: App, caller: Caller, record: ReplayRecord, person: ReplayPerson) {
  if (!may(caller, 'claims:read')) throw new JitupError('forbidden', 'This needs the scope claims:read.')
  const [signOn] = await storedById(app.db, [person.signOnId])
  const trial = signOn ? readTrial(app, await triedBy(app, record), signOn) : 'not_kept'
  if (typeof trial === 'string') throw notFound('sign-in that is kept')
  await claimsWereRead(app, caller, person.signOnId)
  const inForce = record.draft ? await beneathDraft(app, record) : null
  const before = inForce ? await plansInForce(app, inForce, [trial]) : null
  for await (const { plan } of plansOf(app, await bookOf(app, record), [trial])) {
    return { plan, sentences: sentencesOf(plan), before: before?.get(trial.signOn.id)?.plan ?? null }
  }
  throw new Error('a trial has a plan')
}

/** The version of the rules that the draft was laid over. */
async function beneathDraft(app: App, { revision }: ReplayRecord): Promise<TriedRules | null> {
  const [{ book }, content] = await Promise.all([
    rulesWith(app, undefined, { protectedRoles: false }),
    contentOfRevision(app.db, revision),
  ])
  if (!content) return null
  const { converters, roleRules, providers } = content
  return {
    book: { ...book, rules: { revision, converters, roleRules } },
    policies: new Map(providers.map((policy) => [policy.id, policy])),
  }
}

async function triedBy(app: App, record: ReplayRecord): Promise<TriedRules> {
  const tried = await rulesOfReplay(app.db, record.id)
  if (!tried) throw notFound('replay')
  return { book: await bookOf(app, record), policies: new Map(Object.entries(tried.policies)) }
}

async function bookOf(app: App, record: ReplayRecord): Promise<TriedRules['book']> {
  const [{ book }, tried] = await Promise.all([
    rulesWith(app, undefined, { protectedRoles: false }),
    rulesOfReplay(app.db, record.id),
  ])
  if (!tried) throw notFound('replay')
  const { converters, roleRules } = tried
  return { ...book, rules: { revision: record.revision, converters, roleRules } }
}
