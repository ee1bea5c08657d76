/** Whoever holds a partner's server, an old key of its, or the way between. */
import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { JitupError } from '../../src/errors.ts'
import { type AppOptions, openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { refreshDue, refreshProvider } from '../../src/trust/refresh.ts'
import { type Api, newApi, publicUrl } from '../api/api-world.ts'
import {
  entity,
  federation,
  fingerprintOf,
  keysNamed,
  type PublishingPartner,
  publishingPartner,
  signedEntity,
} from './partner.ts'

const old = keysNamed('old')
const next = keysNamed('next')
const third = keysNamed('third')
const signer = keysNamed('signer')
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
  partner = await publishingPartner(`https://acme.example/idp/${count}`)
  partner.document = document(old)
})
afterEach(async () => {
  await api.patch(`/providers/${slug}`, { metadataUrl: null, metadataCertificates: [], metadataSha256: null })
  await partner.close()
})

const document = (...keys: Parameters<typeof entity>[0]['keys']) => entity({ entityId: partner.entityId, keys })
const signed = (by: typeof old, keys: readonly (typeof old)[], validUntil?: Date) =>
  signedEntity(
    {
      entityId: partner.entityId,
      keys,
      ...(validUntil === undefined ? {} : { attributes: ` validUntil="${validUntil.toISOString()}"` }),
    },
    by,
  )
const create = (more: object = {}) => api.post('/providers', { name: slug, slug, metadataUrl: partner.url, ...more })
const read = async () => (await api.get(`/providers/${slug}`)).body
const later = (minutes: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + minutes * 60_000)
  return api.clock.now
}
const decide = (print: string, what: 'approve' | 'dismiss') =>
  api.post(`/providers/${slug}/certificates/${print}/${what}`, undefined)
/** What the address says now is read. @returns the pinned and the waiting keys, or the code of the failure */
const publish = async (text: string) => {
  partner.document = text
  later(1)
  const { status, body } = await api.post(`/providers/${slug}/refresh`, undefined)
  return status === 200 ? prints(body) : body.code
}
const prints = (body: { certificates: Printed; waitingCertificates: Printed }) =>
  [body.certificates, body.waitingCertificates].map((all) => all.map((one) => one.fingerprint).toSorted())
type Printed = readonly { readonly fingerprint: string }[]

describe('T64 a key that has gone, stolen since', () => {
  test('goes with the approval of its successor, though the document stays as it is', async () => {
    await create()
    expect(await publish(document(next))).toEqual([[oldPrint], [nextPrint]])
    await decide(nextPrint, 'approve')
    expect(await publish(document(next))).toEqual([[nextPrint], []])
  })
  test('does not come back with an older signed document', async () => {
    await create()
    const overlap = signed(next, [old, next])
    await publish(signed(old, [old, next]))
    expect(await publish(overlap)).toEqual([[oldPrint, nextPrint].toSorted(), []])
    expect(await publish(signed(next, [next]))).toEqual([[nextPrint], []])
    expect(await publish(overlap)).toEqual([[nextPrint], [oldPrint]])
    await decide(oldPrint, 'approve')
    expect(await publish(overlap)).toEqual([[oldPrint, nextPrint].toSorted(), []])
  })
  test('nor does one that an administrator replaced by hand', async () => {
    await create()
    await api.patch(`/providers/${slug}`, { metadata: document(next) })
    expect(await publish(signed(next, [old, next, third]))).toEqual([[nextPrint, thirdPrint].toSorted(), [oldPrint]])
  })
  test('comes back with the signature of a federation only while that has an end within days', async () => {
    const days = (many: number) => new Date(api.clock.now.getTime() + many * 86_400_000)
    partner.document = signed(signer, [old, next], days(7))
    await create({ metadataCertificates: [signer.certificatePem] })
    expect(await publish(signed(signer, [next], days(7)))).toEqual([[nextPrint], []])
    expect(await publish(signed(signer, [old, next], days(3650)))).toEqual([[nextPrint], [oldPrint]])
    expect(await publish(signed(signer, [old, next], days(7)))).toEqual([[oldPrint, nextPrint].toSorted(), []])
  })
})

test('T64 a list that nobody signed is no source, though it has one identity provider alone', async () => {
  const other =
    '<md:EntityDescriptor entityID="https://sp.example"><md:SPSSODescriptor></md:SPSSODescriptor></md:EntityDescriptor>'
  const validUntil = new Date(api.clock.now.getTime() + 86_400_000).toISOString()
  partner.document = federation([document(old), other], { validUntil })
  expect((await create()).body.code).toBe('metadata_signature')
  partner.document = federation([document(old), other], { validUntil, keys: signer })
  expect((await create()).body.code).toBe('metadata_signature')
  expect((await create({ metadataCertificates: [signer.certificatePem] })).status).toBe(201)
})

test('S12 what an administrator has dismissed is not taken with a signature', async () => {
  await create()
  await publish(document(old, next))
  await decide(nextPrint, 'dismiss')
  expect(await publish(signed(old, [old, next, third]))).toEqual([[oldPrint, thirdPrint].toSorted(), [nextPrint]])
})

test('T64 a false document does not outlive the attack by borrowing the ETag of the true one', async () => {
  await create()
  const good = partner.document
  partner.etag = `"${createHash('sha256').update(good).digest('hex').slice(0, 16)}"`
  partner.document = entity({ entityId: partner.entityId, keys: [old], sso: 'https://phishing.example/sso' })
  await api.patch(`/providers/${slug}`, { metadataUrl: partner.url })
  expect((await read()).settings.ssoRedirectUrl).toBe('https://phishing.example/sso')
  partner.etag = undefined
  await publish(good)
  await publish(good)
  expect((await read()).settings.ssoRedirectUrl).toBe('https://idp.example/sso')
})

