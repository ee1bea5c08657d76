import { defaultPolicy, policyByHand } from '../core/default-policy.ts'
import { nameKey } from '../core/names.ts'
import { faultOf, keyFits } from '../core/text.ts'
import type { Change, Plan, Snapshot } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import { readColumns } from '../store/columns.ts'
import type { Tx } from '../store/database.ts'
import { insertLocalLink, localUser, markLocal, takeLocalLink } from '../store/local-users.ts'
import { administratorsLock, endSessionsOf, findUser, manualGrant, writeStatus } from '../store/users.ts'
import type { App } from './app.ts'
import { apply } from './apply.ts'
import { newToken, tokenHash } from './cookies.ts'
import { openLocalSession } from './local-session.ts'
import { readPerson } from './read-person.ts'
import type { Opened } from './session.ts'

/** How long a link of the command line can be used. */
export const localLinkMinutes = 15

/** A link that signs one administrator in, once. It is told here and nowhere else: we keep its hash. */
export interface LocalLink {
  readonly url: string
  readonly expiresAt: Date
}

const byHand = { kind: 'edited', userId: null } as const

/**
 * Makes an administrator for the day when no identity provider answers: a user whom no sign-on and no link of a provider
 * touches, who signs in by a link that only the command line makes.
 * @throws JitupError `conflict` when the login name is taken, `validation_failed` when it cannot be one
 */
export async function createLocalAdministrator(app: App, login: string): Promise<LocalLink> {
  const name = asLogin(login)
  if (name === null) throw new JitupError('validation_failed', 'This cannot be a login name.', { field: 'login' })
  return app.db.serialised(locksOfNewAdministrator(name), async (tx) => {
    const userId = await makeLocalAdministrator(tx, app, name)
    await recordAudit(tx, app.now(), { kind: 'admin.create', author: { kind: 'system' }, objects: [userId] })
    return newLink(tx, app, userId)
  })
}

/** A text as the login name of a local administrator; null when it cannot be one. */
export function asLogin(text: string): string | null {
  const name = text.trim()
  return name === '' || faultOf(name, { singleLine: true }) !== null || !keyFits(name) ? null : name
}

/** What `makeLocalAdministrator` must hold. */
export const locksOfNewAdministrator = (login: string): readonly string[] => [
  administratorsLock,
  `login ${nameKey(login)}`,
]

/**
 * Makes a local administrator with their contact, under `locksOfNewAdministrator`.
 * @returns the user's id
 * @throws JitupError `conflict` when the login name is taken
 */
export async function makeLocalAdministrator(tx: Tx, app: App, login: string): Promise<string> {
  if (await findUser(tx, login)) throw new JitupError('conflict', 'There is a user of this login name already.')
  const changes: readonly Change[] = [
    { kind: 'user-created', login, userType: 'employee', because: byHand },
    { kind: 'contact-created', because: byHand },
    { kind: 'column-set', column: 'Name', before: null, after: login, because: byHand },
  ]
  const userId = await carryOut(tx, app, null, changes)
  await markLocal(tx, userId)
  await appoint(tx, app, userId)
  return userId
}

/**
 * Gives a local administrator a new link: lets them in again when they were switched off, appoints them anew, and ends their
 * sessions and earlier links.
 * @throws JitupError `not_found`, `conflict` for a user who signs in by an identity provider
 */
export async function resetLocalAdministrator(app: App, login: string): Promise<LocalLink> {
  return app.db.serialised([administratorsLock], async (tx) => {
    const user = await findUser(tx, login)
    if (!user) throw new JitupError('not_found', 'There is no user of this login name.')
    const facts = await localUser(tx, user.id)
    if (!facts?.local || facts.status === 'deleted') {
      throw new JitupError(
        'conflict',
        'This user signs in by an identity provider. Make a local administrator with "jitup admin create", then mend the rest.',
      )
    }
    if (facts.status !== 'active') await writeStatus(tx, user.id, 'active')
    await endSessionsOf(tx, user.id)
    await appoint(tx, app, user.id)
    await recordAudit(tx, app.now(), { kind: 'admin.reset', author: { kind: 'system' }, objects: [user.id] })
    return newLink(tx, app, user.id)
  })
}

/**
 * Signs an administrator in by a link of the command line, and leads them to where they can choose a password or a passkey. The link
 * is used up, whatever comes of it.
 * @returns null when it was used already, is too old, or was none
 */
export async function signInLocally(app: App, token: string): Promise<Opened | null> {
  return app.db.transaction(async (tx) => {
    const userId = await takeLocalLink(tx, tokenHash(token), app.now())
    return userId === null ? null : openLocalSession(tx, app, userId, 'link', '/local/credentials')
  })
}

async function newLink(tx: Tx, app: App, userId: string): Promise<LocalLink> {
  const token = newToken()
  const now = app.now()
  const expiresAt = new Date(now.getTime() + localLinkMinutes * 60_000)
  await insertLocalLink(tx, { tokenHash: tokenHash(token), userId, expiresAt }, now)
  // Behind #: browsers keep that to themselves, so that it is in no log.
  return { url: `${app.publicUrl}/local#${token}`, expiresAt }
}

/** Administrator by hand, so that nothing else takes it away; and what every employee has. */
async function appoint(tx: Tx, app: App, userId: string): Promise<void> {
  const snapshot = await readPerson(tx, userId, await readColumns(tx), {}, app.now())
  const wanted = snapshot.roles.filter(({ builtIn }) => builtIn === 'administrators' || builtIn === 'all-employees')
  const changes: Change[] = []
  for (const role of wanted) {
    const kind = role.builtIn === 'administrators' ? 'manual' : 'base'
    const held = kind === 'manual' && (await manualGrant(tx, userId, role.id)) !== null
    if (held || snapshot.person.grants.some((one) => one.roleId === role.id && one.origin.kind === kind)) continue
    changes.push({ kind: 'role-granted', role: role.name, roleId: role.id, origin: { kind }, because: byHand })
  }
  if (changes.length > 0) await carryOut(tx, app, snapshot, changes)
}

async function carryOut(tx: Tx, app: App, known: Snapshot | null, changes: readonly Change[]): Promise<string> {
  const snapshot = known ?? (await nobody(tx))
  const plan: Plan = {
    decision: known ? 'update' : 'create',
    refusal: null,
    changes,
    problems: [],
    basis: { rulesRevision: 0, userVersion: null, contactVersion: null },
  }
  return (await apply(tx, snapshot, plan, { kind: 'person', userId: null }, app.now())).userId
}

/** A view on which somebody can be made. */
async function nobody(tx: Tx): Promise<Snapshot> {
  return {
    provider: { ...policyByHand, employees: defaultPolicy.employees, loginFrom: 'NameID' },
    subject: null,
    nameId: null,
    person: null,
    columns: await readColumns(tx),
    lookupValues: [],
    roles: [],
    emailOwners: new Map(),
    loginsTaken: new Set(),
    otherAdministrators: true,
    match: { kind: 'new' },
    domainOwners: new Map(),
    activity: { withdrawals: 0, lookupValues: 0 },
  }
}
