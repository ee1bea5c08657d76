import sql, { type Sql } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { GrantActor } from './people.ts'

/** How many grants a condition meets, and what they come to. */
export interface Withdrawn {
  readonly grants: number
  readonly people: number
  /** Grants behind which no other reason for the role stands: their people lose it. */
  readonly losses: number
  /** The losses that count against ceilings: not those of protected roles. */
  readonly counted: number
}

const nothing: Withdrawn = { grants: 0, people: 0, losses: 0, counted: 0 }

/** Would this person be without the role? `where` speaks of `g`; another grant of the role outside it keeps it. */
const lost = (where: Sql): Sql => sql`
  not exists (
    select 1 from grants k where k.user_id = d.user_id and k.role_id = d.role_id
      and not exists (select 1 from grants g where g.id = k.id and ${where}))`

const doomed = (where: Sql): Sql => sql`
  select g.id, g.user_id, g.role_id, g.origin, g.provider_id, g.rule_id from grants g where ${where}`

/** Counts what `withdrawAll` would do. `where` is a condition on grants as `g`, found by an index. */
export async function countWithdrawals(db: Database | Tx, where: Sql): Promise<Withdrawn> {
  const [row] = await db.query<Withdrawn & Record<string, unknown>>(sql`
    with d as (${doomed(where)}), l as (select d.*, ${lost(where)} as lost from d)
    select count(*)::integer as grants, count(distinct user_id)::integer as people,
      (count(*) filter (where lost))::integer as losses,
      (count(*) filter (where lost and not (r.protected or r.guarded)))::integer as counted
    from l join roles r on r.id = l.role_id`)
  return row ?? nothing
}

/** A person who has such a grant. */
export interface Affected {
  readonly grantId: string
  readonly userId: string
  readonly login: string
  readonly name: string
  readonly role: string
  /** False: the person keeps the role for another reason. */
  readonly loses: boolean
}

