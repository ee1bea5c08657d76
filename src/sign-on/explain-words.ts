import { describe, describeBecause } from '../core/describe.ts'
import type { AttributeUse, ExplainedColumn } from '../core/explain.ts'
import type { Because, Change, Plan, Rules } from '../core/types.ts'
import type { ColumnNames } from '../messages/caption.ts'
import { sentenceOf } from '../messages/sentence.ts'
import { say } from '../messages.ts'
import { isPlain, ruleWords } from './explain-rule.ts'

/** A row that counts for the provider and wrote nothing. */
export interface SkippedRow {
  readonly column: string
  readonly rule: string
  /** The rule says no more than which attribute fills the column. */
  readonly plain: boolean
  readonly reason: string
}

/** One change in words. */
export const told = (change: Change, nameOf: ColumnNames) => ({
  column: change.kind === 'column-set' ? change.column : null,
  sentence: sentenceOf(describe(change.kind === 'column-set' ? { ...change, column: nameOf(change.column) } : change)),
  because: sentenceOf(describeBecause(named(change.because, nameOf))),
})

/** The reason with its columns as people call them. */
function named(because: Because, nameOf: ColumnNames): Because {
  if (because.kind === 'split') return { ...because, column: nameOf(because.column) }
  if (because.kind === 'linked' && because.by.by === 'column')
    return { ...because, by: { ...because.by, column: nameOf(because.by.column) } }
  if (because.kind === 'composed') return { ...because, columns: because.columns.map(nameOf) }
  return because
}

/** The row that wrote it, in words. */
export function ruleOf({ because }: Change, rules: Rules | null, nameOf: ColumnNames): string | null {
  if (!rules || !('converterId' in because)) return null
  const row = rules.converters.find((one) => one.id === because.converterId)
  return row ? ruleWords(row, nameOf) : null
}

/** Why rows that count for the provider wrote nothing. */
export function skippedIn(
  column: ExplainedColumn,
  rules: Rules,
  plan: Plan,
  nameOf: ColumnNames,
): readonly SkippedRow[] {
  const written = plan.changes.some((one) => one.kind === 'column-set' && one.column === column.column)
  return column.rows.flatMap(({ converterId, verdict, said }) => {
    const row = rules.converters.find((one) => one.id === converterId)
    if (!row) return []
    const skip = (reason: string) => [
      { column: column.column, rule: ruleWords(row, nameOf), plain: isPlain(row), reason },
    ]
    if (verdict === 'condition')
      return skip(say('explain.why-condition', { attribute: row.condition?.attribute ?? '' }))
    if (verdict === 'later') return skip(say('explain.why-later'))
    if (written) return []
    if (column.silent) return skip(say(`explain.why-${column.silent.how}`, { attribute: column.silent.attribute }))
    if (said === 'unusable' || said === 'refusal') return skip(say('explain.why-unusable'))
    const always = row.overwrite === undefined || row.overwrite === 'always'
    return skip(say(always ? 'explain.why-same' : 'explain.why-same-or-held'))
  })
}

/** What an attribute was used for. */
export function useWords(use: AttributeUse, nameOf: ColumnNames): string {
  if (use.kind === 'column')
    return say(use.decides ? 'explain.use-column' : 'explain.use-column-not', { column: nameOf(use.column) })
  if (use.kind === 'condition') return say('explain.use-condition', { column: nameOf(use.column) })
  return say(`explain.use-${use.kind}`)
}
