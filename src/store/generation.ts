import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/**
 * How often roles, mail domains, aliases, hand-made lookup values or second owners of an address have changed, as decimal digits:
 * what a remembered plan must still find. Counted by triggers in the transaction of the change, so that whoever sees the change
 * sees the count. Read it with the snapshot or before it, never after.
 */
export async function readGeneration(db: Database | Tx): Promise<string> {
  const [row] = await db.query<{ n: string }>(sql`select n::text as n from directory_generation`)
  return row?.n ?? '0'
}
