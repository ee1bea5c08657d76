import { addCustomColumnIn, renameColumnIn } from '../api/edit/columns.ts'
import type { ConfigColumn } from './config-file.ts'
import { merge } from './merge.ts'
import { entryOf, type Planning } from './step.ts'

/** Plans custom columns and captions. A column's type never changes: it holds values already. */
export function planColumns(planning: Planning): void {
  for (const column of planning.file.columns) planColumn(planning, column)
}

function planColumn({ last, stored, report, steps, kept }: Planning, column: ConfigColumn): void {
  const { path, name, caption, type, lookup } = column
  const known = stored.columns.get(name)
  if (!known) {
    const twin = [...stored.columns.keys()].find((one) => one.toLowerCase() === name.toLowerCase())
    if (twin !== undefined) report.at([...path, 'name'], `There is a column ${twin} already; write it that way.`)
    steps.push({
      path,
      change: `column ${name} added`,
      run: (tx) => addCustomColumnIn(tx, { name, caption, type, lookup }),
    })
    return
  }
  if (known.type !== type) {
    report.at([...path, 'type'], `The column ${name} has type ${known.type}, and a column's type never changes.`)
  } else if (known.lookup !== lookup) {
    report.at([...path, 'lookup'], `The column ${name} has the lookup ${known.lookup}, and that never changes.`)
  }
  const merged = merge({ now: { caption }, last: entryOf(last.columns, name), stored: { caption: known.caption } })
  if (merged.kept.length > 0) kept.push(`column ${name}: caption`)
  if (merged.taken.caption !== undefined) {
    steps.push({ path, change: `column ${name}: caption changed`, run: (tx) => renameColumnIn(tx, name, { caption }) })
  }
}
