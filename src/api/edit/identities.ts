import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { isErased } from '../../store/erasure.ts'
import {
  deleteIdentity,
  type IdentityRow,
  identitiesOf,
  insertIdentity,
  userOfSubject,
} from '../../store/identities.ts'
import { localUser } from '../../store/local-users.ts'
import { providerBySlug } from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { recordTrustEvent } from '../../store/trust-events.ts'
import { administratorsLock, findUser, holdsProtectedRole, type UserRecord } from '../../store/users.ts'
import { isUuid } from '../../store/uuid.ts'
import { identityInput } from '../contract.ts'
import { check, invalid, notFound } from './change.ts'
import { assertMay, everything, type UserRights } from './users.ts'

/**
 * Says by hand that a provider's subject is this user: what no link rule may or can decide. The next sign-on refreshes the
 * contact. Saying it twice is once.
 * @throws JitupError `not_found`, `validation_failed`, `conflict` when the subject is somebody else's, the user was deleted or is local,
 *   `forbidden` for the holder of a protected role, for an employee by a provider of external users, and for the subject of somebody
 *   who was erased, unless `rights` say so
 */
export async function bindIdentity(
  app: App,
  author: Author,
  idOrLogin: string,
  input: z.input<typeof identityInput>,
  rights: UserRights = everything,
): Promise<IdentityRow> {
  const { provider: slug, subject, format = null } = check(identityInput, input)
  return app.db.serialised([administratorsLock], async (tx) => {
    const user = await existingUser(tx, idOrLogin)
    if (user.status === 'deleted') throw new JitupError('conflict', 'This user was deleted and cannot come back.')
    if ((await localUser(tx, user.id))?.local) {
      throw new JitupError(
        'conflict',
        'This administrator is kept for emergencies: no identity provider signs them in.',
      )
    }
    const provider = await providerBySlug(tx, slug)
    if (!provider) throw invalid('provider', `There is no identity provider ${slug}.`)
    const { id, userType } = provider.policy
    const outsider = userType === 'external' && user.type === 'employee'
    assertMay(rights, outsider || (await holdsProtectedRole(tx, user.id)).any)
    // Who was erased begins anew by an administrator's word alone.
    assertMay(rights, await isErased(tx, app.seal, id, { value: subject, format }))
    const owner = await userOfSubject(tx, { providerId: id, subject, format })
    if (owner !== null && owner !== user.id) {
      throw new JitupError('conflict', 'This subject is another user already. Remove that identity first.', {
        field: 'subject',
      })
    }
    if (owner === null) {
      const linkedBy = { kind: 'author', author } as const
      await insertIdentity(tx, { providerId: id, subject, format, userId: user.id }, app.now(), linkedBy)
      const facts = { user: user.id }
      await recordTrustEvent(tx, app.now(), { kind: 'identity_bound', provider: { id, slug }, author, facts })
    }
    const made = (await identitiesOf(tx, user.id)).find(
      (one) => one.slug === slug && one.subject === subject && one.format === (format ?? ''),
    )
    if (!made) throw new Error('an identity is there after it was bound')
    return made
  })
}

/**
 * Forgets that a provider's subject is this user; sessions by that provider are over. Of a deleted user this takes away the
 * tombstone: who signs on by it next begins anew.
 * @throws JitupError `not_found`, `forbidden`
 */
export async function unbindIdentity(
  app: App,
  author: Author,
  idOrLogin: string,
  identityId: string,
  rights: UserRights = everything,
): Promise<void> {
  await app.db.serialised([administratorsLock], async (tx) => {
    const user = await existingUser(tx, idOrLogin)
    const identity = (await identitiesOf(tx, user.id)).find((one) => one.id === identityId)
    if (!identity || !isUuid(identityId)) throw notFound('identity')
    assertMay(rights, (await holdsProtectedRole(tx, user.id)).any)
    const provider = await providerBySlug(tx, identity.slug)
    if (!provider || !(await deleteIdentity(tx, user.id, identityId))) throw notFound('identity')
    const { id, slug } = provider.policy
    const facts = { user: user.id }
    await recordTrustEvent(tx, app.now(), { kind: 'identity_removed', provider: { id, slug }, author, facts })
  })
}

async function existingUser(tx: Tx, idOrLogin: string): Promise<UserRecord> {
  const found = await findUser(tx, idOrLogin)
  if (!found) throw notFound('user')
  return found
}
