import type { ProviderPolicy, Snapshot } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { Columns } from '../store/columns.ts'
import type { Tx } from '../store/database.ts'
import { readSnapshot } from '../store/snapshot.ts'

type Lookups = readonly { readonly lookup: string; readonly text: string; readonly key: string }[]

/** Reads a person for an edit by hand, or an undo: the same consistent view that a sign-on has. @throws JitupError `not_found` */
export async function readPerson(
  tx: Tx,
  userId: string,
  columns: Columns,
  wanted: { lookups?: Lookups; emails?: readonly string[]; roleIds?: readonly string[] },
  now: Date,
): Promise<Snapshot & { readonly person: NonNullable<Snapshot['person']> }> {
  const about = { provider: byHand, subject: null, nameId: null, now }
  const all = {
    lookups: [],
    emails: [],
    roleIds: [],
    domains: [],
    logins: [],
    askedLogins: [],
    groups: [],
    groupKeys: [],
    ...wanted,
  }
  const snapshot = await readSnapshot(tx, { kind: 'user', userId }, about, columns, all)
  if (!snapshot.person) throw new JitupError('not_found', 'There is no such user.')
  return { ...snapshot, person: snapshot.person }
}

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
