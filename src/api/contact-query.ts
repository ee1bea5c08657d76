import type { z } from 'zod'
import { nameKey } from '../core/names.ts'
import type { CellValue } from '../core/types.ts'
import type { App } from '../sign-on/app.ts'
import { type Columns, readColumns } from '../store/columns.ts'
import { type ContactOrder, type ContactPage, pageOfContacts } from '../store/contact-list.ts'
import { lookupValuesNamed } from '../store/lookups.ts'
import { findRole } from '../store/roles.ts'
import { isUuid } from '../store/uuid.ts'
import type { contactQuery } from './contract/contacts.ts'
import { everyRow } from './csv.ts'
import { invalid, notFound } from './edit/change.ts'
import { existing } from './edit/existing-provider.ts'
import type { Table } from './route.ts'

/** A list of contacts as it was asked for, its names looked up. */
export interface ContactsAsked {
  readonly order: ContactOrder
  readonly columns: Columns
  readonly filter: Omit<ContactPage, 'order' | 'after' | 'limit'>
}

/** The orders whose places are moments. */
export const timeOrders: readonly ContactOrder[] = ['updated', '-updated']

/** @throws JitupError `validation_failed`, `not_found`, `provider_unknown` */
export async function contactsAsked(app: App, query: z.output<typeof contactQuery>): Promise<ContactsAsked> {
  const { account, role, provider, search = '', user, status, type, sort = 'name' } = query
  const columns = await readColumns(app.db)
  const filter = {
    search,
    login: user,
    accounts: account === undefined ? undefined : await accountsCalled(app, account),
    roleId: await roleIdOf(app, role),
    providerId: await providerIdOf(app, provider),
    status,
    type,
  }
  return { order: sort, columns: query.columns === undefined ? columns : chosen(columns, query.columns), filter }
}

/** @returns the id of the role with that id or name; undefined where none was named. @throws JitupError `not_found` */
export async function roleIdOf(app: App, idOrName: string | undefined): Promise<string | undefined> {
  if (idOrName === undefined) return undefined
  const role = await findRole(app.db, idOrName)
  if (!role) throw notFound('role')
  return role.id
}

/** @returns the id of the provider with that id or slug; undefined where none was named. @throws JitupError `not_found` */
export const providerIdOf = async (app: App, idOrSlug: string | undefined): Promise<string | undefined> =>
  idOrSlug === undefined ? undefined : (await existing(app.db, idOrSlug)).policy.id

async function accountsCalled(app: App, idOrName: string): Promise<readonly string[]> {
  if (isUuid(idOrName)) return [idOrName]
  const ids = await lookupValuesNamed(app.db, 'Account', nameKey(idOrName))
  if (ids.length === 0) throw notFound('account')
  return ids
}

function chosen(columns: Columns, text: string): Columns {
  const names = new Set(text.split(',').map((one) => one.trim()))
  for (const name of names) {
    if (!columns.has(name)) throw invalid('columns', `There is no column ${JSON.stringify(name.slice(0, 60))}.`)
  }
  return new Map([...names].flatMap((name) => [...columns].filter(([known]) => known === name)))
}

const rowsAtOnce = 500

/** The list as a table: what tells one contact from another, then its columns under the names that the API has for them. */
export function contactTable(app: App, { order, columns, filter }: ContactsAsked): Table {
  const rows = everyRow<Awaited<ReturnType<typeof pageOfContacts>>[number]>((after) =>
    pageOfContacts(app.db, columns, { ...filter, order, after, limit: rowsAtOnce }),
  )
  async function* lines() {
    for await (const { id, values, user, roles, lastSeenAt } of rows) {
      const held = [...new Set(roles.map((role) => role.name))].join('; ')
      const cells = [...columns.keys()].map((name) => cellText(values.get(name) ?? null))
      yield [
        id,
        user?.login ?? null,
        user?.type ?? null,
        user?.status ?? null,
        lastSeenAt?.toISOString() ?? null,
        held,
        ...cells,
      ]
    }
  }
  return { header: ['id', 'login', 'type', 'status', 'lastSeenAt', 'roles', ...columns.keys()], rows: lines() }
}

const cellText = (value: CellValue): string | null => (value === null || typeof value === 'string' ? value : value.name)
