import { createHash } from 'node:crypto'
import sql, { join, raw, type Sql } from 'sql-template-tag'
import { mailDomainOf } from '../core/mail-domain.ts'
import { CANDIDATE_LIMIT, type Candidate, type LinkTarget } from '../core/match.ts'
import type { Column } from '../core/types.ts'
import { asText, type Columns, identifier } from './columns.ts'
import type { Database, Tx } from './database.ts'
import { countingDomain } from './domains.ts'

/**
 * Reads the users whom link rules could mean, in one statement whatever their number. Every part is an index look-up that
 * ends after a hundred rows: its cost does not grow with the directory, however many share a value.
 */
export async function readCandidates(
  db: Database | Tx,
  targets: readonly LinkTarget[],
  columns: Columns,
  providerId: string,
): Promise<readonly Candidate[]> {
  const parts = targets.map((target) => lookFor(target, columns))
  if (parts.length === 0) return []
  return db.query<Candidate>(sql`
    select t.position, u.id as "userId", u.type, u.status, u.version, t.value, t.origin, u.created_by as "createdBy",
      u.provider_id as "providerId",
      -- Not "exists", which may be planned as a list of all who hold such a role.
      u.local or coalesce((select bool_or(r.guarded or r.protected or r.built_in = 'administrators')
        from grants g join roles r on r.id = g.role_id where g.user_id = u.id), false) as guarded,
      coalesce((select bool_or(e.provider_id <> ${providerId}::uuid) from identities e where e.user_id = u.id), false)
        or coalesce((select bool_or(d.provider_id <> ${providerId}::uuid) from domains d where d.domain in (
          split_part(u.login_key, '@', 2), (select split_part(c.email_key, '@', 2) from contacts c where c.id = u.contact_id)
        )), false) as elsewhere
    from (${join(parts, ' union all ')}) t (position, user_id, value, origin) join users u on u.id = t.user_id
    -- Whose tombstone was taken away is nobody any more.
    where u.status <> 'deleted' or exists (select 1 from identities i where i.user_id = u.id)`)
}

/** The users whom one rule finds, with the value by which it does and who wrote that. */
function lookFor({ position, rule, text, keys }: LinkTarget, columns: Columns): Sql {
  if (rule.by === 'login') {
    return sql`(
      select ${position}::integer, id, login, null::jsonb
      from users where login_key = any(${keys}::text[]))`
  }
  const column = rule.by === 'email' ? columns.get('Email') : columns.get(rule.column)
  if (!column) throw new Error('a target names a column that exists')
  const name = identifier(columns, column.name)
  // The users come after the limit: a contact of nobody costs no more than one of somebody.
  return sql`(
    select ${position}::integer, o.id, k.value, k.origin
    from (
      select c.id, ${raw(asText(column, `c."${column.name}"`))} as value, c.origins -> ${column.name} as origin
      from contacts c where ${rule.by === 'email' ? hasAddress(text, keys) : equals(column, name, keys[0] ?? '')}
      limit ${CANDIDATE_LIMIT}
    ) k join users o on o.contact_id = k.id)`
}

/** Nobody is found by an address whose domain does not count, though its binding keeps others from writing it. */
const hasAddress = (address: string, keys: readonly string[]): Sql => sql`
  c.email_key = any(${keys}::text[])
  and exists (select 1 from domains d where d.domain = ${mailDomainOf(address)} and ${countingDomain})`

const equals = (column: Column, name: Sql, text: string): Sql =>
  column.type === 'integer' ? sql`c.${name} = ${text}::text::bigint` : sql`c.${name} collate "C" = ${text}`

/**
 * Makes sure that contacts can be found by a column: a link rule on it is about to be saved. Nothing when the index is there.
 * Building it keeps contacts from being written: about a second for each million of them. Sign-ons that change nothing go on
 * meanwhile; the others wait.
 */
export async function indexForLinks(tx: Pick<Tx, 'query'>, columns: Columns, column: Column): Promise<void> {
  const name = identifier(columns, column.name)
  // A column's name may be as long as an index's, so that there is no room for a prefix.
  const index = `contacts_link_${createHash('sha256').update(column.name).digest('hex').slice(0, 16)}`
  const [known] = await tx.query<{ there: boolean }>(sql`select to_regclass(${index}) is not null as there`)
  if (known?.there) return
  await tx.query(sql`set local lock_timeout = '3s'`)
  const expression = column.type === 'integer' ? name : sql`${name} collate "C"`
  await tx.query(sql`create index if not exists ${raw(index)} on contacts (${expression}) where ${name} is not null`)
}
