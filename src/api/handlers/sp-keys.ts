import { certificateOf } from '../../protocols/saml/metadata-in.ts'
import { listSpKeys, type SpKeyFacts } from '../../store/sp-keys.ts'
import { spKey } from '../contract.ts'
import { activateKey, addKey, retireKey } from '../edit/sp-keys.ts'
import { list, one, pageFrom, type Route } from '../route.ts'

function show({ id, state, certificate, createdAt, changedAt }: SpKeyFacts) {
  const { pem, fingerprint256, notAfter } = certificateOf(certificate)
  return { id, state, fingerprint: fingerprint256, notAfter, pem, createdAt, changedAt }
}

export const spKeyRoutes: readonly Route[] = [
  list({
    path: '/sp-keys',
    summary: 'Lists our own keys, the one that signs first',
    scope: 'trust:read',
    items: spKey,
    cursor: ['id'],
    // A handful, never more than a page.
    handle: async ({ app }) => pageFrom(await listSpKeys(app.db), 200, (key) => [key.id], show),
  }),
  one({
    method: 'POST',
    path: '/sp-keys',
    summary: 'Makes the next key: published beside the one in use, not signing yet',
    scope: 'trust:write',
    answer: spKey,
    status: 201,
    handle: async ({ app, caller }) => ({ body: show(await addKey(app, caller.author)) }),
  }),
  one({
    method: 'POST',
    path: '/sp-keys/:id/activate',
    summary: 'Signs with this key from now on; the one before retires',
    scope: 'trust:write',
    stepUp: true,
    answer: spKey,
    handle: async ({ app, caller, params }) => ({ body: show(await activateKey(app, caller.author, params.id ?? '')) }),
  }),
  one({
    method: 'POST',
    path: '/sp-keys/:id/retire',
    summary: 'Deletes a key that does not sign: it is no longer published, and nothing is decrypted with it',
    scope: 'trust:write',
    stepUp: true,
    handle: async ({ app, caller, params }) => {
      await retireKey(app, caller.author, params.id ?? '')
      return {}
    },
  }),
]
