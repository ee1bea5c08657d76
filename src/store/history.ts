import sql, { empty, join } from 'sql-template-tag'
import type { CellValue, GrantOrigin, Origin } from '../core/types.ts'
import type { MadeValue, WrittenGrant, WrittenValue } from '../core/undo.ts'
import { type Columns, identifier } from './columns.ts'
import type { Database, Tx } from './database.ts'

/** What one sign-on wrote into a contact, by the contact's own history. */
export const valuesWrittenBy = (
  db: Database | Tx,
  { contactId, signOnId }: { contactId: string; signOnId: string },
): Promise<WrittenValue[]> =>
  db.query<{ column: string; before: CellValue; after: CellValue; beforeOrigin: Origin | null }>(sql`
    select column_name as "column", previous as before, value as after,
      coalesce(previous_origin, (
        select e.origin from provenance e
        where e.contact_id = p.contact_id and e.column_name = p.column_name and e.id < p.id and e.origin ->> 'kind' <> 'undo'
        order by e.id desc limit 1)) as "beforeOrigin"
    from provenance p where contact_id = ${contactId}::uuid and origin ->> 'signOnId' = ${signOnId}
    order by id`)

interface GrantRow {
  readonly change: 'granted' | 'withdrawn'
  readonly roleId: string
  readonly origin: GrantOrigin['kind']
  readonly providerId: string | null
  readonly ruleId: string | null
  readonly since: { readonly at: string; readonly actor: Record<string, string> } | null
  readonly providerGone: boolean
}

/** What one sign-on gave to a user and took from them, with what happened to the same grants afterwards. */
export async function grantsWrittenBy(
  db: Database | Tx,
  { userId, signOnId }: { userId: string; signOnId: string },
): Promise<WrittenGrant[]> {
  const rows = await db.query<GrantRow>(sql`
    select h.change, h.role_id as "roleId", h.origin, h.provider_id as "providerId", h.rule_id as "ruleId",
      (select json_build_object('at', s.at, 'actor', s.actor) from grant_history s
       where s.user_id = h.user_id and s.id > h.id and s.role_id = h.role_id and s.origin = h.origin
         and s.provider_id is not distinct from h.provider_id and s.rule_id is not distinct from h.rule_id
       order by s.id desc limit 1) as since,
      h.provider_id is not null and not exists (select 1 from providers where id = h.provider_id) as "providerGone"
    from grant_history h where h.user_id = ${userId}::uuid and h.actor ->> 'signOnId' = ${signOnId}
    order by h.id`)
  return rows.map(({ origin: kind, providerId, ruleId, since, ...row }) => ({
    ...row,
    since: since && { at: new Date(since.at).toISOString(), actor: described(since.actor) },
    origin: kind === 'provider' ? { kind, providerId: providerId ?? '', ruleId } : { kind },
  }))
}

const described = ({ kind, userId, signOnId }: Record<string, string | null | undefined>) => ({
  by: kind ?? 'unknown',
  ...(userId ? { userId } : {}),
  ...(signOnId ? { signOnId } : {}),
})

/**
 * Lookup values that these sign-ons made. `used`: by another contact than the one named, or by another name that leads to it.
 * Looks through every contact where there are such values; not for the way of a sign-on.
 */
export async function valuesMadeBy(
  db: Database | Tx,
  columns: Columns,
  { signOnIds, exceptContact }: { signOnIds: readonly string[]; exceptContact: string | null },
): Promise<MadeValue[]> {
  const made = await db.query<Omit<MadeValue, 'used'>>(sql`
    select id, lookup, name from lookup_values where sign_on_id = any(${signOnIds}::uuid[]) order by id`)
  if (made.length === 0) return []
  const ids = made.map((one) => one.id)
  const holders = [...columns.values()]
    .filter((one) => one.type === 'lookup' && one.lookup !== 'Contact')
    .map((one) => identifier(columns, one.name))
    .map(
      (cell) => sql`
      union select ${cell} from contacts where ${cell} = any(${ids}::uuid[]) and id is distinct from ${exceptContact}::uuid`,
    )
  const rows = await db.query<{ id: string }>(
    sql`select value_id as id from lookup_aliases where value_id = any(${ids}::uuid[]) ${holders.length === 0 ? empty : join(holders, ' ')}`,
  )
  const used = new Set(rows.map((one) => one.id))
  return made.map((one) => ({ ...one, used: used.has(one.id) }))
}
