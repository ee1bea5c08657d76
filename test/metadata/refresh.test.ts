import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { claimDueSource } from '../../src/store/provider-metadata.ts'
import { refreshDue } from '../../src/trust/refresh.ts'
import { type Api, all, newApi, publicUrl, signOn } from '../api/api-world.ts'
import {
  entity,
  federation,
  fingerprintOf,
  keysNamed,
  type PublishingPartner,
  publishingPartner,
  signedEntity,
} from './partner.ts'

const entityId = 'https://acme.example/idp'
const old = keysNamed('old')
const next = keysNamed('next')
const third = keysNamed('third')
const signer = keysNamed('federation')
const [oldPrint, nextPrint, thirdPrint] = [fingerprintOf(old), fingerprintOf(next), fingerprintOf(third)]

let api: Api
let partner: PublishingPartner
let slug = ''
let count = 0

beforeAll(async () => {
  api = await newApi({ allowPrivateHosts: ['127.0.0.1'] })
})
afterAll(() => api.end())
beforeEach(async () => {
  count += 1
  slug = `acme${count}`
  partner = await publishingPartner(`${entityId}/${count}`)
  partner.document = document(old)
})
afterEach(async () => {
  // Who has signed people on stays; nothing of it is due any more.
  await api.patch(`/providers/${slug}`, { metadataUrl: null, metadataCertificates: [], metadataSha256: null })
  await partner.close()
})

const document = (...keys: Parameters<typeof entity>[0]['keys']) => entity({ entityId: partner.entityId, keys })
const create = (more: object = {}) => api.post('/providers', { name: slug, slug, metadataUrl: partner.url, ...more })
const read = async () => (await api.get(`/providers/${slug}`)).body
/** Each a second after what was before: events are told in their order. */
const post = (path: string, options?: Parameters<Api['post']>[2]) => {
  later(1 / 60)
  return api.post(`/providers/${slug}/${path}`, undefined, options)
}
const refresh = () => post('refresh')
const prints = (list: readonly { fingerprint: string }[]) => list.map((one) => one.fingerprint).toSorted()
const later = (minutes: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + minutes * 60_000)
}
const kinds = async () => (await all(api, `/trust-events?provider=${slug}`)).map((one) => one.kind)

