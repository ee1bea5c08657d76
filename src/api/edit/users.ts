import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { readPerson } from '../../sign-on/read-person.ts'
import { readColumns } from '../../store/columns.ts'
import type { Tx } from '../../store/database.ts'
import type { Author } from '../../store/rules.ts'
import {
  administratorsLock,
  findUser,
  holdsProtectedRole,
  otherAdministrators,
  type UserRecord,
  writeStatus,
} from '../../store/users.ts'
import { userPatch } from '../contract.ts'
import { assertVersion, check, notFound } from './change.ts'
import type { EmergencyRight } from './emergency.ts'
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

async function existingUser(tx: Tx, idOrLogin: string): Promise<UserRecord> {
  const found = await findUser(tx, idOrLogin)
  if (!found) throw notFound('user')
  return found
}

/** @throws JitupError `last_administrator` */
export async function assertOthers(tx: Tx, userId: string): Promise<void> {
  if (await otherAdministrators(tx, userId)) return
  throw new JitupError('last_administrator', 'This is the last active administrator. Appoint another one first.')
}

/** @throws JitupError `forbidden` */
export function assertMay(rights: UserRights, isProtected: boolean): void {
  if (isProtected && !rights.protectedRoles) {
    throw new JitupError('forbidden', 'Only an administrator decides about protected roles and who has them.')
  }
}
