import type { z } from 'zod'
import { claimsFromJson } from '../../core/claims-json.ts'
import { describe, describeBecause, describeProblem } from '../../core/describe.ts'
import type { NameId, Plan } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import { sentenceOf } from '../../messages/sentence.ts'
import type { App } from '../../sign-on/app.ts'
import { previewPast } from '../../sign-on/past-statement.ts'
import { type Preview, preview as previewOf } from '../../sign-on/preview.ts'
import { type Caller, may, rightsOf } from '../caller.ts'
import { preview, previewInput } from '../contract.ts'
import { invalid } from '../edit/change.ts'
import { type Draft, type DraftedRules, rulesWith } from '../edit/draft.ts'
import { one, type Route } from '../route.ts'
import { readRecord } from './sign-ons.ts'

/** What a plan does and remarks, sentence by sentence. */
export function sentencesOf(plan: Plan): readonly string[] {
  const changes = plan.changes.map((change) => {
    return `${sentenceOf(describe(change))} (${sentenceOf(describeBecause(change.because))})`
  })
  const problems = plan.problems.map(describeProblem).map(sentenceOf)
  return [...changes, ...problems]
}

const nameIdOf = (given: { value: string; format?: string | null | undefined } | null | undefined): NameId | null =>
  given
    ? {
        value: given.value,
        format: given.format ?? null,
        nameQualifier: null,
        spNameQualifier: null,
        spProvidedId: null,
      }
    : null

const sideOf = ({ plan, explanation }: Preview) => ({ plan, explanation, sentences: sentencesOf(plan) })

/** The sentences that only one of two plans says. */
export const differenceOf = (before: readonly string[], after: readonly string[]) => {
  const [left, right] = [new Set(before), new Set(after)]
  return {
    onlyBefore: before.filter((one) => !right.has(one)),
    onlyAfter: after.filter((one) => !left.has(one)),
  }
}

/**
 * Lets a draft pass from who may read rules: its errors tell of them.
 * @throws JitupError `forbidden`
 */
export function assertMayDraft(caller: Caller, draft: Draft | undefined): void {
  if (draft && !may(caller, 'rules:read')) throw new JitupError('forbidden', 'This needs the scope rules:read.')
}

/**
 * Lets a draft that is tried on stored sign-ons pass from who may read what arrived: a row with a condition asks about it, and whom it
 * would change is the answer.
 * @throws JitupError `forbidden`
 */
export function assertMayTry(caller: Caller, draft: Draft | undefined): void {
  if (draft && !may(caller, 'claims:read')) throw new JitupError('forbidden', 'This needs the scope claims:read.')
}

/** What is to be shown, by the rules in force or by others: of given claims, or of what a past sign-on brought. */
async function asked(app: App, caller: Caller, body: z.output<typeof previewInput>) {
  const nameId = nameIdOf(body.nameId)
  if (body.signOnId !== undefined) {
    const record = await readRecord(app, caller, body.signOnId)
    const given = body.nameId === undefined ? {} : { nameId }
    return async (tried?: DraftedRules) => sideOf(await previewPast(app, body.provider, record, { ...given, tried }))
  }
  const parsed = claimsFromJson(body.claims)
  if (!parsed.ok) throw invalid('claims', 'Claims are lists of texts by attribute name.')
  return async (tried?: DraftedRules) =>
    sideOf(await previewOf(app, body.provider, { claims: parsed.claims, nameId }, tried))
}

export const previewRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/preview',
    summary: 'Shows what a sign-on would change; nothing is written',
    scope: 'directory:read',
    body: previewInput,
    answer: preview,
    handle: async ({ app, caller, body }) => {
      const sideWith = await asked(app, caller, body)
      const now = await sideWith(undefined)
      if (!body.draft) return { body: now }
      assertMayDraft(caller, body.draft)
      const then = await sideWith(await rulesWith(app, body.draft, rightsOf(caller)))
      return { body: { ...then, before: now, after: then, differs: differenceOf(now.sentences, then.sentences) } }
    },
  }),
]
