import { useEffect, useState } from 'react'
import type { Shape } from '../../api.ts'
import { type Draft, type Entry, newDraft, type Saved, useOutline } from '../../parts/draft.ts'

export type RulesNow = Shape<'rulesNow'>

/** A draft of rules, and the version that it was made from. */
export interface RuleDraft<Row extends object> {
  readonly draft: Draft<Row>
  readonly base: RulesNow
  readonly changes: number
  readonly order: readonly string[]
  /** Begins anew from these rules, with what is still to be saved. */
  readonly start: (rules: RulesNow, edited?: readonly Entry<Row>[]) => void
  /** It was saved: what is read next is what it begins from. */
  readonly saved: () => void
}

/**
 * The draft of a page of rules. What is read anew takes its place while nothing is edited; otherwise the draft stays what it is,
 * upon its own version, and saving tells what others have changed.
 * @param rowsOf the rows of this page among the rules; the same function every time
 */
export function useRuleDraft<Row extends object>(
  rules: RulesNow,
  rowsOf: (rules: RulesNow) => readonly Saved<Row>[],
): RuleDraft<Row> {
  const [base, setBase] = useState(rules)
  const [waiting, setWaiting] = useState(false)
  const [draft] = useState(() => {
    const made = newDraft<Row>()
    made.reset(rowsOf(rules))
    return made
  })
  const { changes, order } = useOutline(draft)
  const start = (next: RulesNow, edited: readonly Entry<Row>[] = []) => {
    setWaiting(false)
    setBase(next)
    draft.reset(rowsOf(next), edited)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only rules that were read anew begin a draft
  useEffect(() => {
    if (rules !== base && (waiting || draft.outline().changes === 0)) start(rules)
  }, [rules])
  return { draft, base, changes, order, start, saved: () => setWaiting(true) }
}
