import { countedLosses, endsSessions, lossesOf, WITHDRAWAL_CEILING } from '../core/ceiling.ts'
import { nameKey } from '../core/names.ts'
import { newRoleId } from '../core/new-roles.ts'
import { originOf } from '../core/project.ts'
import type {
  Because,
  CellValue,
  Change,
  Contact,
  Origin,
  Plan,
  Snapshot,
  UserStatus,
  UserType,
} from '../core/types.ts'
import { countActivity } from '../store/activity.ts'
import { isUserColumn } from '../store/columns.ts'
import { StaleView, type Tx } from '../store/database.ts'
import { insertIdentity, type LinkedBy } from '../store/identities.ts'
import { createLookupValues, lookupKey, removeLookupValues } from '../store/lookups.ts'
import { type CellWrite, insertContact, insertUser, type NewUser, updateContact, writeGrants } from '../store/people.ts'
import { createRoles } from '../store/roles.ts'
import { administratorsLock, endSessionsOf, writeStatusOf } from '../store/users.ts'

/** On whose behalf a plan is carried out; it is written beside every value. */
export type Actor =
  | { readonly kind: 'sign-on'; readonly signOnId: string }
  /** `tokenId`: somebody's word that came by an API token. */
  | { readonly kind: 'person'; readonly userId: string | null; readonly tokenId?: string }
  | { readonly kind: 'import' }
  /** Rules are carried out on what a stored sign-on brought; `signOnId` is the journal's entry of that, `userId` who did it. */
  | { readonly kind: 'replay'; readonly signOnId: string; readonly replayId: string; readonly userId?: string }
  /** `signOnId` is the journal's entry of the undo; `replayId`: of what is taken back, where that was a replay's. */
  | {
      readonly kind: 'undo'
      readonly signOnId: string
      readonly userId: string | null
      readonly tokenId?: string
      readonly replayId?: string
    }

/** Who the plan was about, after it was carried out. */
export interface Applied {
  readonly userId: string
  readonly contactId: string
  /** Only the active may have a session. */
  readonly status: UserStatus
}

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>
const of = <Kind extends Change['kind']>(plan: Plan, kind: Kind): Of<Kind>[] =>
  plan.changes.filter((change): change is Of<Kind> => change.kind === kind)

/**
 * Carries out exactly this plan, inside the transaction in which its snapshot was read. The one writer of contacts,
 * users, grants and provenance in the product. `project` is its pure model.
 * Never call it with a refused plan.
 */
export async function apply(tx: Tx, snapshot: Snapshot, plan: Plan, actor: Actor, now: Date): Promise<Applied> {
  // Two sign-ons that each see the other as the last administrator left would leave nobody. Only they wait for each other.
  if (of(plan, 'role-withdrawn').some((one) => isAdministrators(snapshot, one.roleId)))
    tx.requireLock(administratorsLock)
  const newValues = of(plan, 'lookup-value-created')
  const created = await createLookupValues(tx, newValues, createdBy(actor), now, madeBy(actor, snapshot))
  const cells = of(plan, 'column-set').map((change) => toCell(snapshot, change, created, actor, now))
  const person = await writePerson(tx, snapshot, plan, cells, actor, now)
  await writeRoles(tx, snapshot, plan, actor, { userId: person.userId, now })
  await removeLookupValues(
    tx,
    of(plan, 'lookup-value-removed').map((one) => one.id),
  )
  // The counters come in the same order everywhere, so that sign-ons wait for each other and never in a circle.
  if (actor.kind === 'sign-on' && newValues.length > 0) {
    await countActivity(tx, snapshot.provider.id, 'lookup-value', now, newValues.length)
  }
  await countLosses(tx, snapshot, plan, actor, now)
  return person
}

/**
 * Carries out the columns of a plan on a contact that has no user: one that is there, or a new one (`contact` null). With
 * `user` it gets one, and the plan's roles. For imports and administrators, who know people before they may sign in.
 */
