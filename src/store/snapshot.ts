import sql, { raw, type Sql } from 'sql-template-tag'
import type {
  CellValue,
  Contact,
  Grant,
  GrantOrigin,
  LookupValue,
  Match,
  NameId,
  Origin,
  Person,
  ProviderPolicy,
  Role,
  Snapshot,
  Subject,
  UserStatus,
  UserType,
} from '../core/types.ts'
import type { Wanted } from '../core/wanted.ts'
import { hourOf } from './activity.ts'
import { type Columns, cellsOf } from './columns.ts'
import type { Database, Tx } from './database.ts'

interface SnapshotRow {
  user_id: string | null
  login: string
  type: UserType
  status: UserStatus
  user_version: number
  contact_id: string
  contact_version: number
  origins: Record<string, Origin>
  cells: (string | null)[]
  held: Record<string, string> | null
  grants: [string, GrantOrigin['kind'], string | null, string | null][] | null
  lookups: { id: string; lookup: string; name: string; at: string; key: string }[] | null
  contacts: { id: string; lookup: string; name: string; at: string; key: string }[] | null
  roles: { id: string; name: string; protected: boolean; builtIn: Role['builtIn']; sensitive: boolean }[] | null
  emails: Record<string, string> | null
  logins: string[] | null
  others: boolean | null
  domains: Record<string, string> | null
  activity: Partial<Record<'withdrawal' | 'lookup-value', number>> | null
}

/** Who the snapshot is about: the owner of an identity, or a known user. */
export type Whom =
  | { readonly kind: 'identity'; readonly providerId: string; readonly subject: Subject }
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'nobody' }

/**
 * Reads everything `plan` may look at in one statement, so that it is one consistent view.
 * Its cost does not grow with the directory: every part is an index look-up.
 */
export async function readSnapshot(
  db: Database | Tx,
  whom: Whom,
  about: { provider: ProviderPolicy; subject: Subject | null; nameId: NameId | null; now: Date; match?: Match },
  columns: Columns,
  wanted: Wanted,
): Promise<Snapshot> {
  const { provider, subject, nameId, now, match } = about
  const [row] = await db.query<SnapshotRow>(statement(whom, columns, wanted, { providerId: provider.id, now }))
  if (!row) throw new Error('the snapshot always has one row')
  const lookupValues = mergeKeys([...(row.lookups ?? []), ...(row.contacts ?? [])])
  return {
    provider,
    subject,
    nameId,
    match: match ?? (row.user_id === null ? { kind: 'new' } : { kind: 'identity' }),
    person: row.user_id === null ? null : toPerson(row, row.user_id, columns),
    columns,
    lookupValues,
    roles: row.roles ?? [],
    emailOwners: new Map(Object.entries(row.emails ?? {})),
    loginsTaken: new Set(row.logins ?? []),
    otherAdministrators: row.others ?? true,
    domainOwners: new Map(Object.entries(row.domains ?? {})),
    activity: {
      withdrawals: row.activity?.withdrawal ?? 0,
      lookupValues: row.activity?.['lookup-value'] ?? 0,
    },
  }
}

const userOf = (whom: Whom): Sql => {
  if (whom.kind === 'user') return sql`select ${whom.userId}::uuid as id`
  if (whom.kind === 'nobody') return sql`select null::uuid as id`
  return sql`
    select (select user_id from identities where provider_id = ${whom.providerId}::uuid and subject = ${whom.subject.value}
      and format = ${whom.subject.format ?? ''}) as id`
}