/** One page of them in the order in which they were given; `after` is the id of the last grant before it. */
export const pageOfAffected = (
  db: Database | Tx,
  where: Sql,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Affected[]> =>
  db.query(sql`
    with d as (
      ${doomed(where)} and (${page.after}::uuid is null or g.id > ${page.after}::uuid) order by g.id limit ${page.limit})
    select d.id as "grantId", d.user_id as "userId", u.login, c."Name" as name, r.name as role, ${lost(where)} as loses
    from d join users u on u.id = d.user_id join contacts c on c.id = u.contact_id join roles r on r.id = d.role_id
    order by d.id`)

/** What of it counts at one provider, and what that has come to in this hour. */
export interface Load {
  readonly providerId: string
  readonly counted: number
  readonly used: number
  /** Null: the policy does not say. */
  readonly ceiling: number | null
}

/** The counted losses by provider, beside its ceiling. `hour` is the hour that counts. */
export const loadsOf = (tx: Tx, where: Sql, hour: Date): Promise<Load[]> =>
  tx.query(sql`
    with d as (${doomed(where)}), l as (
      select d.provider_id, count(*)::integer as counted from d join roles r on r.id = d.role_id
      where d.provider_id is not null and not (r.protected or r.guarded) and ${lost(where)} group by d.provider_id)
    select l.provider_id as "providerId", l.counted, coalesce(a.count, 0) as used,
      (p.options ->> 'withdrawalCeiling')::integer as ceiling
    from l join providers p on p.id = l.provider_id
      left join provider_activity a on a.provider_id = l.provider_id and a.kind = 'withdrawal' and a.hour = ${hour}
    order by l.provider_id`)

/**
 * Takes every grant that `where` meets, from everybody at once, with its history. The versions of the people say so, and the
 * sessions of those who lose a sensitive or protected role are over.
 */
export async function withdrawAll(tx: Tx, where: Sql, actor: GrantActor, now: Date): Promise<void> {
  const leaving = await tx.query<{ id: string }>(sql`
    select distinct d.user_id as id from (${doomed(where)}) d join roles r on r.id = d.role_id
    where (r.sensitive or r.protected or r.guarded) and ${lost(where)}`)
  // Grants before users, as a sign-on writes them: the two wait for each other, and not in a circle.
  const people = await tx.query<{ id: string }>(sql`
    with gone as (
      delete from grants g where ${where}
      returning g.user_id, g.role_id, g.origin, g.provider_id, g.rule_id
    ), told as (
      insert into grant_history (user_id, role_id, origin, provider_id, rule_id, change, at, actor)
      select user_id, role_id, origin, provider_id, rule_id, 'withdrawn', ${now}, ${JSON.stringify(actor)}::jsonb from gone
    )
    select distinct user_id as id from gone`)
  await tx.query(sql`
    update users set version = version + 1 where id in (
      select id from users where id = any(${people.map((one) => one.id)}::uuid[]) order by id for update)`)
  await tx.query(sql`delete from sessions where user_id = any(${leaving.map((one) => one.id)}::uuid[])`)
}

/** What of one role a condition takes. */
export interface RoleWithdrawn {
  readonly id: string
  readonly name: string
  readonly grants: number
  /** People who would be without the role. */
  readonly losses: number
  /**
   * How many of them keep it where sign-ons take it: 1 where no active administrator would be left, because the last one stays in
   * office. Taken at once it is refused.
   */
  readonly spared: number
}

/** Of which roles a condition takes how many grants, and how many people would be without the role. */
export const rolesWithdrawn = (tx: Tx, where: Sql): Promise<readonly RoleWithdrawn[]> =>
  tx.query<RoleWithdrawn & Record<string, unknown>>(sql`
    with d as (${doomed(where)}), l as (select d.*, ${lost(where)} as lost from d)
    select r.id, r.name, count(*)::integer as grants, (count(distinct user_id) filter (where lost))::integer as losses,
      (r.built_in is not distinct from 'administrators'
        and bool_or(lost and exists (select 1 from users u where u.id = l.user_id and u.status = 'active'))
        and not exists (
          select 1 from grants k join users u on u.id = k.user_id and u.status = 'active'
          where k.role_id = r.id and not exists (select 1 from d where d.id = k.id)))::integer as spared
    from l join roles r on r.id = l.role_id group by r.id, r.name order by r.name limit 200`)

/** A role that a rule gave, and how many people lost it and get it back where their group still arrives. */
export interface RoleReturning {
  readonly id: string
  readonly name: string
  readonly people: number
}

/**
 * Who lost what these rules gave, by their removal or change: it was taken at once, or by a sign-on that knew the rules of this
 * revision or a later one. Whoever has the role all the same is not counted.
 */
export const rolesReturning = (
  tx: Tx,
  rules: readonly { readonly id: string; readonly roleId: string }[],
  revision: number,
): Promise<readonly RoleReturning[]> =>
  tx.query<RoleReturning & Record<string, unknown>>(sql`
    with last as (
      select distinct on (h.user_id, h.rule_id) h.user_id, h.role_id, h.change, h.actor
      from grant_history h join unnest(
        ${rules.map((one) => one.id)}::uuid[], ${rules.map((one) => one.roleId)}::uuid[]) w (rule_id, role_id)
        on w.rule_id = h.rule_id and w.role_id = h.role_id
      order by h.user_id, h.rule_id, h.id desc)
    select r.id, r.name, count(distinct last.user_id)::integer as people
    from last join roles r on r.id = last.role_id
      join users u on u.id = last.user_id
      -- By the index on whose it is; there is none on the id alone.
      left join sign_ons s on s.contact_id = u.contact_id and s.id = (last.actor ->> 'signOnId')::uuid
    where last.change = 'withdrawn' and (last.actor ->> 'signOnId' is null or s.rules_revision >= ${revision})
      and not exists (select 1 from grants g where g.user_id = last.user_id and g.role_id = last.role_id)
    group by r.id, r.name order by r.name limit 200`)
