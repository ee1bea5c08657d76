import sql, { type Sql } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'
import { namedAuthor } from './tokens.ts'
import { uuid7 } from './uuid.ts'

/** One thing that somebody or the system did. */
export interface NewAuditEvent {
  /** What: `users.change`, `claims.read`. Stable. */
  readonly kind: string
  readonly author: Author
  /** Ids of what it was about. Never a name of a person. */
  readonly objects?: readonly string[]
  /** True: it names the revision of the rules that stands afterwards. */
  readonly ruled?: boolean
  /** Counts and reasons; nothing personal. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Writes one event. Call it in the transaction of what happened. */
export async function recordAudit(db: Pick<Tx | Database, 'query'>, now: Date, event: NewAuditEvent): Promise<void> {
  await db.query(insertAudit(uuid7(now), now, event))
}

/** The statement that writes an event; written again under the same id it adds what was not known before. */
export const insertAudit = (id: string, now: Date, event: NewAuditEvent): Sql => sql`
  insert into audit_events (at, id, kind, author, objects, revision, facts)
  values (${now}, ${id}::uuid, ${event.kind}, ${JSON.stringify(event.author)}::jsonb, ${event.objects ?? []}::text[],
    case when ${event.ruled ?? false} then (select max(revision) from rules_revisions) end,
    ${JSON.stringify(event.facts ?? {})}::jsonb)
  on conflict (at, id) do update set objects = excluded.objects`

/** One line of the audit, wherever it is kept. */
export interface AuditEntry {
  readonly id: string
  readonly at: Date
  /** `sign-on` for an attempt, `rules.revised` for a revision, `trust.…` for keys and addresses. */
  readonly kind: string
  readonly author: Author | { readonly kind: 'sign-on' }
  readonly objects: readonly string[]
  readonly revision: number | null
  readonly facts: Readonly<Record<string, unknown>>
  /** Its place in the order of all lines. */
  readonly position: AuditPosition
}

/** Microseconds matter: it is the database's own text. */
export interface AuditPosition {
  readonly at: string
  readonly key: string
}

/** Which part of the audit is asked for. */
export interface AuditPage {
  /** `newest`: downwards from `from`; `oldest`: upwards. */
  readonly order: 'newest' | 'oldest'
  readonly from: AuditPosition | null
  /** Nothing later than this. */
  readonly until?: Date
  readonly kind?: string | undefined
  /** Only what somebody did to this id. */
  readonly about?: string | undefined
  readonly signOns: boolean
  /** False: without what was only read or exported. */
  readonly reads: boolean
  readonly limit: number
}

/**
 * Nothing was changed by these: somebody saw what had arrived, or took a list or all of a person with them. The index of the others has
 * these very words.
 */
const isRead = sql`(kind in ('claims.read', 'person.exported') or kind like '%.export')`

const instant = sql`to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/**
 * The audit: what administrators and the system did, changes of trust, revisions of the rules and attempts to sign on, in one
 * order. Nothing is stored twice: it is read from where it is kept, each part by an index.
 */
export async function pageOfAudit(db: Database | Tx, page: AuditPage): Promise<AuditEntry[]> {
  const { order, from, until, kind, about, limit } = page
  const newest = order === 'newest'
  const bound = (key: Sql): Sql => {
    const parts = [
      ...(from === null
        ? []
        : newest
          ? [sql`and (at, ${key}) < (${from.at}::timestamptz, ${from.key})`]
          : [sql`and (at, ${key}) > (${from.at}::timestamptz, ${from.key})`]),
      ...(until === undefined ? [] : [sql`and at <= ${until}`]),
      // A range of the time alone, which an index knows.
      ...(from === null
        ? []
        : [newest ? sql`and at <= ${from.at}::timestamptz` : sql`and at >= ${from.at}::timestamptz`]),
    ]
    return parts.reduce((all, part) => sql`${all} ${part}`, sql``)
  }
  const last = newest ? sql`order by at desc, key desc limit ${limit}` : sql`order by at, key limit ${limit}`
  const parts: Sql[] = [
    sql`(select at, 'e' || id::text as key, id::text as id, kind, author, objects, revision, facts from audit_events
      where (${kind === undefined} or kind = ${kind ?? ''}) and (${about === undefined} or objects @> ${[about ?? '']}::text[])
      ${page.reads ? sql`` : sql`and not ${isRead}`}
      ${bound(sql`'e' || id::text`)} ${last})`,
  ]
  if (about === undefined) {
    parts.push(sql`(select at, 't' || id::text as key, id::text as id, 'trust.' || replace(kind, '_', '-') as kind, author,
        array_remove(array[provider_id::text], null) as objects, null::integer as revision, facts from trust_events
      where (${kind === undefined} or 'trust.' || replace(kind, '_', '-') = ${kind ?? ''}) ${bound(sql`'t' || id::text`)} ${last})`)
    parts.push(sql`(select at, 'r' || lpad(revision::text, 10, '0') as key, 'revision-' || revision as id, 'rules.revised' as kind,
        author, '{}'::text[] as objects, revision, '{}'::jsonb as facts from rules_revisions
      where (${kind === undefined} or 'rules.revised' = ${kind ?? ''}) ${bound(sql`'r' || lpad(revision::text, 10, '0')`)} ${last})`)
  }
  if (page.signOns && about === undefined) {
    parts.push(sql`(select at, 's' || id::text as key, id::text as id, 'sign-on' as kind, '{"kind": "sign-on"}'::jsonb as author,
        array_remove(array[user_id::text, provider_id::text], null) as objects, rules_revision as revision,
        jsonb_build_object('outcome', outcome, 'code', code) as facts from sign_ons
      where (${kind === undefined} or 'sign-on' = ${kind ?? ''})
      ${bound(sql`'s' || id::text`)} ${last})`)
  }
  const all = parts.reduce((sum, part) => sql`${sum} union all ${part}`)
  const rows = await db.query<Omit<AuditEntry, 'position'> & { instant: string; key: string }>(sql`
    select id, at, ${instant} as instant, key, kind, ${namedAuthor(sql`author`)} as author, objects, revision, facts from (${all}) a ${last}`)
  return rows.map(({ instant: at, key, ...row }) => ({ ...row, position: { at, key } }))
}