export async function applyToContact(
  tx: Tx,
  snapshot: Snapshot,
  plan: Plan,
  what: { readonly contact: Contact | null; readonly user: { readonly login: string; readonly type: UserType } | null },
  now: Date,
  actor: Extract<Actor, { kind: 'import' | 'person' }> = { kind: 'import' },
): Promise<{ readonly contactId: string; readonly userId: string | null }> {
  const newValues = of(plan, 'lookup-value-created')
  const created = await createLookupValues(tx, newValues, createdBy(actor), now, madeBy(actor, snapshot))
  const cells = of(plan, 'column-set')
    .map((change) => toCell(snapshot, change, created, actor, now))
    .filter((cell) => what.user || !isUserColumn(cell.column))
  if (what.contact) await updateContact(tx, snapshot.columns, what.contact, cells, now)
  const contactId = what.contact?.id ?? (await insertContact(tx, snapshot.columns, cells, now))
  if (!what.user) return { contactId, userId: null }
  const user = { contactId, ...what.user, status: 'active', createdBy: createdBy(actor), providerId: null } as const
  const userId = await insertUser(tx, snapshot.columns, user, cells, now)
  await writeRoles(tx, snapshot, plan, actor, { userId, now })
  return { contactId, userId }
}

async function writeRoles(
  tx: Tx,
  snapshot: Snapshot,
  plan: Plan,
  actor: Actor,
  { userId, now }: { userId: string; now: Date },
): Promise<void> {
  const names = of(plan, 'role-created').map(({ role }) => role)
  const created = await createRoles(tx, names, now)
  const granted = of(plan, 'role-granted').map((change) => {
    if (change.roleId !== newRoleId(change.role)) return change
    const roleId = created.get(nameKey(change.role))
    if (roleId === undefined) throw new Error('a plan creates a role before it gives it')
    return { ...change, roleId }
  })
  await writeGrants(tx, userId, granted, of(plan, 'role-withdrawn'), now, actor)
  const ending = new Set(snapshot.roles.filter(endsSessions).map(({ id }) => id))
  // The session of this very sign-on is opened afterwards, with the roles that are left.
  if (lossesOf(snapshot, plan.changes).some(({ roleId }) => ending.has(roleId))) await endSessionsOf(tx, userId)
}

/**
 * Counts what a sign-on took away, last of all: sign-ons of the provider wait here for each other, and one that finds the
 * ceiling passed meanwhile begins again, to pause. So the ceiling is exact, however many sign on at once.
 */
async function countLosses(tx: Tx, snapshot: Snapshot, plan: Plan, actor: Actor, now: Date): Promise<void> {
  const losses = actor.kind === 'sign-on' ? countedLosses(snapshot, plan.changes).length : 0
  if (losses === 0) return
  const { id, withdrawalCeiling = WITHDRAWAL_CEILING } = snapshot.provider
  const count = await countActivity(tx, id, 'withdrawal', now, losses)
  if (count > withdrawalCeiling) throw new StaleView('others have come near the ceiling meanwhile')
}

async function writePerson(
  tx: Tx,
  snapshot: Snapshot,
  plan: Plan,
  cells: readonly CellWrite[],
  actor: Actor,
  now: Date,
): Promise<Applied> {
  const { columns, person } = snapshot
  if (!person) return writeNewcomer(tx, snapshot, plan, cells, actor, now)
  const { user, contact } = person
  const [linked] = of(plan, 'identity-linked')
  const status = of(plan, 'user-reactivated').length > 0 ? 'active' : user.status
  // Who may be linked, or come back, was judged by what they were: nothing of that may have changed meanwhile. First of all,
  // because what follows counts as a change of the user too.
  if (linked || status !== user.status) await writeStatusOf(tx, user, status)
  await updateContact(tx, columns, contact, cells, now)
  if (linked) await bindSubject(tx, snapshot, user.id, linkedBy(actor, linked.because), now)
  return { userId: user.id, contactId: contact.id, status }
}

