import sql from 'sql-template-tag'
import type { UserStatus } from '../core/types.ts'
import type { Database } from './database.ts'

/** Somebody whose roles let them do something here. */
export interface AdministratorRecord {
  readonly id: string
  readonly login: string
  readonly contactId: string
  readonly contactName: string
  readonly status: UserStatus
  readonly scopes: readonly string[]
  readonly roles: readonly { readonly id: string; readonly name: string }[]
  readonly local: boolean
  readonly hasPassword: boolean
  readonly passkeys: number
  /** When they signed in last. What local users did before that was kept with the user stands in the audit, as long as that is kept. */
  readonly usedAt: Date | null
}

/** One page of them by id, or of those alone who need no identity provider; `after` is the last id of the page before. Nobody who was deleted is one. */
export const pageOfAdministrators = (
  db: Database,
  page: { readonly localOnly: boolean; readonly after: string | null; readonly limit: number },
): Promise<AdministratorRecord[]> =>
  db.query<AdministratorRecord & Record<string, unknown>>(sql`
    with held as (
      select g.user_id, r.id, r.name,
        case when r.built_in = 'administrators' then '{admin}'::text[] else r.held_scopes end as scopes
      from roles r join grants g on g.role_id = r.id
      where r.built_in = 'administrators' or r.held_scopes <> '{}'
    ), people as (
      select u.id, u.login, u.contact_id, u.status, u.local, u.last_seen_at from users u
      where u.id in (select user_id from held) and u.status <> 'deleted' and (u.local or not ${page.localOnly})
        and (${page.after}::uuid is null or u.id > ${page.after}::uuid)
      order by u.id limit ${page.limit})
    select u.id, u.login, u.status, u.local, u.contact_id as "contactId", c."Name" as "contactName",
      array(select distinct s.scope from held h cross join unnest(h.scopes) s (scope)
        where h.user_id = u.id order by 1) as scopes,
      (select jsonb_agg(distinct jsonb_build_object('id', h.id, 'name', h.name)) from held h
        where h.user_id = u.id) as roles,
      exists (select 1 from local_passwords p where p.user_id = u.id) as "hasPassword",
      (select count(*)::integer from passkeys k where k.user_id = u.id) as passkeys,
      greatest(
        (select max(s.created_at) from sessions s where s.user_id = u.id),
        (select max(a.at) from audit_events a where a.objects @> array[u.id::text] and a.kind = 'admin.sign-in'),
        u.last_seen_at
      ) as "usedAt"
    from people u join contacts c on c.id = u.contact_id order by u.id`)
