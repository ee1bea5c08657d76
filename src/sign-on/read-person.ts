import { policyByHand } from '../core/default-policy.ts'
import type { Contact, Snapshot, User } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { Columns } from '../store/columns.ts'
import type { Tx } from '../store/database.ts'
import { readSnapshot } from '../store/snapshot.ts'

type Lookups = readonly { readonly lookup: string; readonly text: string; readonly key: string }[]

/** What an edit by hand may look up beside the person. */
export interface WantedByHand {
  readonly lookups?: Lookups
  readonly emails?: readonly string[]
  readonly roleIds?: readonly string[]
  readonly logins?: readonly string[]
}

type Known = Snapshot & { readonly person: NonNullable<Snapshot['person']> }

const all = (wanted: WantedByHand) => ({
  lookups: [],
  emails: [],
  roleIds: [],
  domains: [],
  logins: [],
  askedLogins: [],
  groups: [],
  groupKeys: [],
  ...wanted,
})

/** Reads a person for an edit by hand, or an undo: the same consistent view that a sign-on has. @throws JitupError `not_found` */
export async function readPerson(
  tx: Tx,
  userId: string,
  columns: Columns,
  wanted: WantedByHand,
  now: Date,
): Promise<Known> {
  const about = { provider: policyByHand, subject: null, nameId: null, now }
  const snapshot = await readSnapshot(tx, { kind: 'user', userId }, about, columns, all(wanted))
  if (!snapshot.person) throw new JitupError('not_found', 'There is no such user.')
  return { ...snapshot, person: snapshot.person }
}

/** Reads what an edit by hand needs that makes somebody new. */
export const readNobody = (tx: Tx, columns: Columns, wanted: WantedByHand, now: Date): Promise<Snapshot> =>
  readSnapshot(
    tx,
    { kind: 'nobody' },
    { provider: policyByHand, subject: null, nameId: null, now },
    columns,
    all(wanted),
  )

/** Stands for the user of a contact that has none: plans speak of a person, and only what is the contact's is carried out. */
const none: User = { id: '', login: '', type: 'employee', status: 'active', version: 0 }

/** As `readPerson`, for a contact that may have no user. */
export async function readContact(
  tx: Tx,
  contact: Contact & { readonly user: User | null },
  columns: Columns,
  wanted: WantedByHand,
  now: Date,
): Promise<Known> {
  if (contact.user) return readPerson(tx, contact.user.id, columns, wanted, now)
  const snapshot = await readNobody(tx, columns, wanted, now)
  return {
    ...snapshot,
    // Nobody is their own owner, nor in their own way.
    lookupValues: snapshot.lookupValues.filter((one) => one.id !== contact.id),
    emailOwners: new Map([...snapshot.emailOwners].filter(([, owner]) => owner !== contact.id)),
    person: { user: none, contact, grants: [] },
  }
}
