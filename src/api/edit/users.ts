import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { readPerson } from '../../sign-on/read-person.ts'
import { readColumns } from '../../store/columns.ts'
import type { Tx } from '../../store/database.ts'
import { localUser } from '../../store/local-users.ts'
import { findRole, type RoleRecord } from '../../store/roles.ts'
import type { Author } from '../../store/rules.ts'
import {
  administratorsLock,
  findUser,
  type GrantRecord,
  grantById,
  holdsProtectedRole,
  manualGrant,
  otherAdministrators,
  type UserRecord,
  writeStatus,
} from '../../store/users.ts'
import { isUuid } from '../../store/uuid.ts'
import { grantInput, userPatch } from '../contract.ts'
import { assertVersion, check, invalid, notFound } from './change.ts'
import { assertEmergencyFirst, type EmergencyRight } from './emergency.ts'
import { applyByHand, edited } from './person.ts'

/** Whether the one who edits may touch protected roles and the people who have them. */
export interface UserRights extends EmergencyRight {
  readonly protectedRoles: boolean
}
/** Those of the configuration file and of the server itself. */
export const everything: UserRights = { protectedRoles: true }

/**
 * Lets a user in or keeps them out, above all one who waits for approval. A disabled user's sessions end with their next request, on every node.
 * @throws JitupError `not_found`, `validation_failed`, `precondition_failed`, `conflict` for a deleted user,
 *   `last_administrator`, `forbidden`
 */
export async function setUserStatus(
  app: App,
  idOrLogin: string,
  input: z.input<typeof userPatch>,
  expectedVersion?: number,
  rights: UserRights = everything,
): Promise<UserRecord> {
  const { status } = check(userPatch, input)
  return app.db.serialised([administratorsLock], async (tx) => {
    const user = await existingUser(tx, idOrLogin)
    assertVersion(user.version, expectedVersion)
    if (user.status === 'deleted') throw new JitupError('conflict', 'This user was deleted and cannot come back.')
    if (user.status === status) return user
    const held = await holdsProtectedRole(tx, user.id)
    assertMay(rights, held.any)
    if (status === 'disabled' && held.administrator) await assertOthers(tx, user.id)
    await writeStatus(tx, user.id, status)
    return existingUser(tx, user.id)
  })
}

/**
 * Deletes a user, for good: they lose every role and session, and what their providers know them by is kept, so that no
 * sign-on makes them anew. The contact stays. Deleting twice is once.
 * @throws JitupError `not_found`, `precondition_failed`, `last_administrator`, `forbidden`
 */
export async function deleteUser(
  app: App,
  author: Author,
  idOrLogin: string,
  expectedVersion?: number,
  rights: UserRights = everything,
): Promise<void> {
  await app.db.serialised([administratorsLock], async (tx) => {
    const user = await existingUser(tx, idOrLogin)
    assertVersion(user.version, expectedVersion)
    if (user.status === 'deleted') return
    const held = await holdsProtectedRole(tx, user.id)
    assertMay(rights, held.any)
    if (held.administrator && user.status === 'active') await assertOthers(tx, user.id)
    const snapshot = await readPerson(tx, user.id, await readColumns(tx), {}, app.now())
    const names = new Map(snapshot.roles.map((role) => [role.id, role.name]))
    const because = edited(author)
    const withdrawn = snapshot.person.grants.map(
      ({ roleId, origin }) =>
        ({ kind: 'role-withdrawn', role: names.get(roleId) ?? roleId, roleId, origin, because }) as const,
    )
    if (withdrawn.length > 0) await applyByHand(tx, snapshot, withdrawn, author, app.now())
    await writeStatus(tx, user.id, 'deleted')
  })
}

/**
 * Gives a user a role by hand; sign-ons never take it away. Giving it twice is once.
 * @throws JitupError `validation_failed` for an unknown user or role, `forbidden`, `local_administrator_missing`
 */
export async function giveRole(
  app: App,
  author: Author,
  input: z.input<typeof grantInput>,
  rights: UserRights = everything,
): Promise<GrantRecord> {
  const given = check(grantInput, input)
  return app.db.serialised([administratorsLock], async (tx) => {
    const user = await findUser(tx, given.user)
    if (!user || user.status === 'deleted') throw invalid('user', 'There is no such user.')
    const role = await findRole(tx, given.role)
    if (!role) throw invalid('role', `There is no role ${given.role}.`)
    if (role.builtIn === 'all-employees' || role.builtIn === 'all-external') {
      throw invalid('role', `${role.name} follows from the type of the user and cannot be given.`)
    }
    assertMay(rights, role.guarded)
    if (!(await localUser(tx, user.id))?.local) await assertEmergencyFirst(tx, rights, role)
    if (!(await manualGrant(tx, user.id, role.id))) await change(tx, app, author, user.id, role, 'role-granted')
    const grant = await manualGrant(tx, user.id, role.id)
    if (!grant) throw new Error('a grant is there after it was given')
    return grant
  })
}

/**
 * Takes back a role that was given by hand. The user keeps the role while another reason for it stands.
 * @throws JitupError `not_found`, `conflict` for a grant that nobody gave by hand, `last_administrator`, `forbidden`
 */
export async function withdrawRole(
  app: App,
  author: Author,
  grantId: string,
  rights: UserRights = everything,
): Promise<void> {
  await app.db.serialised([administratorsLock], async (tx) => {
    const grant = isUuid(grantId) ? await grantById(tx, grantId) : null
    if (!grant) throw notFound('grant')
    if (grant.origin !== 'manual') {
      const text = 'Only what was given by hand can be taken back by hand; this follows from a rule or a sign-in.'
      throw new JitupError('conflict', text, { origin: grant.origin })
    }
    const role = await findRole(tx, grant.roleId)
    if (!role) throw notFound('grant')
    assertMay(rights, role.guarded)
    if (role.builtIn === 'administrators') await assertOthers(tx, grant.userId)
    await change(tx, app, author, grant.userId, role, 'role-withdrawn')
  })
}

async function change(
  tx: Tx,
  app: Pick<App, 'now'>,
  author: Author,
  userId: string,
  role: RoleRecord,
  kind: 'role-granted' | 'role-withdrawn',
): Promise<void> {
  const snapshot = await readPerson(tx, userId, await readColumns(tx), { roleIds: [role.id] }, app.now())
  const one = { kind, role: role.name, roleId: role.id, origin: { kind: 'manual' }, because: edited(author) } as const
  await applyByHand(tx, snapshot, [one], author, app.now())
}

async function existingUser(tx: Tx, idOrLogin: string): Promise<UserRecord> {
  const found = await findUser(tx, idOrLogin)
  if (!found) throw notFound('user')
  return found
}

async function assertOthers(tx: Tx, userId: string): Promise<void> {
  if (await otherAdministrators(tx, userId)) return
  throw new JitupError('last_administrator', 'This is the last active administrator. Appoint another one first.')
}

/** @throws JitupError `forbidden` */
export function assertMay(rights: UserRights, isProtected: boolean): void {
  if (isProtected && !rights.protectedRoles) {
    throw new JitupError('forbidden', 'Only an administrator decides about protected roles and who has them.')
  }
}
