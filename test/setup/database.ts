import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { asAdmin } from './admin.ts'

/** A database of one test's own. */
export type FreshDatabase = {
  readonly connection: pg.ClientConfig
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>
}

/** A migrated database that no other test sees: a clone of the run's template, in the state the migrations leave. */
export const freshDatabase = (): Promise<FreshDatabase> => create(cloneOf(inject('postgres').template))

/** A copy of a database to which nobody is connected: a backup. */
export const copyOf = ({ connection }: FreshDatabase): Promise<FreshDatabase> =>
  create(cloneOf(connection.database ?? ''))

/** A database without our schema, for tests of the migrations themselves. */
export const emptyDatabase = (): Promise<FreshDatabase> => create('')

const cloneOf = (database: string): string =>
  `template ${pg.escapeIdentifier(database)} strategy ${inject('postgres').strategy}`

async function create(template: string): Promise<FreshDatabase> {
  const server = inject('postgres')
  const database = server.template.replace(/_template$/, `_${randomBytes(6).toString('hex')}`)
  await asAdmin(
    server.admin,
    `create database ${database} ${template} owner ${pg.escapeIdentifier(server.user.user ?? '')}`,
  )
  return {
    connection: { ...server.admin, ...server.user, database },
    drop: () => asAdmin(server.admin, `drop database if exists ${database} with (force)`),
  }
}