async function writeNewcomer(
  tx: Tx,
  snapshot: Snapshot,
  plan: Plan,
  cells: readonly CellWrite[],
  actor: Actor,
  now: Date,
): Promise<Applied> {
  const { columns, subject, provider } = snapshot
  const [user] = of(plan, 'user-created')
  // An import and an administrator know people by themselves; whoever signs on is known by a subject.
  if (!user || (!subject && actor.kind !== 'import' && actor.kind !== 'person')) {
    throw new Error('a plan for nobody known creates a user, and its provider named a subject')
  }
  const contactId = await insertContact(tx, columns, cells, now)
  const { login, userType: type, status = 'active' } = user
  const made = createdBy(actor)
  const providerId = made === 'sign-on' ? provider.id : null
  const newUser: NewUser = { contactId, login, type, status, createdBy: made, providerId }
  const userId = await insertUser(tx, columns, newUser, cells, now)
  if (subject) await bindSubject(tx, snapshot, userId, null, now)
  return { userId, contactId, status }
}

async function bindSubject(
  tx: Tx,
  { provider, subject }: Snapshot,
  userId: string,
  by: LinkedBy | null,
  now: Date,
): Promise<void> {
  if (!subject) throw new Error('who is linked has a subject')
  const identity = { providerId: provider.id, subject: subject.value, format: subject.format, userId }
  await insertIdentity(tx, identity, now, by)
}

function linkedBy(actor: Actor, because: Because): LinkedBy | null {
  if (actor.kind === 'import') return { kind: 'import' }
  if (because.kind !== 'linked' || !('signOnId' in actor)) return null
  return { kind: 'sign-on', signOnId: actor.signOnId, by: because.by.by }
}

const isAdministrators = (snapshot: Snapshot, roleId: string): boolean =>
  snapshot.roles.some((role) => role.id === roleId && role.builtIn === 'administrators')

const createdBy = ({ kind }: Actor): 'sign-on' | 'person' | 'import' => {
  if (kind === 'replay') return 'sign-on'
  return kind === 'undo' ? 'person' : kind
}

/** The journal's entry behind it, and for a sign-on, past or present, the provider that brought it. */
const madeBy = (actor: Actor, { provider }: Snapshot) => ({
  signOnId: 'signOnId' in actor ? actor.signOnId : null,
  providerId: actor.kind === 'sign-on' || actor.kind === 'replay' ? provider.id : null,
})

function toCell(
  snapshot: Snapshot,
  change: Of<'column-set'>,
  created: ReadonlyMap<string, string>,
  actor: Actor,
  now: Date,
): CellWrite {
  const lookup = snapshot.columns.get(change.column)?.lookup ?? ''
  const resolve = (value: CellValue): CellValue => {
    if (value === null || typeof value === 'string' || value.id !== null) return value
    return { id: created.get(lookupKey(lookup, value.name)) ?? null, name: value.name }
  }
  return {
    column: change.column,
    before: change.before,
    after: resolve(change.after),
    origin: originBy(actor, change.because, snapshot.provider.id, now),
    beforeOrigin: snapshot.person?.contact.origins.get(change.column) ?? null,
    ...('restores' in change.because ? { restores: change.because.restores } : {}),
  }
}

/** Who wrote it: an import or a person whatever the reason; a sign-on by the rule that `because` names. */
function originBy(actor: Actor, because: Because, providerId: string, now: Date): Origin {
  const at = now.toISOString()
  if (actor.kind === 'person') return { kind: 'person', at, ...(actor.userId === null ? {} : { userId: actor.userId }) }
  if (actor.kind === 'import') return { kind: 'import', at }
  const run = 'replayId' in actor && actor.replayId !== undefined ? { replayId: actor.replayId } : {}
  const { signOnId } = actor
  if (actor.kind === 'undo') {
    return { kind: 'undo', at, signOnId, ...run, ...(actor.userId === null ? {} : { userId: actor.userId }) }
  }
  const by = actor.kind === 'replay' && actor.userId !== undefined ? { userId: actor.userId } : {}
  return { ...originOf(because), at, signOnId, providerId, ...run, ...by }
}
