import sql from 'sql-template-tag'
import type { Origin } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import { isUuid, timeOf } from './uuid.ts'

/** The names behind the ids of provenance, for pages. */
export interface OriginNames {
  /** Sign-on → name of its identity provider. */
  readonly providerOfSignOn: ReadonlyMap<string, string>
  /** User → login name. */
  readonly logins: ReadonlyMap<string, string>
}

/** Looks up the providers and people behind a contact's origins: two statements, whatever their number. */
export async function originNames(db: Database | Tx, origins: Iterable<Origin>): Promise<OriginNames> {
  const all = [...origins]
  const signOns = ids(all.map((one) => one.signOnId))
  const users = ids(all.map((one) => one.userId))
  const [providers, logins] = await Promise.all([
    signOns.length === 0
      ? []
      : db.query<{ id: string; name: string }>(sql`
          select s.id, p.name from sign_ons s join providers p on p.id = s.provider_id
          where s.at = any(${signOns.map((id) => timeOf(id).toISOString())}::timestamptz[]) and s.id = any(${signOns}::uuid[])`),
    loginsOf(db, users),
  ])
  return { providerOfSignOn: new Map(providers.map((one) => [one.id, one.name])), logins }
}

/** @returns user → login name, for those that exist */
export async function loginsOf(db: Database | Tx, users: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (users.length === 0) return new Map()
  const rows = await db.query<{ id: string; login: string }>(sql`
    select id, login from users where id = any(${users}::uuid[])`)
  return new Map(rows.map((one) => [one.id, one.login]))
}

const ids = (list: readonly (string | undefined)[]): string[] =>
  [...new Set(list.filter((id) => id !== undefined && isUuid(id)))] as string[]
