import { diffRules, type RowChange } from '../../core/rules-diff.ts'
import type { Database } from '../../store/database.ts'
import { contentBefore, contentOfRevision } from '../../store/revisions.ts'
import { type RulesNames, rulesNames } from '../rules-words.ts'
import { invalid, notFound } from './change.ts'

/** In what two versions of the rules differ. */
export interface RevisionDiff {
  readonly from: number
  readonly to: number
  readonly changes: readonly RowChange[]
  readonly names: RulesNames
}

/**
 * Compares two versions of the rules.
 * @param from left out: the version before `to`; the first one has none and is compared with itself
 * @throws JitupError `not_found`, `validation_failed` when there is no `from`
 */
export async function revisionDiff(db: Database, to: number, from?: number): Promise<RevisionDiff> {
  const after = await contentOfRevision(db, to)
  if (!after) throw notFound('revision')
  const before = from === undefined ? ((await contentBefore(db, to)) ?? after) : await contentOfRevision(db, from)
  if (!before) throw invalid('from', 'There is no such version of the rules.')
  const changes = diffRules(before, after)
  return { from: before.revision, to, changes, names: await rulesNames(db, [before, after]) }
}
