import { JitupError } from '../../errors.ts'
import { makeKeyPair } from '../../protocols/saml/certificate.ts'
import { certificateOf } from '../../protocols/saml/metadata-in.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import type { Author } from '../../store/rules.ts'
import {
  activateSpKey,
  deleteSpKey,
  insertSpKey,
  listSpKeys,
  type SpKeyFacts,
  type SpKeyState,
  spKeysLock,
} from '../../store/sp-keys.ts'
import { recordTrustEvent, type TrustEventKind } from '../../store/trust-events.ts'
import { notFound } from './change.ts'

/** Other nodes ask every few seconds which key signs; until they have, they may still sign with the one before. */
const settleMs = 60_000

/**
 * Makes the next key of ours. It is published at once, so that partners can learn it before it signs.
 * @throws JitupError `conflict` while there is a next one already
 */
export async function addKey(app: App, author: Author): Promise<SpKeyFacts> {
  // Outside the transaction: making a key takes longer than others should wait.
  const material = makeKeyPair({ commonName: 'jitup', now: app.now() })
  return change(app, author, 'sp_key_added', async (tx, keys) => {
    if (keys.some((one) => one.state === 'next')) {
      throw new JitupError('conflict', 'There is a next key already. Activate it, or retire it first.')
    }
    return insertSpKey(tx, app.seal, material, 'next', app.now())
  })
}

/**
 * Signs with this key from now on; the one that signed until now retires: it still decrypts, and is still published. The
 * way back is to activate that one again.
 * @throws JitupError `not_found`, `conflict` for the key that signs already
 */
export const activateKey = (app: App, author: Author, id: string): Promise<SpKeyFacts> =>
  change(app, author, 'sp_key_activated', async (tx, keys) => {
    if (find(keys, id).state === 'active') throw new JitupError('conflict', 'This key signs already.')
    await activateSpKey(tx, id, app.now())
    return id
  })

/**
 * Deletes a key that does not sign.
 * @throws JitupError `not_found`, `conflict` for the key that signs, and for one that signed a moment ago
 */
export const retireKey = (app: App, author: Author, id: string): Promise<SpKeyFacts> =>
  change(app, author, 'sp_key_retired', async (tx, keys) => {
    const { state, changedAt } = find(keys, id)
    if (state === 'active') throw new JitupError('conflict', 'This key signs. Activate another one first.')
    if (state === 'retiring' && app.now().getTime() < changedAt.getTime() + settleMs) {
      throw new JitupError('conflict', 'This key signed a moment ago, and another node may still sign with it. Wait.')
    }
    await deleteSpKey(tx, id)
    return id
  })

type Change = (tx: Tx, keys: readonly SpKeyFacts[]) => Promise<string>

async function change(app: App, author: Author, kind: TrustEventKind, work: Change): Promise<SpKeyFacts> {
  const changed = await app.db.serialised([spKeysLock], async (tx) => {
    const before = await listSpKeys(tx)
    const id = await work(tx, before)
    const key = find([...(await listSpKeys(tx)), ...before], id)
    const { fingerprint256 } = certificateOf(key.certificate)
    await recordTrustEvent(tx, app.now(), { kind, author, facts: { key: id, fingerprints: [fingerprint256] } })
    return key
  })
  await app.refreshKeys()
  app.log.warn({ key: changed.id, state: changed.state satisfies SpKeyState }, kind.replaceAll('_', ' '))
  return changed
}

function find(keys: readonly SpKeyFacts[], id: string): SpKeyFacts {
  const found = keys.find((one) => one.id === id)
  if (!found) throw notFound('key')
  return found
}