function statement(
  whom: Whom,
  columns: Columns,
  wanted: Wanted,
  { providerId, now }: { providerId: string; now: Date },
): Sql {
  const thisHour = hourOf(now)
  const all = [...columns.values()]
  const lookups = all.filter((one) => one.type === 'lookup' && one.lookup !== 'Contact').map((one) => `c."${one.name}"`)
  const contacts = all.filter((one) => one.lookup === 'Contact').map((one) => `c."${one.name}"`)
  const values = wanted.lookups.filter((one) => one.lookup !== 'Contact')
  const people = wanted.lookups.filter((one) => one.lookup === 'Contact')
  const uuids = (list: Wanted['lookups']) => list.map((one) => one.text).filter((text) => uuid.test(text))
  return sql`
    with w as (${userOf(whom)})
    select u.id as user_id, u.login, u.type, u.status, u.version as user_version,
      c.id as contact_id, c.version as contact_version, c.origins, ${cellsOf(columns)} as cells,
      (select json_object_agg(id, name) from (
        select id, name from lookup_values where id = any(array[${raw(lookups.join(', '))}]::uuid[])
        union all select id, "Name" from contacts where id = any(array[${raw(contacts.join(', '))}]::uuid[])) h) as held,
      (select json_agg(json_build_array(role_id, origin, provider_id, rule_id)) from grants where user_id = u.id) as grants,
      (select json_agg(json_build_object('id', v.id, 'lookup', v.lookup, 'name', v.name, 'at', v.created_at, 'key', v.key))
       from (
         select v.id, v.lookup, v.name, v.created_at, v.name_key as key
         from unnest(${values.map((one) => one.lookup)}::text[], ${values.map((one) => one.key)}::text[]) k (lookup, key)
         join lookup_values v on v.lookup = k.lookup and v.name_key = k.key
         union all
         select v.id, v.lookup, v.name, v.created_at, a.name_key
         from unnest(${values.map((one) => one.lookup)}::text[], ${values.map((one) => one.key)}::text[]) k (lookup, key)
         join lookup_aliases a on a.lookup = k.lookup and a.name_key = k.key join lookup_values v on v.id = a.value_id
         union all
         select id, lookup, name, created_at, name_key from lookup_values where id = any(${uuids(values)}::uuid[])
         union all
         select v.id, v.lookup, v.name, v.created_at, m.id::text
         from merged_values m join lookup_values v on v.id = m.value_id where m.id = any(${uuids(values)}::uuid[])
       ) v) as lookups,
      -- A person is never found as their own owner: the first sign-on could not, so no later one may.
      (select json_agg(json_build_object('id', id, 'lookup', 'Contact', 'name', "Name", 'at', created_at, 'key', name_key))
       from (
         select id, "Name", created_at, name_key from contacts where name_key = any(${people.map((one) => one.key)}::text[])
         union all select id, "Name", created_at, name_key from contacts where id = any(${uuids(people)}::uuid[])
       ) p where id is distinct from u.contact_id) as contacts,
      (select json_agg(json_build_object('id', id, 'name', name, 'protected', guarded or protected, 'builtIn', built_in,
          'sensitive', sensitive))
       from roles where id = any(array(
         select id from roles where built_in is not null
         union select id from roles where name = any(${wanted.groups}::text[])
         union select id from roles where name_key = any(${wanted.groupKeys}::text[])
         union select unnest(${wanted.roleIds}::uuid[])
         union select role_id from grants where user_id = u.id))) as roles,
      (select json_object_agg(email_key, id) from (
        select distinct on (email_key) email_key, id from contacts
        where email_key = any(${wanted.emails}::text[]) and id is distinct from u.contact_id
        order by email_key, created_at, id) e) as emails,
      case when u.id is null then
        (select json_agg(login_key) from users where login_key = any(${wanted.logins}::text[])) end as logins,
      -- Only somebody who has the role can lose it: nobody else pays for the question.
      case when exists (select 1 from grants g join roles r on r.id = g.role_id
        where g.user_id = u.id and r.built_in = 'administrators') then exists (
          select 1 from grants g join users o on o.id = g.user_id and o.status = 'active'
          where g.role_id = (select id from roles where built_in = 'administrators') and g.user_id <> u.id) end as others,
      (select json_object_agg(d.domain, d.provider_id) from domains d
       where d.domain = any(${wanted.domains}::text[])) as domains,
      -- One row an hour and kind, and never more than these.
      (select json_object_agg(kind, n) from (
        select kind, sum(count)::integer as n from provider_activity
        where provider_id = ${providerId === '' ? null : providerId}::uuid
          and hour > ${new Date(thisHour.getTime() - 24 * 3_600_000)} and (kind <> 'withdrawal' or hour = ${thisHour})
        group by kind) a) as activity
    from w left join users u on u.id = w.id left join contacts c on c.id = u.contact_id`
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The values of one contact from the texts and names that the database gave. */
export function toValues(
  columns: Columns,
  cells: readonly (string | null)[],
  names: Readonly<Record<string, string>>,
): ReadonlyMap<string, CellValue> {
  const values = new Map<string, CellValue>()
  for (const [index, column] of [...columns.values()].entries()) {
    const text = cells[index] ?? null
    values.set(column.name, text !== null && column.type === 'lookup' ? { id: text, name: names[text] ?? text } : text)
  }
  return values
}

function toPerson(row: SnapshotRow, userId: string, columns: Columns): Person {
  const contact: Contact = {
    id: row.contact_id,
    version: row.contact_version,
    values: toValues(columns, row.cells, row.held ?? {}),
    origins: new Map(Object.entries(row.origins)),
  }
  return {
    user: { id: userId, login: row.login, type: row.type, status: row.status, version: row.user_version },
    contact,
    grants: (row.grants ?? []).map(toGrant),
  }
}

function toGrant([roleId, kind, providerId, ruleId]: [
  string,
  GrantOrigin['kind'],
  string | null,
  string | null,
]): Grant {
  if (kind !== 'provider') return { roleId, origin: { kind } }
  return { roleId, origin: { kind, providerId: providerId ?? '', ruleId } }
}

/** One entry per value, with every key that led to it. */
function mergeKeys(
  rows: readonly { id: string; lookup: string; name: string; at: string; key: string }[],
): LookupValue[] {
  const byId = new Map<string, { id: string; lookup: string; name: string; keys: string[]; createdAt: Date }>()
  for (const row of rows) {
    const known = byId.get(row.id)
    if (!known) {
      byId.set(row.id, { id: row.id, lookup: row.lookup, name: row.name, keys: [row.key], createdAt: new Date(row.at) })
    } else if (!known.keys.includes(row.key)) known.keys.push(row.key)
  }
  return [...byId.values()]
}
