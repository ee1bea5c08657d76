import sql from 'sql-template-tag'
import type { Plan, Subject } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'
import type { Place, Seal } from './seal.ts'
import { timeOf } from './uuid.ts'

/** `replayed` and `undone` are no sign-ons: rules carried out on what an old one had brought, and what an undo put back. */
export type Outcome = 'created' | 'updated' | 'unchanged' | 'refused' | 'tested' | 'replayed' | 'undone'

/** Stands in the directory what the plan of such an entry says? A refusal and a test have written nothing. */
export const hasWritten = ({ outcome }: { readonly outcome: Outcome }): boolean =>
  outcome !== 'refused' && outcome !== 'tested'

/** Did somebody come with a message? Not to an entry of rules that were run again, nor to that of an undo. */
export const hasMessage = ({ outcome }: { readonly outcome: Outcome }): boolean =>
  outcome !== 'replayed' && outcome !== 'undone'

/** The sealed half of a journal entry: everything personal, together, under one key. */
export interface SignOnRecord {
  readonly subject?: Subject | null
  /** As sent: attribute Name → values. Pairs, because a name may be `__proto__`. */
  readonly claims?: readonly (readonly [string, readonly string[]])[]
  readonly plan?: Plan
  /** The verifier's reason, for a refusal: message and evidence, and what each check of that step found. */
  readonly refusal?: {
    readonly message: string
    readonly evidence: Readonly<Record<string, unknown>>
    readonly findings?: readonly RefusalFinding[] | undefined
  }
  readonly warnings?: readonly { readonly code: string; readonly message: string }[]
  /** How far into the attempt the message was verified and the plan was made, in microseconds. */
  readonly timings?: Timings
  /** Attributes that arrived with values which are not kept. */
  readonly redacted?: readonly string[]
  /** No values are kept: none were to be (`off`), or their time was over (`age`). */
  readonly dropped?: 'off' | 'age'
  /** Of an entry that is no sign-on: whose it is. */
  readonly follows?: Followed
}

/** What an entry follows that is no sign-on: the rules were run again on that one (`replayed`), or it was taken back (`undone`). */
export interface Followed {
  readonly signOnId: string
  /** The run to which it belongs; null: it was taken back by itself. */
  readonly replayId: string | null
  readonly author: Author
}

/** Moments of an attempt, in microseconds since it began. */
export interface Timings {
  readonly verified?: number
  readonly planned?: number
}

/** What one check of the step that refused found; `code` null: nothing. */
export interface RefusalFinding {
  readonly check: string
  readonly code: string | null
  readonly message: string | null
  readonly evidence: Readonly<Record<string, unknown>>
}

/** One attempt to sign on, as the journal keeps it. `id` is the reference a person sees. */
export interface SignOnEntry {
  readonly id: string
  readonly providerId: string | null
  readonly outcome: Outcome
  readonly code: string | null
  readonly step: string | null
  readonly userId: string | null
  readonly contactId: string | null
  readonly rulesRevision: number | null
  readonly problems: readonly string[]
  readonly durationMicroseconds: number
  readonly address: string | null
}

const place = (id: string): Place => ({ table: 'sign_ons', row: id, column: 'sealed' })

/** The statement that writes one journal entry; the entry's time is the one in its id. */
export function insertSignOn(seal: Seal, entry: SignOnEntry, record: SignOnRecord) {
  return sql`
    insert into sign_ons (at, id, provider_id, outcome, code, step, user_id, contact_id, rules_revision, problems, sealed,
      duration_us, address)
    values (${timeOf(entry.id)}, ${entry.id}, ${entry.providerId}, ${entry.outcome}, ${entry.code}, ${entry.step},
      ${entry.userId}, ${entry.contactId}, ${entry.rulesRevision}, ${entry.problems},
      ${sealSignOn(seal, entry.id, record)}, ${entry.durationMicroseconds}, ${entry.address})`
}

