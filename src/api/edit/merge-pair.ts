import sql from 'sql-template-tag'
import { mergePeople, type PeopleMerge } from '../../core/merge-people.ts'
import { emailKey } from '../../core/names.ts'
import type { Role, Snapshot } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { readContact } from '../../sign-on/read-person.ts'
import type { Columns } from '../../store/columns.ts'
import { type ContactRecord, contactById } from '../../store/contacts.ts'
import type { Database, Tx } from '../../store/database.ts'
import { type KnownSubject, subjectsOf } from '../../store/erasure.ts'
import { localUser } from '../../store/local-users.ts'
import { holdersOf } from '../../store/lookup-values.ts'
import { holdsProtectedRole, otherAdministrators } from '../../store/users.ts'
import { isUuid } from '../../store/uuid.ts'
import { assertVersion, invalid, notFound } from './change.ts'
import { assertMay, type UserRights } from './users.ts'

/** What a merge of two contacts comes to. */
export interface ContactMerge extends Pick<PeopleMerge, 'givenUp' | 'left'> {
  readonly into: string
  readonly changes: PeopleMerge['changes']
  readonly user: {
    readonly becomes: 'none' | 'moved' | 'merged'
    readonly id: string | null
    readonly loginGone: string | null
  }
  readonly roles: readonly Role[]
  readonly identities: number
  readonly namedBy: number
  readonly sessionsEnded: number
}

/** Two contacts, read and judged. */
export interface Pair {
  readonly gone: ContactRecord
  readonly stays: ContactRecord
  readonly snapshot: Snapshot & { readonly person: NonNullable<Snapshot['person']> }
  readonly subjects: readonly KnownSubject[]
  readonly merge: ContactMerge
}

/** What is asked for. */
export interface MergeRequest {
  readonly id: string
  readonly into: string
  readonly expectedVersion?: number | undefined
}

/**
 * Reads two contacts as they are now, and judges what their merge comes to.
 * @throws JitupError as `mergeContacts`
 */
export async function readPair(
  tx: Tx,
  app: Pick<App, 'now'>,
  columns: Columns,
  { id, into, expectedVersion }: MergeRequest,
  rights: UserRights,
): Promise<Pair> {
  if (id.toLowerCase() === into.toLowerCase()) throw invalid('into', 'A contact cannot be merged into itself.')
  const gone = isUuid(id) ? await contactById(tx, columns, id) : null
  if (!gone) throw notFound('contact')
  assertVersion(gone.version, expectedVersion)
  const stays = await contactById(tx, columns, into)
  if (!stays) throw invalid('into', 'There is no such contact.')
  const subjects = [
    ...(gone.user ? await subjectsOf(tx, gone.user.id) : []),
    ...(stays.user ? await subjectsOf(tx, stays.user.id) : []),
  ]
  await assertOnePerson(tx, gone, stays, rights)
  const becomes = gone.user ? (stays.user ? 'merged' : 'moved') : 'none'
  const departing = becomes === 'merged' ? await readContact(tx, gone, columns, {}, app.now()) : null
  const grants = departing?.person.grants ?? []
  const email = gone.values.get('Email')
  const wanted = {
    emails: typeof email === 'string' ? [emailKey(email)] : [],
    roleIds: [...new Set(grants.map((one) => one.roleId))],
  }
  const snapshot = await readContact(tx, stays, columns, wanted, app.now())
  const decided = mergePeople(snapshot, { contact: gone, grants }, becomes !== 'none' || stays.user !== null)
  const holders = await holdersOf(tx, columns, 'Contact', gone.id)
  const merge: ContactMerge = {
    into: stays.id,
    ...decided,
    user: {
      becomes,
      id: (stays.user ?? gone.user)?.id ?? null,
      loginGone: becomes === 'merged' ? (gone.user?.login ?? null) : null,
    },
    roles: snapshot.roles,
    identities: gone.user ? (await subjectsOf(tx, gone.user.id)).length : 0,
    namedBy: holders.filter((one) => one !== gone.id && one !== stays.id).length,
    sessionsEnded: gone.user ? await sessionCount(tx, gone.user.id) : 0,
  }
  return { gone, stays, snapshot, subjects, merge }
}

/** May the two be one, and may this caller say so? */
async function assertOnePerson(tx: Tx, gone: ContactRecord, stays: ContactRecord, rights: UserRights): Promise<void> {
  for (const { user } of [gone, stays]) {
    if (!user) continue
    if (user.status === 'deleted') {
      throw new JitupError('conflict', `The user ${user.login} was deleted and cannot come back as somebody else.`)
    }
    if ((await localUser(tx, user.id))?.local) {
      throw new JitupError('conflict', `The user ${user.login} is kept for emergencies and is nobody else.`)
    }
    assertMay(rights, (await holdsProtectedRole(tx, user.id)).any)
  }
  if (!gone.user || !stays.user) return
  if (gone.user.type !== stays.user.type) {
    throw new JitupError(
      'conflict',
      'An employee and an external user are never one person here: each keeps to theirs.',
    )
  }
  assertMay(rights, stays.user.type === 'employee' && (await hasExternalIdentity(tx, gone.user.id)))
  const { administrator } = await holdsProtectedRole(tx, gone.user.id)
  if (administrator && gone.user.status === 'active' && !(await otherAdministrators(tx, gone.user.id))) {
    throw new JitupError('last_administrator', 'This is the last active administrator. Appoint another one first.')
  }
}

async function hasExternalIdentity(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from identities i join providers p on p.id = i.provider_id
    where i.user_id = ${userId}::uuid and p.user_type = 'external' limit 1`)
  return rows.length > 0
}

async function sessionCount(db: Tx | Database, userId: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(sql`
    select count(*)::integer as n from sessions where user_id = ${userId}::uuid`)
  return row?.n ?? 0
}
