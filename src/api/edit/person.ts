import type { Change, Plan, Snapshot } from '../../core/types.ts'
import { type Actor, apply } from '../../sign-on/apply.ts'
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
  const plan: Plan = {
    decision: 'update',
    refusal: null,
    changes,
    problems: [],
    basis: {
      rulesRevision: 0,
      userVersion: snapshot.person?.user.version ?? null,
      contactVersion: snapshot.person?.contact.version ?? null,
    },
  }
  await apply(tx, snapshot, plan, actorOf(author), now)
}

/** The reason of every change made by hand. */
export const edited = (author: Author) => ({ kind: 'edited', userId: userIdOf(author) }) as const

const userIdOf = (author: Author): string | null => (author.kind === 'user' ? author.userId : null)
const actorOf = (author: Author): Actor => ({ kind: 'person', userId: userIdOf(author) })
