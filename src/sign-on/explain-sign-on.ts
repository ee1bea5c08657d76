import { describeBecause, describeProblem } from '../core/describe.ts'
import { explain } from '../core/explain.ts'
import { withoutArrivals } from '../core/redact.ts'
import type { Plan } from '../core/types.ts'
import { columnNames } from '../messages/caption.ts'
import { sentenceOf } from '../messages/sentence.ts'
import { isMessage, say } from '../messages.ts'
import type { Step } from '../protocols/steps.ts'
import { readColumns } from '../store/columns.ts'
import { providerById } from '../store/providers.ts'
import { revisionRecord, rulesOfRevision } from '../store/revisions.ts'
import { listRoles } from '../store/roles.ts'
import { hasMessage, hasWritten, openSignOn, type SignOnRecord, type SignOnRow } from '../store/sign-ons.ts'
import type { App } from './app.ts'
import { ruleOf, type SkippedRow, skippedIn, told, useWords } from './explain-words.ts'
import { journeyOf } from './journey.ts'
import { pastSnapshot } from './past-snapshot.ts'

/** How much of what arrived is still there. */
export type WhatIsKept =
  /** All of it. */
  | 'whole'
  /** Some attributes are redacted. */
  | 'redacted'
  /** Dropped after its days. */
  | 'age'
  /** Nothing was to be kept. */
  | 'off'
  /** The person was erased. */
  | 'erased'
  /** It was refused before anything of it could be believed. */
  | 'unverified'
  /** There was no message: rules were run again, or something was taken back. */
  | 'no-message'

export interface SignOnExplanation {
  readonly kept: WhatIsKept
  readonly redacted: readonly string[]
  readonly arrived: readonly {
    readonly name: string
    /** How many values, and how many of them were empty. */
    readonly values: readonly string[]
    readonly uses: readonly string[]
  }[]
  readonly groups: readonly { readonly group: string; readonly ignored: boolean; readonly gives: readonly string[] }[]
  readonly changes: readonly {
    readonly column: string | null
    readonly sentence: string
    readonly because: string
    readonly rule: string | null
  }[]
  readonly skipped: readonly SkippedRow[]
  readonly problems: readonly { readonly code: string; readonly sentence: string }[]
  readonly timings: { readonly verified: number | null; readonly planned: number | null; readonly whole: number }
  readonly rules: { readonly revision: number; readonly at: Date; readonly author: object } | null
  readonly steps: readonly Step[]
  readonly sentences: readonly string[]
}

/**
 * Explains one attempt by the plan of its day and the rules of that day's revision: what arrived, which row or rule had the word,
 * what was skipped and why, what was written, how long it took. Works for refused attempts, and tells what is no longer kept.
 */
export async function explainSignOn(
  app: App,
  row: SignOnRow,
  /** False: for somebody who may not read what arrived. */
  reads = true,
): Promise<SignOnExplanation> {
  const record: SignOnRecord = row.sealed === null ? {} : openSignOn(app.seal, row.id, row.sealed)
  const revision = row.rulesRevision
  const [provider, columns, roles, rules, made] = await Promise.all([
    row.providerId === null ? null : providerById(app.db, row.providerId),
    readColumns(app.db),
    listRoles(app.db),
    revision === null ? null : rulesOfRevision(app.db, revision),
    revision === null ? null : revisionRecord(app.db, revision),
  ])
  const kept = keptOf(row, record)
  const plan = record.plan && (reads ? record.plan : withoutArrivals(record.plan, hasWritten(row)))
  const claims = new Map(record.claims ?? [])
  const laid =
    plan && provider && rules && record.claims
      ? explain(
          pastSnapshot(provider.policy, columns, roles, { subject: record.subject ?? null, claims }),
          claims,
          rules,
          plan,
        )
      : null
  const nameOf = columnNames(columns)
  const changes = (plan?.changes ?? []).map((change) => ({
    ...told(change, nameOf),
    rule: ruleOf(change, rules, nameOf),
  }))
  const problems = (plan?.problems ?? []).map((one) => ({ code: one.code, sentence: sentenceOf(describeProblem(one)) }))
  const skipped = laid && rules && plan ? laid.columns.flatMap((one) => skippedIn(one, rules, plan, nameOf)) : []
  return {
    kept,
    redacted: record.redacted ?? [],
    arrived: (laid?.attributes ?? [...claims].map(([name, values]) => ({ name, values, uses: [] }))).map((one) => ({
      name: one.name,
      values: one.values,
      uses: one.uses.map((use) => useWords(use, nameOf)),
    })),
    groups: (laid?.groups ?? []).map(({ group, ignored, gives }) => ({
      group,
      ignored,
      gives: gives.map(({ role, because }) => `${role.name} (${sentenceOf(describeBecause(because))})`),
    })),
    changes,
    skipped,
    problems,
    timings: {
      verified: record.timings?.verified ?? null,
      planned: record.timings?.planned ?? null,
      whole: row.durationMicroseconds,
    },
    rules: made,
    steps: journeyOf(row, record, provider?.protocol ?? 'saml'),
    sentences: [
      ...opening(row, plan ?? null),
      ...(kept === 'whole' || kept === 'no-message'
        ? []
        : [say(`explain.kept-${kept}`, { attributes: (record.redacted ?? []).join(', ') })]),
      ...changes.map((one) => `${one.sentence} (${one.because}).`),
      ...skipped.map((one) => say('explain.skipped', { column: nameOf(one.column), reason: one.reason })),
      ...problems.map((one) => one.sentence),
    ],
  }
}

function keptOf(row: SignOnRow, record: SignOnRecord): WhatIsKept {
  if (row.sealed === null) return 'erased'
  if (!hasMessage(row)) return 'no-message'
  if (record.dropped !== undefined) return record.dropped
  if (record.claims === undefined) return 'unverified'
  return (record.redacted ?? []).length > 0 ? 'redacted' : 'whole'
}

function opening(row: SignOnRow, plan: Plan | null): string[] {
  const { code } = row
  if (code !== null && row.outcome === 'refused') {
    const key = `code.${code}`
    const reason = plan?.refusal ? sentenceOf(describeProblem(plan.refusal)) : isMessage(key) ? say(key) : code
    return [say('explain.refused', { reason })]
  }
  if (row.outcome === 'replayed' || row.outcome === 'undone') return [say(`explain.${row.outcome}`)]
  if (row.outcome === 'tested') return [say('explain.tested')]
  return [say(row.outcome === 'unchanged' ? 'explain.unchanged' : 'explain.let-in')]
}
