import sql, { empty, join, type Sql } from 'sql-template-tag'
import { emailKey, nameKey } from '../core/names.ts'
import type { CellValue, Column, GrantOrigin, Origin, UserType } from '../core/types.ts'
import { type Columns, cast, identifier, isUserColumn, list, userIdentifier } from './columns.ts'
import { StaleView, type Tx } from './database.ts'
import { uuid7 } from './uuid.ts'

/** One value to write: the column, what it replaces, and who says so. */
export interface CellWrite {
  readonly column: string
  readonly before: CellValue
  readonly after: CellValue
  readonly origin: Origin
  /** Who had written what is replaced; null: nobody is on record. */
  readonly beforeOrigin: Origin | null
  /** Whose value it counts as from now on, where that is not `origin`: an undo gives it back. Null: nobody's. */
  readonly restores?: Origin | null
}

const inContact = (cells: readonly CellWrite[]) => cells.filter((one) => !isUserColumn(one.column))
const inUser = (cells: readonly CellWrite[]) => cells.filter((one) => isUserColumn(one.column))

/**
 * Creates a contact with its first values and their history. Those of the user have their history here, too, and are written by
 * `insertUser`.
 * @returns its id
 */
export async function insertContact(tx: Tx, columns: Columns, cells: readonly CellWrite[], now: Date): Promise<string> {
  const id = uuid7(now)
  const name = textOf(cells.find((one) => one.column === 'Name')?.after ?? null)
  const email = textOf(cells.find((one) => one.column === 'Email')?.after ?? null)
  const own = inContact(cells)
  await tx.query(sql`
    insert into contacts (id, created_at, updated_at, origins, name_key, email_key,
      ${list(own.map((one) => identifier(columns, one.column)))})
    values (${id}, ${now}, ${now}, ${JSON.stringify(originsOf(cells))}::jsonb, ${nameKey(name ?? '')},
      ${email === null ? null : emailKey(email)}, ${list(own.map((one) => castCell(columns, one)))})`)
  insertProvenance(tx, id, cells, now)
  return id
}

/**
 * Writes values over a contact's and its user's, with their history.
 * A contact that somebody changed since it was read starts the transaction again.
 */
export async function updateContact(
  tx: Tx,
  columns: Columns,
  contact: { id: string; version: number },
  cells: readonly CellWrite[],
  now: Date,
): Promise<void> {
  if (cells.length === 0) return
  const sets: Sql[] = inContact(cells).map((one) => sql`${identifier(columns, one.column)} = ${castCell(columns, one)}`)
  const name = cells.find((one) => one.column === 'Name')
  if (name) sets.push(sql`name_key = ${nameKey(textOf(name.after) ?? '')}`)
  const email = cells.find((one) => one.column === 'Email')
  if (email) sets.push(sql`email_key = ${email.after === null ? null : emailKey(textOf(email.after) ?? '')}`)
  const rows = await tx.query(sql`
    update contacts set ${list([...sets, sql`version = version + 1`])}, updated_at = ${now},
      origins = (origins - ${cells.map((one) => one.column)}::text[]) || ${JSON.stringify(originsOf(cells))}::jsonb
    where id = ${contact.id}::uuid and version = ${contact.version} returning id`)
  if (rows.length === 0) throw new StaleView('the contact was changed meanwhile')
  const ofUser = inUser(cells).map((one) => sql`${userIdentifier(one.column)} = ${castCell(columns, one)}`)
  if (ofUser.length > 0) {
    tx.send(sql`update users set ${list(ofUser)}, version = version + 1 where contact_id = ${contact.id}::uuid`)
  }
  insertProvenance(tx, contact.id, cells, now)
}

/** A user to be made, and who vouches for them: whoever made them, and whose sign-on it was. */
export interface NewUser {
  readonly contactId: string
  readonly login: string
  readonly type: UserType
  readonly status: 'active' | 'pending'
  readonly createdBy: 'sign-on' | 'person' | 'import'
  readonly providerId: string | null
}

/** Creates a user for a contact, with those of the cells that are the user's. @returns its id */
export async function insertUser(
  tx: Tx,
  columns: Columns,
  user: NewUser,
  cells: readonly CellWrite[],
  now: Date,
): Promise<string> {
  const own = inUser(cells)
  const names = own.map((one) => sql`, ${userIdentifier(one.column)}`)
  const values = own.map((one) => sql`, ${castCell(columns, one)}`)
  const id = uuid7(now)
  await tx.query(sql`
    insert into users (id, contact_id, login, login_key, type, status, created_by, provider_id, created_at ${together(names)})
    values (${id}, ${user.contactId}, ${user.login}, ${nameKey(user.login)}, ${user.type}, ${user.status},
      ${user.createdBy}, ${user.providerId}, ${now} ${together(values)})`)
  return id
}

