import sql from 'sql-template-tag'
import type { ReplayCounts } from '../core/replay-counts.ts'
import type { Converter, ProviderPolicy, RoleRule } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'

/** Rules as a replay tried them. */
export interface ReplayedRules {
  readonly converters: readonly Converter[]
  readonly roleRules: readonly RoleRule[]
  /** By the id of the provider. */
  readonly policies: Readonly<Record<string, ProviderPolicy>>
}

export type ReplayStage = 'try' | 'apply' | 'undo'
/** `interrupted`: nobody is at it any more, because its node was killed. */
export type ReplayState = 'running' | 'done' | 'cancelled' | 'stopped' | 'failed' | 'interrupted'

/** What carrying out came to, by outcome; `withdrawn`: roles that people lost. */
export type AppliedCounts = Readonly<Record<string, number>>

/** Rules tried on stored sign-ons: how far it is, and what it found. */
export interface ReplayRecord {
  readonly id: string
  readonly createdAt: Date
  readonly author: Author
  readonly providerId: string | null
  readonly last: number
  readonly revision: number
  readonly draft: boolean
  readonly stage: ReplayStage
  readonly state: ReplayState
  /** Why it stopped or failed. */
  readonly code: string | null
  readonly total: number
  readonly done: number
  readonly counts: Partial<ReplayCounts> & { readonly applied?: AppliedCounts; readonly undone?: AppliedCounts }
  readonly allowed: number | null
  readonly finishedAt: Date | null
}

/** A node says every few seconds that it is at it; after so many seconds of silence it was killed. */
const silence = sql`interval '30 seconds'`

const columns = sql`
  id, created_at as "createdAt", author, provider_id as "providerId", last, revision, draft, stage,
  case when state = 'running' and alive_at < clock_timestamp() - ${silence} then 'interrupted' else state end as state,
  code, total, done, counts, allowed, finished_at as "finishedAt"`

/** Notes a new replay; those of a month ago that nobody carried out go. */
export async function insertReplay(
  db: Database,
  replay: {
    id: string
    author: Author
    providerId: string | null
    last: number
    rules: ReplayedRules
    revision: number
    draft: boolean
  },
  now: Date,
): Promise<void> {
  await db.query(sql`
    insert into replays (id, created_at, author, provider_id, last, rules, revision, draft, total)
    values (${replay.id}, ${now}, ${JSON.stringify(replay.author)}::jsonb, ${replay.providerId}::uuid, ${replay.last},
      ${JSON.stringify(replay.rules)}::jsonb, ${replay.revision}, ${replay.draft}, ${replay.last})`)
  await db.query(sql`
    delete from replays where stage = 'try' and state <> 'running' and created_at < ${new Date(now.getTime() - 30 * 86_400_000)}`)
}

/** @returns the replay, or null */
export async function replayById(db: Database | Tx, id: string): Promise<ReplayRecord | null> {
  const rows = await db.query<ReplayRecord>(sql`select ${columns} from replays where id = ${id}::uuid`)
  return rows[0] ?? null
}

/** The rules that it tried. */
export async function rulesOfReplay(db: Database | Tx, id: string): Promise<ReplayedRules | null> {
  const rows = await db.query<{ rules: ReplayedRules }>(sql`select rules from replays where id = ${id}::uuid`)
  return rows[0]?.rules ?? null
}

/** One page of replays, newest first. */
export const pageOfReplays = (db: Database, page: { before: string | null; limit: number }): Promise<ReplayRecord[]> =>
  db.query<ReplayRecord>(sql`
    select ${columns} from replays where (${page.before}::uuid is null or id < ${page.before}::uuid)
    order by id desc limit ${page.limit}`)

/**
 * Begins a stage, unless somebody is at this replay just now.
 * @returns false when somebody is, or when it has gone further meanwhile
 */
export async function beginStage(
  db: Database,
  id: string,
  begin: { stage: ReplayStage; from: readonly ReplayStage[]; total: number; done: number; allowed?: number | null },
): Promise<boolean> {
  const rows = await db.query(sql`
    update replays set stage = ${begin.stage}, state = 'running', code = null, total = ${begin.total}, done = ${begin.done},
      allowed = ${begin.allowed ?? null}, alive_at = clock_timestamp(), finished_at = null
    where id = ${id}::uuid and stage = any(${begin.from})
      and (state <> 'running' or alive_at < clock_timestamp() - ${silence}) returning id`)
  return rows.length > 0
}

/** Says how far it is. What was done while somebody cancelled counts too: it is not done again. @returns false when it was cancelled meanwhile */
export async function reportReplay(
  db: Database | Tx,
  id: string,
  progress: { done: number; counts: object },
): Promise<boolean> {
  const [row] = await db.query<{ goesOn: boolean }>(sql`
    update replays set done = ${progress.done}, counts = counts || ${JSON.stringify(progress.counts)}::jsonb,
      alive_at = clock_timestamp()
    where id = ${id}::uuid and state in ('running', 'cancelled') returning state = 'running' as "goesOn"`)
  return row?.goesOn ?? false
}

/** Says that somebody is at it. */
export async function keepReplayAlive(db: Database, id: string): Promise<void> {
  await db.query(sql`
    update replays set alive_at = clock_timestamp() where id = ${id}::uuid and state = 'running'`)
}

/** Ends a stage. Nothing happens when it was cancelled meanwhile. */
export async function endStage(
  db: Database,
  id: string,
  end: { state: 'done' | 'stopped' | 'failed'; code: string | null; total?: number; now: Date },
): Promise<void> {
  await db.query(sql`
    update replays set state = ${end.state}, code = ${end.code}, total = coalesce(${end.total ?? null}, total),
      finished_at = ${end.now} where id = ${id}::uuid and state = 'running'`)
}

/** Cancels what is under way. @returns false when nothing was */
export async function cancelReplay(db: Database, id: string, now: Date): Promise<boolean> {
  const rows = await db.query(sql`
    update replays set state = 'cancelled', finished_at = ${now} where id = ${id}::uuid and state = 'running' returning id`)
  return rows.length > 0
}

/** Forgets a replay that changed nothing. @returns false when it did, or when somebody is at it */
export async function deleteReplay(db: Database, id: string): Promise<boolean> {
  const rows = await db.query(sql`
    delete from replays where id = ${id}::uuid and stage = 'try' and state <> 'running' returning id`)
  return rows.length > 0
}