/** Seals what is kept of an entry. */
export const sealSignOn = (seal: Seal, id: string, record: SignOnRecord): string =>
  seal.seal(place(id), JSON.stringify(record))

/** Opens the sealed half of an entry. */
export const openSignOn = (seal: Seal, id: string, sealed: string): SignOnRecord =>
  JSON.parse(seal.open(place(id), sealed)) as SignOnRecord

export interface SignOnRow extends SignOnEntry {
  readonly at: Date
  /** Null: nothing is left of it, because the person was erased. */
  readonly sealed: string | null
}

const columns = sql`
  at, id, provider_id as "providerId", outcome, code, step, user_id as "userId", contact_id as "contactId",
  rules_revision as "rulesRevision", problems, sealed, duration_us as "durationMicroseconds", address`

/** @returns the entry with that reference id, or null */
export async function signOnById(db: Database | Tx, id: string): Promise<SignOnRow | null> {
  const rows = await db.query<SignOnRow>(sql`
    select ${columns} from sign_ons where at = ${timeOf(id)} and id = ${id}::uuid`)
  return rows[0] ?? null
}

/** Several entries by their ids; those that are gone are left out. */
export async function signOnsById(db: Database | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, SignOnRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db.query<SignOnRow>(sql`
    select ${columns} from sign_ons
    where at = any(${ids.map((id) => timeOf(id).toISOString())}::timestamptz[]) and id = any(${ids}::uuid[])`)
  return new Map(rows.map((one) => [one.id, one]))
}

/** The last undos of one person from a moment on, the latest first. */
export const undosSince = (db: Database | Tx, { contactId, at }: { readonly contactId: string; readonly at: Date }) =>
  db.query<{ id: string; sealed: string }>(sql`
    select id, sealed from sign_ons
    where contact_id = ${contactId}::uuid and at >= ${at} and outcome = 'undone' and sealed is not null
    order by at desc, id desc limit 50`)

/** Which of these entries are still there. */
export async function signOnsThere(db: Database | Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.query<{ id: string }>(sql`
    select id from sign_ons
    where at = any(${ids.map((id) => timeOf(id).toISOString())}::timestamptz[]) and id = any(${ids}::uuid[])`)
  return new Set(rows.map((one) => one.id))
}

/** Which entries of the journal a list holds. */
export interface SignOnFilter {
  /** The last id of the page before; null: from the newest. */
  readonly before: string | null
  readonly limit: number
  readonly contactId?: string | undefined
  readonly outcome?: Outcome | undefined
  /** Leaves out the entries of test sign-ons, which wrote nothing. */
  readonly withoutTests?: boolean | undefined
}

/** The journal, newest first. */
export async function listSignOns(db: Database, page: SignOnFilter): Promise<SignOnRow[]> {
  const before = page.before ?? 'ffffffff-ffff-7fff-bfff-ffffffffffff'
  return db.query<SignOnRow>(sql`
    select ${columns} from sign_ons
    where (at, id) < (${page.before === null ? 'infinity' : timeOf(before).toISOString()}::timestamptz, ${before}::uuid)
      and (${page.contactId === undefined} or contact_id = ${page.contactId ?? null}::uuid)
      and (${page.withoutTests !== true} or outcome <> 'tested')
      and (${page.outcome === undefined} or outcome = ${page.outcome ?? null})
    order by at desc, id desc limit ${page.limit}`)
}

/** The journal keeps this many refusals for each provider, code and minute; more are only counted. */
export const refusalSamples = 10

/** Adds to the refusals of a provider, code and minute. @returns how many there are now, on all nodes */
export async function countRefusals(
  db: Database,
  providerId: string | null,
  code: string,
  minute: Date,
  more: number,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    insert into refusal_counts (provider_id, code, minute, count) values (${providerId}, ${code}, ${minute}, ${more})
    on conflict (provider_id, code, minute) do update set count = refusal_counts.count + ${more} returning count`)
  return row?.count ?? 0
}
