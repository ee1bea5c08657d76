import sql from 'sql-template-tag'
import type { LinkRule } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'
import { uuid7 } from './uuid.ts'

/** As whom a provider knows a user. */
export interface IdentityRow {
  readonly id: string
  /** Name of the provider. */
  readonly provider: string
  readonly slug: string
  readonly subject: string
  /** '' when the provider named none. */
  readonly format: string
  /** Null: by its first sign-on. */
  readonly linkedBy: LinkedBy | null
  readonly createdAt: Date
}

/** What bound a subject to a user who was here already: a link rule at a sign-on, or somebody by hand. */
export type LinkedBy =
  | { readonly kind: 'sign-on'; readonly signOnId: string; readonly by: LinkRule['by'] }
  | { readonly kind: 'import' }
  | { readonly kind: 'author'; readonly author: Author }

const columns = sql`
  i.id, p.name as provider, p.slug, i.subject, i.format, i.linked_by as "linkedBy", i.created_at as "createdAt"`

/** Every identity of a user, the oldest first. */
export const identitiesOf = (db: Database | Tx, userId: string): Promise<IdentityRow[]> =>
  db.query<IdentityRow>(sql`
    select ${columns} from identities i join providers p on p.id = i.provider_id where i.user_id = ${userId}::uuid
    order by i.created_at, i.id`)

/** One page of a user's identities; `after` is the id of the last one before it. */
export const pageOfIdentities = (
  db: Database | Tx,
  userId: string,
  page: { after: string | null; limit: number },
): Promise<IdentityRow[]> =>
  db.query<IdentityRow>(sql`
    select ${columns} from identities i join providers p on p.id = i.provider_id
    where i.user_id = ${userId}::uuid and (${page.after}::uuid is null or i.id > ${page.after}::uuid)
    order by i.id limit ${page.limit}`)

/** A subject as a provider knows it. */
export interface NewIdentity {
  readonly providerId: string
  readonly subject: string
  readonly format: string | null
  readonly userId: string
}

/** Binds a provider's subject to a user. The subject is compared byte by byte for ever after. */
export async function insertIdentity(
  tx: Tx,
  identity: NewIdentity,
  now: Date,
  linkedBy: LinkedBy | null = null,
): Promise<void> {
  await tx.query(sql`
    insert into identities (id, provider_id, subject, format, user_id, linked_by, created_at)
    values (${uuid7(now)}, ${identity.providerId}, ${identity.subject}, ${identity.format ?? ''}, ${identity.userId},
      ${linkedBy === null ? null : JSON.stringify(linkedBy)}::jsonb, ${now})`)
}

/** @returns the user to whom a provider's subject is bound, or null */
export async function userOfSubject(tx: Tx, identity: Omit<NewIdentity, 'userId'>): Promise<string | null> {
  const [row] = await tx.query<{ userId: string }>(sql`
    select user_id as "userId" from identities
    where provider_id = ${identity.providerId}::uuid and subject = ${identity.subject} and format = ${identity.format ?? ''}`)
  return row?.userId ?? null
}

/** Removes an identity of this user; sessions that it opened are over. @returns false when there is none */
export async function deleteIdentity(tx: Tx, userId: string, id: string): Promise<boolean> {
  const [gone] = await tx.query<{ provider: string }>(sql`
    delete from identities where id = ${id}::uuid and user_id = ${userId}::uuid returning provider_id as provider`)
  if (!gone) return false
  await tx.query(sql`delete from sessions where user_id = ${userId}::uuid and provider_id = ${gone.provider}::uuid`)
  return true
}

/** Remembers the deleted people of a provider that is about to go. */
export async function buryDeleted(tx: Tx, provider: { id: string; entityId: string }): Promise<void> {
  await tx.query(sql`
    insert into tombstones (entity_id, subject, format, user_id)
    select ${provider.entityId}, i.subject, i.format, i.user_id
    from identities i join users u on u.id = i.user_id and u.status = 'deleted'
    where i.provider_id = ${provider.id}::uuid on conflict do nothing`)
}

/** Gives a new provider the deleted people that a former one of the same entityID knew. */
export async function restoreTombstones(tx: Tx, provider: { id: string; entityId: string }, now: Date): Promise<void> {
  await tx.query(sql`
    with buried as (delete from tombstones where entity_id = ${provider.entityId} returning subject, format, user_id)
    insert into identities (id, provider_id, subject, format, user_id, created_at)
    select gen_random_uuid(), ${provider.id}::uuid, subject, format, user_id, ${now} from buried`)
}