/** On whose behalf grants come and go: a kind, and the sign-on or the person behind it. */
export interface GrantActor {
  readonly kind: string
  readonly signOnId?: string
  readonly userId?: string | null
  /** Of a person's word that came by an API token. */
  readonly tokenId?: string
}

/** Adds grants and takes others away: exactly those, by origin; what really came and went is in the history. */
export async function writeGrants(
  tx: Tx,
  userId: string,
  given: readonly { roleId: string; origin: GrantOrigin }[],
  withdrawn: readonly { roleId: string; origin: GrantOrigin }[],
  now: Date,
  actor: GrantActor,
): Promise<void> {
  const provider = (origin: GrantOrigin) => (origin.kind === 'provider' ? origin.providerId : null)
  const rule = (origin: GrantOrigin) => (origin.kind === 'provider' ? origin.ruleId : null)
  const arrays = (grants: typeof given) => sql`unnest(${grants.map((one) => one.roleId)}::uuid[],
    ${grants.map((one) => one.origin.kind)}::text[], ${grants.map((one) => provider(one.origin))}::uuid[],
    ${grants.map((one) => rule(one.origin))}::uuid[])`
  const by = JSON.stringify(actor)
  if (withdrawn.length > 0) {
    await tx.query(sql`
      with gone as (
        delete from grants g using ${arrays(withdrawn)} w (role_id, origin, provider_id, rule_id)
        where g.user_id = ${userId}::uuid and g.role_id = w.role_id and g.origin = w.origin
          and g.provider_id is not distinct from w.provider_id and g.rule_id is not distinct from w.rule_id
        returning g.role_id, g.origin, g.provider_id, g.rule_id)
      insert into grant_history (user_id, role_id, origin, provider_id, rule_id, change, at, actor)
      select ${userId}::uuid, role_id, origin, provider_id,
        rule_id, 'withdrawn', ${now}, ${by}::jsonb from gone`)
  }
  if (given.length > 0) {
    await tx.query(sql`
      with given as (
        insert into grants (id, user_id, role_id, origin, provider_id, rule_id, created_at)
        select id, ${userId}::uuid, role_id, origin, provider_id, rule_id, ${now}
        from rows from (unnest(${given.map(() => uuid7(now))}::uuid[]), ${arrays(given)}) w (id, role_id, origin, provider_id, rule_id)
        on conflict do nothing returning role_id, origin, provider_id, rule_id)
      insert into grant_history (user_id, role_id, origin, provider_id, rule_id, change, at, actor)
      select ${userId}::uuid, role_id, origin, provider_id, rule_id, 'granted', ${now}, ${by}::jsonb from given`)
  }
  if (withdrawn.length > 0 || given.length > 0) {
    await tx.query(sql`update users set version = version + 1 where id = ${userId}::uuid`)
  }
}

function insertProvenance(tx: Tx, contactId: string, cells: readonly CellWrite[], now: Date): void {
  if (cells.length === 0) return
  const json = (value: CellValue) => (value === null ? null : JSON.stringify(value))
  tx.send(sql`
    insert into provenance (id, contact_id, column_name, at, origin, previous, value, previous_origin)
    select id, ${contactId}::uuid, column_name, ${now}, origin::jsonb, previous::jsonb, value::jsonb, previous_origin::jsonb
    from unnest(${cells.map(() => uuid7(now))}::uuid[], ${cells.map((one) => one.column)}::text[],
      ${cells.map((one) => JSON.stringify(one.origin))}::text[], ${cells.map((one) => json(one.before))}::text[],
      ${cells.map((one) => json(one.after))}::text[],
      ${cells.map((one) => one.beforeOrigin && JSON.stringify(one.beforeOrigin))}::text[])
      w (id, column_name, origin, previous, value, previous_origin)`)
}

const originsOf = (cells: readonly CellWrite[]) =>
  Object.fromEntries(
    cells.flatMap(({ column, origin, restores }) => (restores === null ? [] : [[column, restores ?? origin]])),
  )

const together = (parts: readonly Sql[]): Sql => (parts.length === 0 ? empty : join(parts, ' '))

const textOf = (value: CellValue): string | null => (typeof value === 'string' ? value : (value?.name ?? null))

function castCell(columns: Columns, cell: CellWrite): Sql {
  const column = columns.get(cell.column) as Column
  const value = cell.after
  return cast(column, value === null || typeof value === 'string' ? value : value.id)
}
