import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'

/** A contact that turned out to be somebody who was here already. */
export interface MergedContact {
  /** What its id was. */
  readonly id: string
  /** Its user; null: it had none, or the user came along. */
  readonly userId: string | null
  readonly mergedAt: Date
  readonly author: Author
}

/** Every contact that was merged into this one, or into one that was. */
export const mergedContactsOf = (db: Database | Tx, contactId: string): Promise<MergedContact[]> =>
  db.query<MergedContact & Record<string, unknown>>(sql`
    select id, user_id as "userId", merged_at as "mergedAt", author from merged_contacts
    where contact_id = ${contactId}::uuid order by merged_at, id`)

/** A person on one side of a merge. */
interface Side {
  readonly contactId: string
  readonly userId: string | null
}

/** What moved. */
export interface Moved {
  readonly identities: number
  readonly sessions: number
}

/**
 * Moves everything that hangs on one contact and its user to another and its user, and removes the one; its id leads to the other
 * from then on. A user without counterpart comes along as it is. Values and grants are a plan's: `carryOut` writes them when the
 * history of the one has moved and the one is still there.
 */
export async function moveToContact(
  tx: Tx,
  gone: Side,
  stays: Side,
  author: Author,
  now: Date,
  carryOut: () => Promise<void>,
): Promise<Moved> {
  const merged = gone.userId !== null && stays.userId !== null
  const userId = stays.userId ?? gone.userId
  const sessions =
    gone.userId === null
      ? []
      : await tx.query(sql`delete from sessions where user_id = ${gone.userId}::uuid returning 1`)
  const identities =
    gone.userId === null
      ? []
      : await tx.query(
          sql`update identities set user_id = ${userId}::uuid where user_id = ${gone.userId}::uuid returning 1`,
        )
  if (merged) {
    await tx.query(sql`
      update grant_history set user_id = ${userId}::uuid, merged_from = coalesce(merged_from, user_id)
      where user_id = ${gone.userId}::uuid`)
    await tx.query(sql`update worklist set user_id = ${userId}::uuid where user_id = ${gone.userId}::uuid`)
    // Before anybody's version counts: what is decided about the user was decided by what it was.
    await tx.query(sql`
      with gone as (delete from users where id = ${gone.userId}::uuid returning last_seen_at)
      update users set version = version + 1, last_seen_at = greatest(last_seen_at, (select last_seen_at from gone))
      where id = ${userId}::uuid`)
  } else if (gone.userId !== null) {
    await tx.query(sql`
      update users set contact_id = ${stays.contactId}::uuid, version = version + 1 where id = ${gone.userId}::uuid`)
  }
  await tx.query(sql`
    update sign_ons set contact_id = ${stays.contactId}::uuid, user_id = case when user_id is null then null else ${userId}::uuid end
    where contact_id = ${gone.contactId}::uuid`)
  await tx.query(sql`
    update provenance set contact_id = ${stays.contactId}::uuid, merged_from = coalesce(merged_from, contact_id)
    where contact_id = ${gone.contactId}::uuid`)
  await tx.query(sql`
    update merged_contacts set contact_id = ${stays.contactId}::uuid where contact_id = ${gone.contactId}::uuid`)
  await tx.query(sql`
    insert into merged_contacts (id, user_id, contact_id, merged_at, author)
    values (${gone.contactId}::uuid, ${merged ? gone.userId : null}::uuid, ${stays.contactId}::uuid, ${now},
      ${JSON.stringify(author)}::jsonb)`)
  await carryOut()
  await tx.query(sql`delete from contacts where id = ${gone.contactId}::uuid`)
  // A subject stands for somebody else from here on: nothing that was remembered of its sign-ons holds.
  await tx.query(sql`update directory_generation set n = n + 1`)
  return { identities: identities.length, sessions: sessions.length }
}