describe('A provider by the address of its metadata', () => {
  test('is fetched at once, and again when it is due, without sending what is known', async () => {
    const made = await create()
    expect(made).toMatchObject({ status: 201, body: { entityId: partner.entityId } })
    expect(prints(made.body.certificates)).toEqual([oldPrint])
    expect(made.body.metadataSource).toMatchObject({ url: partner.url, error: null, sha256: null, certificates: [] })
    expect(await refreshDue(api.app)).toBe(0)
    later(70)
    expect(await refreshDue(api.app)).toBe(1)
    expect(partner.requests).toHaveLength(2)
    expect(partner.requests[1]?.['if-none-match']).toBeDefined()
    const now = await read()
    expect(now.version).toBe(made.body.version)
    expect(now.metadataSource.checkedAt).toBe(api.clock.now.toISOString())
  })
  test('takes new addresses at once, with another version', async () => {
    const made = await create()
    partner.document = entity({ entityId: partner.entityId, keys: [old], sso: 'https://acme.example/new' })
    const answer = await refresh()
    expect(answer.body.settings.ssoRedirectUrl).toBe('https://acme.example/new')
    expect(answer.body.version).toBe(made.body.version + 1)
    expect(await kinds()).toEqual(['endpoints_changed'])
    const { items } = (await api.get('/revisions?limit=1')).body
    expect(items[0].author).toEqual({ kind: 'system' })
  })
  test('keeps what an administrator has set', async () => {
    await create({ settings: { clockSkewSeconds: 10 } })
    partner.document = entity({ entityId: partner.entityId, keys: [old], sso: 'https://acme.example/new' })
    expect((await refresh()).body.settings).toMatchObject({ clockSkewSeconds: 10 })
  })
  test.each([
    ['is not there', () => Object.assign(partner, { status: 500 }), 'fetch_failed'],
    ['is no metadata', () => Object.assign(partner, { document: '<html/>' }), 'metadata_invalid'],
    [
      'is that of another partner',
      () => Object.assign(partner, { document: entity({ entityId: 'https://evil.example', keys: [old] }) }),
      'metadata_entity_changed',
    ],
    ['has no key any more', () => Object.assign(partner, { document: document() }), 'metadata_no_key'],
    [
      'sends people elsewhere in the clear',
      () => Object.assign(partner, { document: document(old).replace('https://idp', 'http://idp') }),
      'metadata_invalid',
    ],
    ['is too large', () => Object.assign(partner, { document: 'x'.repeat(1_100_000) }), 'fetch_too_large'],
  ])('keeps the last good metadata while the document %s, and says so', async (_, spoil, code) => {
    const made = await create()
    spoil()
    expect(await refresh()).toMatchObject({ status: 422, body: { code } })
    later(1)
    await refresh()
    const now = await read()
    expect(now).toMatchObject({ version: made.body.version, certificates: made.body.certificates })
    expect(now.metadataSource.error).toMatchObject({ code, at: api.clock.now.toISOString() })
    expect(await kinds()).toEqual(['refresh_failed'])
    Object.assign(partner, { status: 200, document: document(old) })
    expect((await refresh()).body.metadataSource.error).toBeNull()
  })
  test('may not lead into a private network, unless the operator has named the host', async () => {
    for (const [metadataUrl, fault] of [
      [partner.url.replace('127.0.0.1', 'localhost'), 'not-public'],
      ['https://169.254.169.254/metadata', 'not-public'],
      ['https://10.0.0.1/metadata', 'not-public'],
      ['http://acme.example/metadata', 'not-https'],
      ['https://ada@acme.example/metadata', 'not-https'],
    ]) {
      const body = { code: 'fetch_address_forbidden', details: { fault } }
      expect(await create({ metadataUrl })).toMatchObject({ status: 422, body })
    }
    expect((await create({ metadataUrl: 'ftp://acme.example/' })).body.errors).toMatchObject([{ field: 'metadataUrl' }])
  })
  test('needs the document or the address, not both', async () => {
    const both = await create({ metadata: document(old) })
    expect(both.body.errors).toMatchObject([{ field: 'metadata' }])
    expect((await create({ metadataUrl: undefined })).body.errors).toMatchObject([{ field: 'metadata' }])
  })
})

describe('S12 a new key in metadata', () => {
  const signsOn = (keys: typeof old) =>
    signOn(
      api,
      partner.idp(keys, () => api.clock.now),
      slug,
      `person-${count}`,
      { Email: [`p${count}@acme.example`] },
    )

  test('that nobody vouches for waits, verifies nothing until it is approved, and then does', async () => {
    const made = await create()
    partner.document = document(old, next)
    const waits = (await refresh()).body
    expect(prints(waits.certificates)).toEqual([oldPrint])
    expect(waits.waitingCertificates).toMatchObject([
      { fingerprint: nextPrint, firstSeen: api.clock.now.toISOString(), dismissedAt: null },
    ])
    expect(waits.version).toBe(made.body.version)
    expect((await signsOn(next)).status).toBe(403)
    expect((await signsOn(old)).status).toBe(303)
    const approved = await post(`certificates/${nextPrint}/approve`)
    expect(approved).toMatchObject({ status: 200, body: { waitingCertificates: [], version: made.body.version + 1 } })
    expect((await signsOn(next)).status).toBe(303)
    expect((await signsOn(old)).status).toBe(303)
    // The old one leaves the document: it leaves us too, because the new one is there.
    partner.document = document(next)
    expect(prints((await refresh()).body.certificates)).toEqual([nextPrint])
    expect((await signsOn(old)).status).toBe(403)
    expect(await kinds()).toEqual(['keys_retired', 'key_approved', 'keys_waiting'])
  })
  test('that replaces all others waits too, and the pinned ones stay', async () => {
    await create()
    partner.document = document(next)
    const waits = (await refresh()).body
    expect([prints(waits.certificates), prints(waits.waitingCertificates)]).toEqual([[oldPrint], [nextPrint]])
  })
  test('that is dismissed is not told of again, and forgotten when it leaves the document', async () => {
    await create()
    partner.document = document(old, next)
    await refresh()
    const dismissed = await post(`certificates/${nextPrint}/dismiss`)
    expect(dismissed.body.waitingCertificates[0].dismissedAt).toBe(api.clock.now.toISOString())
    partner.document = document(old, next, third)
    expect(prints((await refresh()).body.waitingCertificates)).toEqual([nextPrint, thirdPrint].toSorted())
    expect(await kinds()).toEqual(['keys_waiting', 'key_dismissed', 'keys_waiting'])
    partner.document = document(old)
    expect((await refresh()).body.waitingCertificates).toEqual([])
    const gone = await post(`certificates/${nextPrint}/approve`)
    expect(gone.status).toBe(404)
  })
  test('is taken at once when the document is signed with a key that is pinned', async () => {
    await create()
    partner.document = signedEntity({ entityId: partner.entityId, keys: [old, next] }, old)
    const taken = (await refresh()).body
    expect([prints(taken.certificates), taken.waitingCertificates]).toEqual([[oldPrint, nextPrint].toSorted(), []])
    expect((await signsOn(next)).status).toBe(303)
    partner.document = signedEntity({ entityId: partner.entityId, keys: [next] }, next)
    expect(prints((await refresh()).body.certificates)).toEqual([nextPrint])
    expect(await kinds()).toEqual(['keys_retired', 'keys_taken'])
  })
  test('T64 does not come in by a signature of its own', async () => {
    await create()
    partner.document = signedEntity({ entityId: partner.entityId, keys: [old, next] }, next)
    const waits = (await refresh()).body
    expect([prints(waits.certificates), prints(waits.waitingCertificates)]).toEqual([[oldPrint], [nextPrint]])
    expect((await signsOn(next)).status).toBe(403)
  })
  test('is approved once when two administrators decide at once, and only with the version they saw', async () => {
    await create()
    partner.document = document(old, next)
    const { version } = (await refresh()).body
    const approve = () =>
      api.post(`/providers/${slug}/certificates/${nextPrint}/approve`, undefined, {
        headers: { 'if-match': `"${version}"` },
      })
    const answers = (await Promise.all([approve(), approve()])).map((one) => one.status).toSorted()
    expect(answers).toEqual([200, 412])
    expect(prints((await read()).certificates)).toEqual([oldPrint, nextPrint].toSorted())
  })
})