describe('Certificates', () => {
  /** The same certificate with other bytes in its signature, which nobody checks. */
  const variant = (keys: typeof old, change: (der: Buffer) => void) => {
    const der = Buffer.from(keys.certificate, 'base64')
    change(der)
    return { ...keys, certificate: der.toString('base64') }
  }
  const copies = (many: number) =>
    Array.from({ length: many }, (_, n) => variant(next, (der) => der.writeUInt16BE(n, der.length - 2)))

  test('are forty at most: each is tried on every signature', async () => {
    await create()
    expect(await publish(document(old, ...copies(40)))).toBe('metadata_invalid')
    expect((await publish(document(old, ...copies(39))))[1]).toHaveLength(39)
  })
  test('with a key that cannot be read are refused before they stop every sign-on', async () => {
    await create()
    const odd = variant(next, (der) => {
      // 1.2.840.113549.1.1.1 (rsaEncryption) becomes 1.2.840.113549.1.1.99, which is nothing.
      der.writeUInt8(99, der.indexOf(Buffer.from('2a864886f70d010101', 'hex')) + 8)
    })
    expect(await publish(document(old, odd))).toBe('metadata_invalid')
    expect((await create({ slug: `${slug}b`, metadataUrl: undefined, metadata: document(old, odd) })).body.code).toBe(
      'metadata_invalid',
    )
    const pem = `-----BEGIN CERTIFICATE-----\n${odd.certificate}\n-----END CERTIFICATE-----\n`
    expect(await api.patch(`/providers/${slug}`, { metadataCertificates: [pem] })).toMatchObject({
      status: 422,
      body: { code: 'validation_failed' },
    })
  })
})

test('S12 when a first end of validity comes, every node learns of it', async () => {
  await create()
  partner.status = 500
  await api.patch(`/providers/${slug}`, { metadataCertificates: [signer.certificatePem] })
  const { version } = await read()
  partner.status = 200
  const renewed = async (days: number) => {
    await publish(signed(signer, [old], new Date(api.clock.now.getTime() + days * 86_400_000)))
    return (await read()).version - version
  }
  expect(await renewed(7)).toBe(1)
  // A later end need not be known at once, an earlier one must.
  expect(await renewed(8)).toBe(1)
  expect(await renewed(1)).toBe(2)
})

test('a clock that was a year ahead for a moment does not stop the refresh for a year', async () => {
  await create()
  const right = api.clock.now
  api.clock.now = new Date(right.getTime() + 365 * 86_400_000)
  expect(await refreshDue(api.app)).toBe(1)
  api.clock.now = right
  expect(await refreshDue(api.app)).toBe(1)
  expect(await refreshDue(api.app)).toBe(0)
  expect(partner.requests).toHaveLength(3)
})

describe('While the old address is fetched', () => {
  const nodeThat = (fetchPublic: NonNullable<AppOptions['fetchPublic']>) =>
    openApp({
      connection: api.connection,
      secrets: api.secrets,
      publicUrl,
      log: silentLog,
      now: () => api.clock.now,
      fetchPublic,
    })

  test('another is given: neither the old document nor its failure is noted', async () => {
    const given = async () => {
      const answer = await api.patch(`/providers/${slug}`, { metadataUrl: `${partner.url}?new` })
      expect(answer.body.metadataSource.error).toBeNull()
    }
    const failing = await nodeThat(async () => {
      await given()
      throw new JitupError('fetch_failed', 'No.')
    })
    const late = await nodeThat(async (url) => {
      await given()
      return { status: 200, url, headers: {}, body: Buffer.from(document(old, next)) }
    })
    try {
      const id = (await create()).body.id
      await expect(refreshProvider(failing.app, id)).rejects.toThrow(expect.objectContaining({ code: 'fetch_failed' }))
      expect((await read()).metadataSource.error).toBeNull()
      await api.patch(`/providers/${slug}`, { metadataUrl: partner.url })
      await refreshProvider(late.app, id)
      expect(prints(await read())).toEqual([[oldPrint], []])
    } finally {
      await failing.close()
      await late.close()
    }
  })
  test('a signer is named: the document is held to that signer', async () => {
    const node = await nodeThat(async (url) => {
      await api.patch(`/providers/${slug}`, { metadataCertificates: [signer.certificatePem] })
      return { status: 200, url, headers: {}, body: Buffer.from(signed(old, [old, next])) }
    })
    try {
      const id = (await create()).body.id
      await expect(refreshProvider(node.app, id)).rejects.toThrow(
        expect.objectContaining({ code: 'metadata_signature' }),
      )
      expect(prints(await read())).toEqual([[oldPrint], []])
    } finally {
      await node.close()
    }
  })
  test('keys are decided on, refreshed and replaced at once: they end as one order of these would leave them', async () => {
    await create()
    await publish(document(old, next, third))
    for (let round = 0; round < 5; round += 1) {
      partner.document = round % 2 === 0 ? document(old, next, third) : signed(old, [old, next])
      await Promise.all([
        decide(nextPrint, 'approve'),
        decide(thirdPrint, 'dismiss'),
        api.post(`/providers/${slug}/refresh`, undefined),
        api.patch(`/providers/${slug}`, { name: `Round ${round}` }),
        refreshDue(api.app),
      ])
      const [pinned = [], waiting = []] = prints(await read())
      expect(pinned).toContain(oldPrint)
      expect(pinned).not.toContain(thirdPrint)
      expect(pinned.filter((one) => waiting.includes(one))).toEqual([])
    }
  })
})
