import sql, { type Sql } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'

/** A link for a colleague who tries a provider once. */
export interface TestLink {
  readonly id: string
  readonly providerId: string
  /** Slug of the provider. */
  readonly provider: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly openedAt: Date | null
  /** The journal's entry of what came of it; null: nothing yet. */
  readonly signOnId: string | null
}

const columns = sql`
  l.id, l.provider_id as "providerId", p.slug as provider, l.created_at as "createdAt", l.expires_at as "expiresAt",
  l.opened_at as "openedAt", l.sign_on_id as "signOnId"`

/** How long a link is kept, whatever became of it. */
const keptDays = 30

/** Writes a link by the hash of its token; very old ones go. */
export async function insertTestLink(
  tx: Tx,
  link: {
    readonly id: string
    readonly providerId: string
    readonly tokenHash: Buffer
    readonly author: Author
    readonly expiresAt: Date
  },
  now: Date,
): Promise<void> {
  await tx.query(sql`
    delete from test_links where provider_id = ${link.providerId}::uuid
      and expires_at < ${new Date(now.getTime() - keptDays * 86_400_000)}`)
  await tx.query(sql`
    insert into test_links (id, provider_id, token_hash, author, created_at, expires_at)
    values (${link.id}, ${link.providerId}, ${link.tokenHash}, ${JSON.stringify(link.author)}::jsonb, ${now}, ${link.expiresAt})`)
}

/** @returns the link, or null */
export async function testLinkById(db: Database | Tx, id: string): Promise<TestLink | null> {
  const rows = await db.query<TestLink>(sql`
    select ${columns} from test_links l join providers p on p.id = l.provider_id where l.id = ${id}::uuid`)
  return rows[0] ?? null
}

/** Opens a link, once. @returns its id; null when it was opened already, is too old, or is none of this provider */
export async function openTestLink(
  db: Database,
  what: { readonly slug: string; readonly tokenHash: Buffer; readonly now: Date },
): Promise<string | null> {
  const rows = await db.query<{ id: string }>(sql`
    update test_links l set opened_at = ${what.now} from providers p
    where l.token_hash = ${what.tokenHash} and p.id = l.provider_id and p.slug = ${what.slug}
      and l.opened_at is null and l.expires_at > ${what.now}
    returning l.id`)
  return rows[0]?.id ?? null
}

/** The statement that notes what came of a link, for the transaction of the sign-on. */
export const finishTestLink = (id: string, signOnId: string): Sql => sql`
  update test_links set sign_on_id = ${signOnId}::uuid where id = ${id}::uuid`
