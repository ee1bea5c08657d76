import sql, { type Sql } from 'sql-template-tag'
import { nameKey } from '../core/names.ts'
import type { Columns } from './columns.ts'
import { type ContactRecord, type ContactRow, selectContacts, toContact } from './contacts.ts'
import type { Database } from './database.ts'
import { allOf, contactFits, exactly, listed, type UserFilter, userFits } from './listing.ts'

/** The orders of the list. Not by the last sign-on: that would need an index, to which each sign-on had to write. */
export const contactOrders = ['name', '-name', 'updated', '-updated'] as const
export type ContactOrder = (typeof contactOrders)[number]

/** Which contacts a list holds, and where it goes on. */
export interface ContactPage extends Omit<UserFilter, 'status'> {
  /** Part of name, e-mail address, telephone number or login; '': whatever they are. */
  readonly search: string
  /** A whole login name. */
  readonly login?: string | undefined
  /** Values of the lookup `Account` of which they have one. */
  readonly accounts?: readonly string[] | undefined
  /** `none`: who has no user. */
  readonly status?: 'active' | 'disabled' | 'pending' | 'deleted' | 'none' | undefined
  readonly order: ContactOrder
  /** The last row of the page before. */
  readonly after: { readonly key: string; readonly id: string } | null
  readonly limit: number
}

const positions: Readonly<Record<ContactOrder, { readonly key: Sql; readonly down: boolean }>> = {
  name: { key: sql`c.name_key`, down: false },
  '-name': { key: sql`c.name_key`, down: true },
  updated: { key: sql`c.updated_at`, down: false },
  '-updated': { key: sql`c.updated_at`, down: true },
}

const isByTime = (order: ContactOrder): boolean => order.endsWith('updated')

/**
 * One page of contacts with these columns of theirs, whatever the number of contacts: the rows of the page are found by an index
 * in the order of the list, and only they are read whole.
 */
export async function pageOfContacts(db: Database, columns: Columns, page: ContactPage): Promise<ContactRecord[]> {
  const { key, down } = positions[page.order]
  const order = down ? sql`${key} desc, c.id desc` : sql`${key}, c.id`
  const users = needsUser(page) ? sql`left join users u on u.contact_id = c.id` : sql``
  const shown = isByTime(page.order) ? exactly(sql`c.updated_at`) : sql`c.name_key`
  const rows = await listed<ContactRow>(
    db,
    sql`
    with page as materialized (
      select c.id, ${shown} as key from contacts c ${users} where ${allOf(conditionsOf(page))} order by ${order} limit ${page.limit})
    ${selectContacts(columns, sql`page.key`)} join page on page.id = c.id order by ${order}`,
  )
  return rows.map((row) => toContact(columns, row))
}

const needsUser = ({ login, status, type, roleId, providerId }: ContactPage): boolean =>
  [login, status, type, roleId, providerId].some((one) => one !== undefined)

function conditionsOf(page: ContactPage): readonly Sql[] {
  const { search, login, accounts, status, order, after } = page
  const { key, down } = positions[order]
  const edge = isByTime(order) ? sql`${after?.key}::timestamptz` : sql`${after?.key}`
  const beyond = down ? sql`<` : sql`>`
  return [
    ...(after === null ? [] : [sql`(${key}, c.id) ${beyond} (${edge}, ${after.id}::uuid)`]),
    ...(search === '' ? [] : [contactFits(search)]),
    ...(login === undefined ? [] : [sql`u.login_key = ${nameKey(login)}`]),
    ...(accounts === undefined ? [] : [hasAccount(accounts)]),
    ...(status === 'none' ? [sql`u.id is null`] : []),
    ...userFits({ ...page, status: status === 'none' ? undefined : status }),
  ]
}

/** One value is asked for as one, because then its contacts come in the order of the list. */
const hasAccount = (accounts: readonly string[]): Sql =>
  accounts.length === 1 ? sql`c."Account" = ${accounts[0]}::uuid` : sql`c."Account" = any(${accounts}::uuid[])`
