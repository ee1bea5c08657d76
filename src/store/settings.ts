import sql from 'sql-template-tag'
import { JitupError } from '../errors.ts'
import type { Database, Tx } from './database.ts'
import type { Seal } from './seal.ts'

/** @returns the stored value, or undefined */
export async function readSetting<T>(db: Database | Tx, name: string): Promise<T | undefined> {
  const [row] = await db.query<{ value: T }>(sql`select value from settings where name = ${name}`)
  return row?.value
}

/** The stored values by name, of those that are there. */
export async function readSettingsNamed(
  db: Database | Tx,
  names: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const rows = await db.query<{ name: string; value: unknown }>(sql`
    select name, value from settings where name = any(${names})`)
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}

/** Writes a setting. */
export async function writeSetting(db: Pick<Database | Tx, 'query'>, name: string, value: unknown): Promise<void> {
  await db.query(sql`
    insert into settings (name, value) values (${name}, ${JSON.stringify(value)}::jsonb)
    on conflict (name) do update set value = excluded.value`)
}

const canary = { table: 'settings', row: 'canary', column: 'value' }

/**
 * Stops the start when JITUP_SECRET is not the one that this database was written with: better than finding out at the
 * first sealed row.
 * @throws JitupError `secret_wrong`
 */
export async function checkSecret(db: Database, seal: Seal): Promise<void> {
  await db.serialised(['secret-canary'], async (tx) => {
    const stored = await readSetting<string>(tx, 'canary')
    if (stored === undefined) return writeSetting(tx, 'canary', seal.seal(canary, 'jitup'))
    assertOpens(seal, stored)
  })
}

/** @throws JitupError `secret_wrong` when the secret is not the one that has sealed this canary */
export function assertOpens(seal: Seal, stored: string): void {
  try {
    seal.open(canary, stored)
  } catch (cause) {
    throw new JitupError(
      'secret_wrong',
      'JITUP_SECRET is not the secret that this database was written with. Set the right one, or add it as JITUP_SECRET_PREVIOUS.',
      {},
      { cause },
    )
  }
}
