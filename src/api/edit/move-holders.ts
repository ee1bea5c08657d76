import type { Sql } from 'sql-template-tag'
import type { App } from '../../sign-on/app.ts'
import type { Columns } from '../../store/columns.ts'
import type { Tx } from '../../store/database.ts'
import { holdersOf, type Move, moveHolders, usesOf } from '../../store/lookup-values.ts'

/** So many contacts are moved in one transaction: their sign-ons wait for no longer than that takes. */
const batch = 2000

/**
 * Moves the contacts that hold a value (or name a person) before the transaction of the merge, a batch at a time, where they are
 * more than one batch. `except`: contacts that are not touched. @returns how many, by column
 */
export async function moveMost(
  app: Pick<App, 'db'>,
  columns: Columns,
  move: Move,
  except: readonly string[] = [],
): Promise<ReadonlyMap<string, number>> {
  const before = await usesOf(app.db, columns, move.lookup, move.from.id)
  const held = await holdersOf(app.db, columns, move.lookup, move.from.id)
  const ids = held.filter((id) => !except.includes(id))
  if (ids.length <= batch) return new Map()
  for (let at = 0; at < ids.length; at += batch) {
    await app.db.transaction((tx) => moveHolders(tx, columns, move, ids.slice(at, at + batch)))
  }
  return new Map(before.map((one) => [one.column, one.contacts]))
}

/**
 * First the contacts, then what they hold (`lock` takes it), which is the order in which a sign-on takes them. From then on nobody
 * can come to hold it: whoever had it by then is moved as well. @returns how many
 */
export async function moveAll(
  tx: Tx,
  columns: Columns,
  move: Move,
  lock: Sql,
  except: readonly string[] = [],
): Promise<number> {
  const rest = async () => {
    const ids = await holdersOf(tx, columns, move.lookup, move.from.id)
    return moveHolders(
      tx,
      columns,
      move,
      ids.filter((id) => !except.includes(id)),
    )
  }
  const first = await rest()
  await tx.query(lock)
  return first + (await rest())
}
