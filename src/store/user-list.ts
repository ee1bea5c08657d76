import sql, { type Sql } from 'sql-template-tag'
import type { Database } from './database.ts'
import { notSeenSince } from './leavers.ts'
import { allOf, exactly, listed, partOf, type UserFilter, userFits } from './listing.ts'
import { type UserRecord, userColumns } from './users.ts'

/** The orders of the list. Not by when they were last seen: see the orders of contacts. */
export const userOrders = ['login', '-login', 'created', '-created'] as const
export type UserOrder = (typeof userOrders)[number]

/** Which users a list holds, and where it goes on. */
export interface UserPage extends UserFilter {
  /** Part of a login name, or of the person's name or e-mail address; '': whatever they are. */
  readonly search: string
  readonly notSeenSince?: Date | undefined
  readonly order: UserOrder
  /** The last row of the page before. */
  readonly after: { readonly key: string; readonly id: string } | null
  readonly limit: number
}

/** One page of users, whatever their number: the rows of the page are found first, and only they are read whole. */
export async function pageOfUsers(db: Database, page: UserPage): Promise<(UserRecord & { readonly key: string })[]> {
  const { key, down, byTime } = positionOf(page.order)
  const way = down ? sql`desc` : sql`asc`
  // Login names are unique: they alone say where the list goes on, and their index knows it.
  const order = byTime ? sql`${key} ${way}, u.id ${way}` : sql`${key} ${way}`
  return listed(
    db,
    sql`
    with page as materialized (
      select u.id, ${byTime ? exactly(key) : key} as key from users u
      where ${allOf(conditionsOf(page))} order by ${order} limit ${page.limit})
    select ${userColumns}, page.key from page join users u on u.id = page.id join contacts c on c.id = u.contact_id
    order by ${order}`,
  )
}

const positionOf = (order: UserOrder) => ({
  key: order.endsWith('login') ? sql`u.login_key` : sql`u.created_at`,
  down: order.startsWith('-'),
  byTime: order.endsWith('created'),
})

function conditionsOf(page: UserPage): readonly Sql[] {
  const { search, order, after } = page
  const { key, down, byTime } = positionOf(order)
  const edge = byTime ? sql`${after?.key}::timestamptz` : sql`${after?.key}`
  const beyond = down ? sql`<` : sql`>`
  const further = byTime ? sql`(${key}, u.id) ${beyond} (${edge}, ${after?.id}::uuid)` : sql`${key} ${beyond} ${edge}`
  return [
    ...(after === null ? [] : [further]),
    ...(search === '' ? [] : [userSearched(search)]),
    ...userFits(page),
    ...(page.notSeenSince === undefined ? [] : [notSeenSince(page.notSeenSince)]),
  ]
}

/** As `contactFits`, from the other side. */
const userSearched = (search: string): Sql => sql`(u.login_key like (select ${partOf(search)}::text)
  or u.contact_id in (select id from contacts where search_text like (select ${partOf(search)}::text)))`
