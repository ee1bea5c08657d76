import { claimsFromJson } from '../../core/claims-json.ts'
import { describe, describeBecause, describeProblem } from '../../core/describe.ts'
import type { NameId, Plan } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import { say } from '../../messages.ts'
import type { App } from '../../sign-on/app.ts'
import { type Preview, preview as previewOf } from '../../sign-on/preview.ts'
import { type Caller, may, rightsOf } from '../caller.ts'
import { preview, previewInput } from '../contract.ts'
import { invalid } from '../edit/change.ts'
import { type Draft, type DraftedRules, rulesWith } from '../edit/draft.ts'
import { one, type Route } from '../route.ts'
import { readClaims } from './sign-ons.ts'

/** What a plan does and remarks, sentence by sentence. */
export function sentencesOf(plan: Plan): readonly string[] {
  const changes = plan.changes.map((change) => {
    const what = describe(change)
    const why = describeBecause(change.because)
    return `${say(what.key, what.values)} (${say(why.key, why.values)})`
  })
  const problems = plan.problems.map(describeProblem).map(({ key, values }) => say(key, values))
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

const differenceOf = (before: readonly string[], after: readonly string[]) => {
  const [left, right] = [new Set(before), new Set(after)]
  return {
    onlyBefore: before.filter((one) => !right.has(one)),
    onlyAfter: after.filter((one) => !left.has(one)),
  }
}

/**
 * The rules as a draft would have them, for who may read rules.
 * @throws JitupError `forbidden`, and whatever saving the draft would
 */
export async function draftOf(app: App, caller: Caller, draft: Draft | undefined): Promise<DraftedRules> {
  if (draft && !may(caller, 'rules:read')) throw new JitupError('forbidden', 'This needs the scope rules:read.')
  return rulesWith(app, draft, rightsOf(caller))
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
      const arrived = body.signOnId === undefined ? null : await readClaims(app, caller, body.signOnId)
      const parsed = claimsFromJson(arrived ? Object.fromEntries(arrived.claims ?? []) : body.claims)
      if (!parsed.ok) throw invalid('claims', 'Claims are lists of texts by attribute name.')
      const nameId = nameIdOf(body.nameId === undefined ? arrived?.subject : body.nameId)
      const statement = { claims: parsed.claims, nameId }
      const now = sideOf(await previewOf(app, body.provider, statement))
      if (!body.draft) return { body: now }
      const drafted = await draftOf(app, caller, body.draft)
      const then = sideOf(await previewOf(app, body.provider, statement, drafted))
      return { body: { ...then, before: now, after: then, differs: differenceOf(now.sentences, then.sentences) } }
    },
  }),
]
