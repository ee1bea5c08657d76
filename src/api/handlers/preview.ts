import { claimsFromJson } from '../../core/claims-json.ts'
import { describe, describeBecause, describeProblem } from '../../core/describe.ts'
import type { NameId, Plan } from '../../core/types.ts'
import { say } from '../../messages.ts'
import { preview as previewOf } from '../../sign-on/preview.ts'
import { preview, previewInput } from '../contract.ts'
import { invalid } from '../edit/change.ts'
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
      const { plan, explanation } = await previewOf(app, body.provider, { claims: parsed.claims, nameId })
      return { body: { plan, explanation, sentences: sentencesOf(plan) } }
    },
  }),
]
