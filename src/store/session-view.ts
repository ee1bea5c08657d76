import sql from 'sql-template-tag'
import type { Database } from './database.ts'

/** What the page around a person's work shows of them, and of the installation. */
export interface SessionView {
  readonly name: string
  readonly language: string | null
  readonly timeZone: string | null
  /** As it is set; null: it is not. */
  readonly displayName: string | null
}

/** Reads it in one statement: every page asks it first. @returns null when the user is gone meanwhile */
export async function sessionView(db: Database, userId: string): Promise<SessionView | null> {
  const [row] = await db.query<SessionView>(sql`
    select c."Name" as name, u.culture as language, u.time_zone as "timeZone",
      (select value #>> '{}' from settings where name = 'displayName') as "displayName"
    from users u join contacts c on c.id = u.contact_id where u.id = ${userId}::uuid`)
  return row ?? null
}
