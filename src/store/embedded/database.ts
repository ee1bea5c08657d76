import type pg from 'pg'

/** The account that owns the cluster; nothing but the supervisor connects as it. */
export const adminUser = 'postgres'

/** The account and the database jitup works with: owner of its database, no superuser. */
export const appUser = 'jitup'

/**
 * Makes the account and the database of the application when they are missing, as after the first start or a crash in
 * it, and returns the server's version. `password` is set only where there is one (Windows).
 */
export async function ensureDatabase(admin: pg.Client, password: string | undefined): Promise<string> {
  const { rows } = await admin.query<{ version: string; role: boolean; database: boolean }>(
    `select current_setting('server_version') as version,
            exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_database where datname = $1) as database`,
    [appUser],
  )
  const [found] = rows
  if (!found?.role) {
    const secret = password === undefined ? '' : ` password ${admin.escapeLiteral(password)}`
    await admin.query(`create role ${appUser} login${secret}`)
  }
  if (!found?.database) await admin.query(`create database ${appUser} owner ${appUser}`)
  return (found?.version ?? '').split(' ')[0] ?? ''
}
