import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { readPerson } from '../../sign-on/read-person.ts'
import { readColumns } from '../../store/columns.ts'
import type { Tx } from '../../store/database.ts'
import { localUser } from '../../store/local-users.ts'
import { findRole, type RoleRecord } from '../../store/roles.ts'
import type { Author } from '../../store/rules.ts'
import { administratorsLock, findUser, type GrantRecord, grantById, manualGrant } from '../../store/users.ts'
import { isUuid } from '../../store/uuid.ts'
import { grantInput } from '../contract.ts'
import { check, invalid, notFound } from './change.ts'
import { assertEmergencyFirst } from './emergency.ts'
import { applyByHand, edited } from './person.ts'
import { assertMay, assertOthers, everything, type UserRights } from './users.ts'

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
