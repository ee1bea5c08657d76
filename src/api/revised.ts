import type { RowChange } from '../core/rules-diff.ts'
import type { Revised } from './edit/revise.ts'
import type { Restored } from './edit/revisions.ts'
import { tellChange, tellConflict, tellReach, tellWidened } from './rules-words.ts'

/** As many changes as one answer has. */
const shown = 200

/** How many rows came, went and changed. */
export const countsOf = (changes: readonly RowChange[]) => {
  const of = (change: RowChange['change']) => changes.filter((one) => one.change === change).length
  return { added: of('added'), removed: of('removed'), changed: of('changed') }
}

/** A change of several rules as the API and the command line tell it. */
export const tellRevised = ({ revision, changes, withdrawals, widens, reaches, names }: Revised, dryRun: boolean) => ({
  dryRun,
  revision,
  counts: countsOf(changes),
  changes: changes.slice(0, shown).map((one) => tellChange(one, names)),
  withdrawals,
  widens: widens.map((one) => tellWidened(one, names)),
  reaches: reaches.map((one) => tellReach(one, names)),
})

/** The same of rules that came back. */
export const tellRestored = (restored: Restored, of: number, dryRun: boolean) => ({
  ...tellRevised(restored, dryRun),
  of,
  returns: restored.returns,
  conflicts: restored.conflicts.slice(0, shown).map((one) => tellConflict(one, restored.names)),
})
