import sql from 'sql-template-tag'
import type { Decision } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** One person of a replay: ids, codes and names of columns, nothing personal. */
export interface ReplayPerson {
  /** The stored sign-on that was tried. */
  readonly signOnId: string
  readonly userId: string | null
  readonly decision: Decision
  /** Why they would be refused. */
  readonly code: string | null
  readonly affected: boolean
  readonly columns: readonly string[]
  /** Ids of roles. */
  readonly granted: readonly string[]
  readonly withdrawn: readonly string[]
  readonly problems: readonly string[]
  /** Whether a draft that was tried makes a difference to them; null: none was. */
  readonly byDraft: boolean | null
  /** What comes out otherwise by the draft: columns, and ids of roles. */
  readonly draftColumns: readonly string[]
  readonly draftRoles: readonly string[]
  readonly applied: 'applied' | 'unchanged' | 'refused' | 'skipped' | null
  /** The journal's entry of what was carried out. */
  readonly entryId: string | null
  readonly undone: 'undone' | 'conflicts' | 'nothing' | null
}

/** With the names that the person has today: they are not kept with the replay. */
export interface NamedReplayPerson extends ReplayPerson {
  readonly login: string | null
  readonly contactId: string | null
  readonly contactName: string | null
}

/** Adds people that were tried. */
export async function insertReplayPeople(
  tx: Tx,
  replayId: string,
  people: readonly Omit<ReplayPerson, 'applied' | 'entryId' | 'undone'>[],
): Promise<void> {
  if (people.length === 0) return
  await tx.query(sql`
    insert into replay_people (replay_id, sign_on_id, user_id, decision, code, affected, columns, granted, withdrawn, problems,
      by_draft, draft_columns, draft_roles)
    select ${replayId}::uuid, p."signOnId", p."userId", p.decision, p.code, p.affected, p.columns, p.granted, p.withdrawn, p.problems,
      p."byDraft", p."draftColumns", p."draftRoles"
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) p ("signOnId" uuid, "userId" uuid, decision text, code text,
      affected boolean, columns text[], granted text[], withdrawn text[], problems text[], "byDraft" boolean, "draftColumns" text[],
      "draftRoles" text[])`)
}

const columns = sql`
  p.sign_on_id as "signOnId", p.user_id as "userId", p.decision, p.code, p.affected, p.columns, p.granted, p.withdrawn,
  p.problems, p.by_draft as "byDraft", p.draft_columns as "draftColumns", p.draft_roles as "draftRoles", p.applied, p.entry_id as "entryId", p.undone, u.login, c.id as "contactId", c."Name" as "contactName"`
const named = sql`replay_people p left join users u on u.id = p.user_id left join contacts c on c.id = u.contact_id`

/** Which people of a replay a list holds. */
export interface ReplayPeopleFilter {
  readonly column?: string | undefined
  /** Id of a role that they would get or lose. */
  readonly roleId?: string | undefined
  readonly code?: string | undefined
  readonly problem?: string | undefined
  readonly applied?: string | undefined
  readonly undone?: string | undefined
  readonly affected?: boolean | undefined
  readonly byDraft?: boolean | undefined
}

/** One page of the people of a replay, the newest sign-on first. */
export const pageOfReplayPeople = (
  db: Database,
  replayId: string,
  filter: ReplayPeopleFilter,
  page: { before: string | null; limit: number },
): Promise<NamedReplayPerson[]> => {
  // Whom a draft makes a difference to is asked for where it does.
  const byDraft = filter.byDraft === true
  return db.query<NamedReplayPerson>(sql`
    select ${columns} from ${named}
    where p.replay_id = ${replayId}::uuid and (${page.before}::uuid is null or p.sign_on_id < ${page.before}::uuid)
      and (${filter.column ?? null}::text is null or ${filter.column ?? null} = any(${byDraft ? sql`p.draft_columns` : sql`p.columns`}))
      and (${filter.roleId ?? null}::text is null or ${filter.roleId ?? null} = any(${byDraft ? sql`p.draft_roles` : sql`p.granted || p.withdrawn`}))
      and (${filter.code ?? null}::text is null or p.code = ${filter.code ?? null})
      and (${filter.problem ?? null}::text is null or ${filter.problem ?? null} = any(p.problems))
      and (${filter.applied ?? null}::text is null or p.applied = ${filter.applied ?? null})
      and (${filter.undone ?? null}::text is null or p.undone = ${filter.undone ?? null})
      and (${filter.affected ?? null}::boolean is null or p.affected = ${filter.affected ?? null})
      and (${filter.byDraft ?? null}::boolean is null or p.by_draft = ${filter.byDraft ?? null})
    order by p.sign_on_id desc limit ${page.limit}`)
}

/** @returns that person of the replay, or null */
export async function replayPerson(
  db: Database,
  replayId: string,
  signOnId: string,
): Promise<NamedReplayPerson | null> {
  const rows = await db.query<NamedReplayPerson>(sql`
    select ${columns} from ${named} where p.replay_id = ${replayId}::uuid and p.sign_on_id = ${signOnId}::uuid`)
  return rows[0] ?? null
}

/** The next people who are still to be carried out, oldest sign-on first. */
export async function peopleToApply(
  db: Database,
  replayId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select sign_on_id as id from replay_people
    where replay_id = ${replayId}::uuid and applied is null and (${after}::uuid is null or sign_on_id > ${after}::uuid)
    order by sign_on_id limit ${limit}`)
  return rows.map((one) => one.id)
}

/** How many people a replay has, and how many of them were carried out and taken back. */
export async function countReplayPeople(
  db: Database,
  replayId: string,
): Promise<{ people: number; applied: number; entries: number; undone: number }> {
  const [row] = await db.query<{ people: number; applied: number; entries: number; undone: number }>(sql`
    select count(*)::integer as people, count(applied)::integer as applied, count(entry_id)::integer as entries,
      count(undone)::integer as undone
    from replay_people where replay_id = ${replayId}::uuid`)
  return row ?? { people: 0, applied: 0, entries: 0, undone: 0 }
}

/** Notes what carrying out came to. @returns false when that was noted before */
export async function noteApplied(
  tx: Tx,
  what: { replayId: string; signOnId: string },
  applied: NonNullable<ReplayPerson['applied']>,
  entryId: string | null,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update replay_people set applied = ${applied}, entry_id = ${entryId}::uuid
    where replay_id = ${what.replayId}::uuid and sign_on_id = ${what.signOnId}::uuid and applied is null returning sign_on_id`)
  return rows.length > 0
}

/** The next people who are still to be taken back, the last that was carried out first. */
export async function peopleToUndo(
  db: Database,
  replayId: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<{ signOnId: string; entryId: string }[]> {
  return db.query(sql`
    select sign_on_id as "signOnId", entry_id as "entryId" from replay_people
    where replay_id = ${replayId}::uuid and entry_id is not null and undone is null
      and (${before}::uuid is null or entry_id < ${before}::uuid)
    order by entry_id desc limit ${limit}`)
}

/** Notes what taking back came to. */
export async function noteUndone(
  tx: Tx,
  what: { replayId: string; signOnId: string },
  undone: NonNullable<ReplayPerson['undone']>,
): Promise<void> {
  await tx.query(sql`
    update replay_people set undone = ${undone}
    where replay_id = ${what.replayId}::uuid and sign_on_id = ${what.signOnId}::uuid`)
}

/** Every journal entry of what was carried out. */
export async function entriesOfReplay(db: Database | Tx, replayId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select entry_id as id from replay_people where replay_id = ${replayId}::uuid and entry_id is not null`)
  return rows.map((one) => one.id)
}
