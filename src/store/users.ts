import sql from 'sql-template-tag'
import { nameKey } from '../core/names.ts'
import type { User, UserStatus } from '../core/types.ts'
import { type Database, StaleView, type Tx } from './database.ts'
import { forgetCredentials } from './local-users.ts'
import { isUuid } from './uuid.ts'

/** A user with the contact that is the person's record. */
export interface UserRecord extends User {
  readonly contactId: string
  readonly contactName: string
  readonly createdAt: Date
  /** The last sign-on; null: none that anybody knows of. */
  readonly lastSeenAt: Date | null
}

/** A user `u` with their contact `c`. */
export const userColumns = sql`
  u.id, u.login, u.type, u.status, u.version, u.contact_id as "contactId", c."Name" as "contactName",
  u.created_at as "createdAt", u.last_seen_at as "lastSeenAt"`

/** @returns the user with that id or login name, or null */
export async function findUser(db: Database | Tx, idOrLogin: string): Promise<UserRecord | null> {
  const where = isUuid(idOrLogin) ? sql`u.id = ${idOrLogin}::uuid` : sql`u.login_key = ${nameKey(idOrLogin)}`
  const rows = await db.query<UserRecord>(sql`
    select ${userColumns} from users u join contacts c on c.id = u.contact_id where ${where}`)
  return rows[0] ?? null
}

/**
 * Writes a user's status; sessions of a user who is not active end with their next request, for good: being let in again
 * revives none.
 */
export async function writeStatus(tx: Tx, id: string, status: UserStatus): Promise<void> {
  await tx.query(
    sql`update users set status = ${status}, ${enabled(status)} version = version + 1 where id = ${id}::uuid`,
  )
  if (status !== 'active') await endSessionsOf(tx, id)
  if (status === 'deleted') await forgetCredentials(tx, id)
}

/** Who is let in again has time to come. */
const enabled = (status: UserStatus) => (status === 'active' ? sql`enabled_at = now(),` : sql``)

/** Ends every session of a user, for good. */
export async function endSessionsOf(tx: Tx, userId: string): Promise<void> {
  await tx.query(sql`delete from sessions where user_id = ${userId}::uuid`)
}

/**
 * Writes the status of a user who is as they were when they were read.
 * Somebody who was changed since, and may have become an administrator, starts the transaction again.
 */
export async function writeStatusOf(tx: Tx, user: { id: string; version: number }, status: UserStatus): Promise<void> {
  const rows = await tx.query(sql`
    update users set status = ${status}, ${enabled(status)} version = version + 1
    where id = ${user.id}::uuid and version = ${user.version} returning 1`)
  if (rows.length === 0) throw new StaleView('the user was changed meanwhile')
}

/** Is there an active administrator besides this user? Ask it under `administratorsLock`. */
export async function otherAdministrators(tx: Tx, userId: string): Promise<boolean> {
  const [row] = await tx.query<{ others: boolean }>(sql`
    select exists (
      select 1 from grants g join users u on u.id = g.user_id and u.status = 'active'
        join roles r on r.id = g.role_id and r.built_in = 'administrators'
      where g.user_id <> ${userId}::uuid) as others`)
  return row?.others ?? false
}

/** Does this user have a role that only administrators hand out? */
export async function holdsProtectedRole(
  db: Database | Tx,
  userId: string,
): Promise<{ any: boolean; administrator: boolean }> {
  const [row] = await db.query<{ any: boolean; administrator: boolean }>(sql`
    select coalesce(bool_or(r.protected or r.guarded), false) as any,
      coalesce(bool_or(r.built_in = 'administrators'), false) as administrator
    from grants g join roles r on r.id = g.role_id where g.user_id = ${userId}::uuid`)
  return row ?? { any: false, administrator: false }
}

/** Who changes the set of active administrators takes this first, so that two cannot remove the last two at once. */
export const administratorsLock = 'administrators'

/** A grant with the names that a list shows. */
export interface GrantRecord {
  readonly id: string
  readonly userId: string
  readonly login: string
  /** Of the person. */
  readonly name: string
  readonly roleId: string
  readonly role: string
  /** The role itself, or one above it. */
  readonly protected: boolean
  readonly origin: 'manual' | 'base' | 'provider' | 'import' | 'scim'
  readonly provider: string | null
  readonly ruleId: string | null
  readonly createdAt: Date
}

const grantColumns = sql`
  g.id, g.user_id as "userId", u.login, c."Name" as name, g.role_id as "roleId", r.name as role,
  (r.protected or r.guarded) as protected, g.origin, p.slug as provider,
  g.rule_id as "ruleId", g.created_at as "createdAt"`
const grantTables = sql`
  grants g join users u on u.id = g.user_id join contacts c on c.id = u.contact_id
    join roles r on r.id = g.role_id left join providers p on p.id = g.provider_id`

/** Which grants a list shows; null: whatever it is. */
export interface GrantFilter {
  readonly userId: string | null
  readonly roleId: string | null
  readonly origin: GrantRecord['origin'] | null
  readonly providerId: string | null
  readonly ruleId: string | null
}

/** One page of grants in the order in which they were given. */
export const pageOfGrants = (
  db: Database,
  page: GrantFilter & { after: string | null; limit: number },
): Promise<GrantRecord[]> =>
  db.query<GrantRecord>(sql`
    select ${grantColumns} from ${grantTables}
    where (${page.after}::uuid is null or g.id > ${page.after}::uuid)
      and (${page.userId}::uuid is null or g.user_id = ${page.userId}::uuid)
      and (${page.roleId}::uuid is null or g.role_id = ${page.roleId}::uuid)
      and (${page.origin}::text is null or g.origin = ${page.origin})
      and (${page.providerId}::uuid is null or g.provider_id = ${page.providerId}::uuid)
      and (${page.ruleId}::uuid is null or g.rule_id = ${page.ruleId}::uuid)
    order by g.id limit ${page.limit}`)

/** @returns the grant, or null */
export async function grantById(db: Database | Tx, id: string): Promise<GrantRecord | null> {
  const rows = await db.query<GrantRecord>(sql`select ${grantColumns} from ${grantTables} where g.id = ${id}::uuid`)
  return rows[0] ?? null
}

/** @returns the grant that somebody gave by hand, or null */
export async function manualGrant(db: Database | Tx, userId: string, roleId: string): Promise<GrantRecord | null> {
  const rows = await db.query<GrantRecord>(sql`
    select ${grantColumns} from ${grantTables}
    where g.user_id = ${userId}::uuid and g.role_id = ${roleId}::uuid and g.origin = 'manual'`)
  return rows[0] ?? null
}