describe('Metadata that is held to a key or a hash', () => {
  const list = (keys = signer, days = 7, signing = [old]) =>
    federation(
      [
        entity({ entityId: partner.entityId, keys: signing }),
        entity({ entityId: 'https://other.example', keys: [third] }),
      ],
      { keys, validUntil: new Date(api.clock.now.getTime() + days * 86_400_000).toISOString() },
    )
  const ofFederation = { metadataCertificates: [signer.certificatePem] }

  test("may be a federation's list: one partner is chosen, its new keys are taken", async () => {
    partner.document = list()
    expect((await create({ entityId: partner.entityId })).body.code).toBe('metadata_signature')
    const made = await create({ entityId: partner.entityId, ...ofFederation })
    expect(made).toMatchObject({
      status: 201,
      body: { entityId: partner.entityId, settings: { wantEncryption: true } },
    })
    expect(prints(made.body.metadataSource.certificates)).toEqual([fingerprintOf(signer)])
    partner.document = list(signer, 7, [old, next])
    expect(prints((await refresh()).body.certificates)).toEqual([oldPrint, nextPrint].toSorted())
  })
  test('T64 is refused when another key signed it, or the list has no near end', async () => {
    partner.document = list()
    const made = await create({ entityId: partner.entityId, ...ofFederation })
    for (const [spoilt, code] of [
      [list(third), 'metadata_signature'],
      [list(signer, 31), 'metadata_expired'],
      [list().replace('https://idp.example/sso', 'https://evil.example/sso'), 'metadata_signature'],
    ] as const) {
      partner.document = spoilt
      expect((await refresh()).body.code).toBe(code)
    }
    expect((await read()).version).toBe(made.body.version)
  })
  test('stops sign-ons when it ends, and lets them in again when it is renewed', async () => {
    partner.document = list(signer, 1)
    await create({ entityId: partner.entityId, ...ofFederation })
    const started = () => api.server.request(`${publicUrl}/sso/${slug}/start`)
    expect((await started()).status).toBe(302)
    const idp = partner.idp(old, () => api.clock.now)
    expect((await signOn(api, idp, slug, 'ada', { Email: ['ada@acme.example'] })).status).toBe(303)
    later(25 * 60)
    expect((await started()).status).toBe(422)
    expect((await refresh()).body.code).toBe('metadata_expired')
    partner.document = list(signer, 1)
    expect((await refresh()).status).toBe(200)
    expect((await started()).status).toBe(302)
    expect((await signOn(api, idp, slug, 'ada', { Email: ['ada@acme.example'] })).status).toBe(303)
  })
  test('a hash lets in that document alone, and what is in it is vouched for', async () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const [first, second] = [document(old), document(old, next)]
    expect((await create({ metadataSha256: hash(second) })).body.code).toBe('metadata_hash')
    await create({ metadataSha256: hash(first) })
    partner.document = second
    expect((await refresh()).body.code).toBe('metadata_hash')
    const agreed = await api.patch(`/providers/${slug}`, { metadataSha256: hash(second) })
    expect(prints(agreed.body.certificates)).toEqual([oldPrint, nextPrint].toSorted())
    expect((await api.patch(`/providers/${slug}`, { metadata: document(third) })).body.code).toBe('metadata_hash')
  })
  test('a certificate that is none or weak is refused where it stands', async () => {
    expect((await create({ metadataCertificates: ['nonsense'] })).body.errors).toMatchObject([
      { field: 'metadataCertificates' },
    ])
  })
})

