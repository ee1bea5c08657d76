import type { Change, Plan, ProviderPolicy, Snapshot } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import { type Actor, apply } from '../../sign-on/apply.ts'
import type { Columns } from '../../store/columns.ts'
import type { Tx } from '../../store/database.ts'
import type { Author } from '../../store/rules.ts'
import { readSnapshot } from '../../store/snapshot.ts'

type Lookups = readonly { readonly lookup: string; readonly text: string; readonly key: string }[]

/** Reads a person for an edit by hand: the same consistent view that a sign-on has. @throws JitupError `not_found` */
export async function readPerson(
  tx: Tx,
  userId: string,
  columns: Columns,
  wanted: { lookups?: Lookups; emails?: readonly string[]; roleIds?: readonly string[] },
  now: Date,
): Promise<Snapshot & { readonly person: NonNullable<Snapshot['person']> }> {
  const about = { provider: byHand, subject: null, nameId: null, now }
  const all = { lookups: [], emails: [], roleIds: [], domains: [], logins: [], askedLogins: [], groups: [], ...wanted }
  const snapshot = await readSnapshot(tx, { kind: 'user', userId }, about, columns, all)
  if (!snapshot.person) throw new JitupError('not_found', 'There is no such user.')
  return { ...snapshot, person: snapshot.person }
}

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

/** A snapshot speaks of a provider; an edit by hand comes from none, and changes only people who exist. */
const byHand: ProviderPolicy = {
  id: '',
  slug: '',
  name: '',
  userType: 'employee',
  employees: { create: false, update: true },
  external: { create: false, update: true },
  roles: 'off',
  subjectFrom: 'NameID',
  loginFrom: 'auto',
  loginTaken: 'refuse',
  roleAttributes: [],
  exactRoleNames: false,
  ignoreGroups: [],
  absentGroups: 'keep',
  groupSeparator: null,
  groupNames: 'as-sent',
}
