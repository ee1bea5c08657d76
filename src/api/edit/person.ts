import type { Change, Contact, Plan, Snapshot } from '../../core/types.ts'
import { type Actor, apply, applyToContact } from '../../sign-on/apply.ts'
import type { Tx } from '../../store/database.ts'
import type { Author } from '../../store/rules.ts'

/** Carries out changes that a person has decided, with the one writer that sign-ons use. */
export async function applyByHand(
  tx: Tx,
  snapshot: Snapshot,
  changes: readonly Change[],
  author: Author,
  now: Date,
): Promise<void> {
  await apply(tx, snapshot, planByHand(snapshot, changes), actorOf(author), now)
}

/** As `applyByHand`, for a contact without a user. */
export async function applyToContactByHand(
  tx: Tx,
  snapshot: Snapshot,
  contact: Contact | null,
  changes: readonly Change[],
  author: Author,
  now: Date,
): Promise<string> {
  const plan = planByHand(snapshot, changes)
  return (await applyToContact(tx, snapshot, plan, { contact, user: null }, now, actorOf(author))).contactId
}

/** Makes a person whom somebody types in, with a user. @returns the contact's id */
export async function createByHand(
  tx: Tx,
  snapshot: Snapshot,
  changes: readonly Change[],
  author: Author,
  now: Date,
): Promise<string> {
  const plan: Plan = { ...planByHand(snapshot, changes), decision: 'create' }
  return (await apply(tx, snapshot, plan, actorOf(author), now)).contactId
}

const planByHand = (snapshot: Snapshot, changes: readonly Change[]): Plan => ({
  decision: 'update',
  refusal: null,
  changes,
  problems: [],
  basis: {
    rulesRevision: 0,
    userVersion: snapshot.person?.user.version ?? null,
    contactVersion: snapshot.person?.contact.version ?? null,
  },
})

/** The reason of every change made by hand. */
export const edited = (author: Author) => ({ kind: 'edited', userId: userIdOf(author) }) as const

const userIdOf = (author: Author): string | null => (author.kind === 'user' ? author.userId : null)

/** Who writes what was decided by hand: a person, or the token by which somebody's program speaks. */
export const actorOf = (author: Author): Extract<Actor, { kind: 'person' }> => ({
  kind: 'person',
  userId: userIdOf(author),
  ...(author.kind === 'token' ? { tokenId: author.tokenId } : {}),
})