describe('Where metadata comes from', () => {
  test('can change: from a new address keys are taken as at a refresh; by hand they are replaced', async () => {
    const made = await api.post('/providers', { name: slug, slug, metadata: document(old) })
    expect(made.body.metadataSource).toBeNull()
    expect((await refresh()).status).toBe(404)
    partner.document = document(old, next)
    const moved = await api.patch(`/providers/${slug}`, { metadataUrl: partner.url })
    expect(moved.body.metadataSource).toMatchObject({ url: partner.url, error: null })
    expect(prints(moved.body.waitingCertificates)).toEqual([nextPrint])
    later(1)
    const byHand = await api.patch(`/providers/${slug}`, { metadata: document(next) })
    expect([prints(byHand.body.certificates), byHand.body.waitingCertificates]).toEqual([[nextPrint], []])
    expect((await kinds())[0]).toBe('keys_replaced')
    const left = await api.patch(`/providers/${slug}`, { metadataUrl: null })
    expect(left.body.metadataSource).toBeNull()
    expect(prints(left.body.certificates)).toEqual([nextPrint])
  })
  test('an address that does not work is taken, and stands there with its error', async () => {
    await api.post('/providers', { name: slug, slug, metadata: document(old) })
    const moved = await api.patch(`/providers/${slug}`, { metadataUrl: 'https://10.0.0.1/metadata' })
    expect(moved).toMatchObject({
      status: 200,
      body: { metadataSource: { error: { code: 'fetch_address_forbidden' } } },
    })
  })
})

describe('Several nodes', () => {
  test('fetch what is due once, and all of them learn what came of it', async () => {
    const other = await openApp({
      connection: api.connection,
      secrets: api.secrets,
      publicUrl,
      log: silentLog,
      now: () => api.clock.now,
      allowPrivateHosts: ['127.0.0.1'],
    })
    try {
      await create()
      expect((await other.app.providers.get(slug)).record.certificates).toHaveLength(1)
      partner.document = signedEntity({ entityId: partner.entityId, keys: [old, next] }, old)
      later(70)
      const looked = await Promise.all([refreshDue(api.app), refreshDue(other.app), refreshDue(api.app)])
      expect(looked.reduce((sum, one) => sum + one, 0)).toBe(1)
      expect(partner.requests).toHaveLength(2)
      // A sign-on at the other node starts by looking at the database.
      const idp = partner.idp(next, () => api.clock.now)
      const there: Api = { ...api, app: other.app, server: createServer(other.app) }
      expect((await signOn(there, idp, slug, 'bob', { Email: ['bob@acme.example'] })).status).toBe(303)
    } finally {
      await other.close()
    }
  })
  test('a node that died while it fetched is replaced after ten minutes', async () => {
    await create()
    later(70)
    const until = new Date(api.clock.now.getTime() + 10 * 60_000)
    expect(await claimDueSource(api.app.db, api.clock.now, until)).not.toBeNull()
    expect(await refreshDue(api.app)).toBe(0)
    later(11)
    expect(await refreshDue(api.app)).toBe(1)
  })
})
