import sql from 'sql-template-tag'
import { emailKey } from '../../core/names.ts'
import type { App } from '../../sign-on/app.ts'
import { subjectLock } from '../../sign-on/identify.ts'
import { recordAudit } from '../../store/audit.ts'
import { type Columns, readColumns } from '../../store/columns.ts'
import type { ContactRecord } from '../../store/contacts.ts'
import type { Tx } from '../../store/database.ts'
import type { KnownSubject } from '../../store/erasure.ts'
import { moveToContact } from '../../store/merged-contacts.ts'
import type { Author } from '../../store/rules.ts'
import { recordTrustEvent } from '../../store/trust-events.ts'
import { administratorsLock } from '../../store/users.ts'
import { beyondAudit } from '../audit.ts'
import { type ContactMerge, type MergeRequest, type Pair, readPair } from './merge-pair.ts'
import { moveAll, moveMost } from './move-holders.ts'
import { applyByHand, applyToContactByHand } from './person.ts'
import type { UserRights } from './users.ts'

/**
 * Tells what a merge would come to. Nothing is written.
 * @throws JitupError as `mergeContacts`
 */
export async function foretellContactMerge(app: App, request: MergeRequest, rights: UserRights): Promise<ContactMerge> {
  const columns = await readColumns(app.db)
  return (await look(app, columns, request, rights)).merge
}

/**
 * Makes two contacts one person. What identity providers know the one by signs on as the other from then on; roles that were given
 * by hand, history and past sign-ons move, and values that the other lacks are taken over. The one is gone with its sessions and
 * its login name, and its id leads to the other. It cannot be undone.
 *
 * A sign-on of either waits meanwhile; one of somebody who was about to be linked to the one begins again. Contacts that name the
 * one, as their Owner for example, name the other; where they are some thousands most of them do so before the rest happens.
 * @throws JitupError `not_found`, `validation_failed`, `precondition_failed`, `conflict` for an employee and an external user, for
 *   who was deleted and for local administrators, `last_administrator`, `forbidden` where one has a protected role, or an employee
 *   would sign on by a provider of external users, unless `rights` say so
 */
export async function mergeContacts(
  app: App,
  author: Author,
  request: MergeRequest,
  rights: UserRights,
): Promise<ContactMerge> {
  const columns = await readColumns(app.db)
  // What will be refused must not have moved anybody.
  const before = await look(app, columns, request, rights)
  const pair = [before.gone.id, before.stays.id]
  const early = await moveMost(app, columns, moveOf(app, author, before), pair)
  return app.db.serialised(locksOf(before), async (tx) => {
    const now = app.now()
    const read = await readPair(tx, app, columns, request, rights)
    const { gone, stays, snapshot, subjects, merge } = read
    for (const key of locksOf(read)) tx.requireLock(key)
    const lock = sql`select 1 from contacts where id = ${gone.id}::uuid for update`
    const named = await moveAll(tx, columns, moveOf(app, author, read), lock, pair)
    // Before the contact goes: its own columns may name the other, and the other's may name it.
    const user = gone.user ?? stays.user
    const moved = await moveToContact(
      tx,
      { contactId: gone.id, userId: gone.user?.id ?? null },
      { contactId: stays.id, userId: stays.user?.id ?? null },
      author,
      now,
      async () => {
        if (merge.changes.length === 0) return
        if (user) await applyByHand(tx, withUser(snapshot, stays.user ?? user), merge.changes, author, now)
        else await applyToContactByHand(tx, snapshot, snapshot.person.contact, merge.changes, author, now)
      },
    )
    for (const { providerId, slug } of await providersOf(tx, subjects)) {
      const facts = { user: stays.user?.id ?? gone.user?.id ?? null, from: gone.user?.id ?? null }
      if (merge.user.becomes !== 'merged') continue
      await recordTrustEvent(tx, now, { kind: 'identity_bound', provider: { id: providerId, slug }, author, facts })
    }
    const objects = [gone.id, stays.id, gone.user?.id, stays.user?.id].filter((one) => one !== undefined)
    const namedBy = named + [...early.values()].reduce((sum, n) => sum + n, 0)
    const facts = { identities: moved.identities, sessions: moved.sessions, namedBy }
    await recordAudit(tx, now, { kind: 'person.merged', author, objects, facts })
    return { ...merge, identities: moved.identities, sessionsEnded: moved.sessions, namedBy }
  })
}

/** One consistent look, which nobody has to answer for. */
const look = (app: App, columns: Columns, request: MergeRequest, rights: UserRights): Promise<Pair> =>
  beyondAudit(app).db.transaction((tx) => readPair(tx, app, columns, request, rights))

function withUser(snapshot: Pair['snapshot'], user: NonNullable<ContactRecord['user']>): Pair['snapshot'] {
  return { ...snapshot, person: { ...snapshot.person, user } }
}

function moveOf(app: App, author: Author, { gone, stays }: Pair) {
  const ref = ({ id, values }: ContactRecord) => ({ id, name: String(values.get('Name') ?? '') })
  const userId = author.kind === 'user' ? author.userId : null
  return { lookup: 'Contact', from: ref(gone), to: ref(stays), userId, now: app.now() }
}

function locksOf({ gone, stays, subjects }: Pair): string[] {
  const email = gone.values.get('Email')
  return [
    administratorsLock,
    `contact ${gone.id}`,
    `contact ${stays.id}`,
    ...subjects.map((one) => subjectLock(one.providerId, one.subject)),
    ...(typeof email === 'string' ? [`email ${emailKey(email)}`] : []),
  ]
}

async function providersOf(tx: Tx, subjects: readonly KnownSubject[]): Promise<{ providerId: string; slug: string }[]> {
  const ids = [...new Set(subjects.map((one) => one.providerId))].filter((one) => one !== '')
  return tx.query(sql`select id as "providerId", slug from providers where id = any(${ids}::uuid[]) order by slug`)
}
