import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { applyConfig } from '../../src/config-file/apply.ts'
import { parseConfig } from '../../src/config-file/parse.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { readPublished } from '../../src/sign-on/published.ts'
import { metadataSourceOf } from '../../src/store/provider-metadata.ts'
import { providerBySlug } from '../../src/store/providers.ts'
import { refreshDue } from '../../src/trust/refresh.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { entity, federation, fingerprintOf, keysNamed, type PublishingPartner, publishingPartner } from './partner.ts'

const keys = keysNamed('acme')
const other = keysNamed('other')
const signer = keysNamed('federation')

let database: FreshDatabase
let running: RunningApp
let partner: PublishingPartner
const clock = { now: new Date('2026-11-24T12:00:00Z') }

beforeEach(async () => {
  database = await freshDatabase()
  partner = await publishingPartner('https://acme.example/idp')
  partner.document = entity({ entityId: partner.entityId, keys: [keys] })
  running = await openApp({
    connection: { ...database.connection, max: 4 },
    secrets: [randomBytes(32).toString('hex')],
    publicUrl: 'http://localhost:3000',
    log: silentLog,
    now: () => clock.now,
    allowPrivateHosts: ['127.0.0.1'],
  })
})
afterEach(async () => {
  await running.close()
  await partner.close()
  await database.drop()
})

const read = (text: string) =>
  parseConfig(text, 'jitup.yaml', (path) => (path === './federation.pem' ? signer.certificatePem : partner.document))
const apply = (text: string) => applyConfig(running.app, read(text))
const byAddress = (more = '') => `providers:\n  - { slug: acme, name: Acme, metadata: "${partner.url}"${more} }\n`
const stored = async () => {
  const record = await providerBySlug(running.app.db, 'acme')
  return { record, source: record && (await metadataSourceOf(running.app.db, record.policy.id)) }
}

test('A file names an address: it is fetched when the provider is new, and refreshed from then on', async () => {
  expect((await apply(byAddress())).changes).toEqual(['provider acme added'])
  expect((await stored()).record?.entityId).toBe(partner.entityId)
  expect((await apply(byAddress())).changes).toEqual([])
  expect(partner.requests).toHaveLength(1)
  partner.document = entity({ entityId: partner.entityId, keys: [keys], sso: 'https://acme.example/new' })
  clock.now = new Date(clock.now.getTime() + 70 * 60_000)
  expect(await refreshDue(running.app)).toBe(1)
  expect((await stored()).record?.settings).toMatchObject({ ssoRedirectUrl: 'https://acme.example/new' })
  expect((await apply(byAddress())).changes).toEqual([])
})

test('An address that does not answer stops the start and says where it stands', async () => {
  partner.status = 404
  await expect(apply(byAddress())).rejects.toThrow(/jitup.yaml:2:\d+ providers\[0\].metadata: .*404/)
  expect((await stored()).record).toBeNull()
})

test("A file leaves an administrator's address alone, and takes back its own", async () => {
  await apply(byAddress())
  await apply('providers:\n  - { slug: acme, name: Acme, metadata: ./acme.xml }\n')
  expect((await stored()).source).toBeNull()
  await apply(byAddress())
  expect((await stored()).source?.url).toBe(partner.url)
  const elsewhere = `${partner.url}/elsewhere`
  await updateProviderBy(running.app, { kind: 'system' }, 'acme', { metadataUrl: elsewhere })
  const { changes, kept } = await apply(byAddress())
  expect([changes, kept]).toEqual([[], ['provider acme: metadataUrl']])
  expect((await stored()).source?.url).toBe(elsewhere)
})

test("A federation's list is held to its certificate, from an address and from a file", async () => {
  const list = (signedBy = signer) =>
    federation(
      [entity({ entityId: partner.entityId, keys: [keys] }), entity({ entityId: 'https://b.example', keys: [other] })],
      { keys: signedBy, validUntil: '2026-12-01T00:00:00Z' },
    )
  const more = `, entityId: "${partner.entityId}", metadataCertificates: [./federation.pem]`
  partner.document = list(other)
  await expect(apply(byAddress(more))).rejects.toThrow(/not signed as it must be/)
  expect(() => read(`providers:\n  - { slug: acme, name: Acme, metadata: ./list.xml${more} }\n`)).toThrow(
    /not signed as it must be/,
  )
  partner.document = list()
  await apply(byAddress(more))
  const { record, source } = await stored()
  expect(record?.trustedUntil).toEqual(new Date('2026-12-01T00:00:00Z'))
  expect(source?.signers.map((one) => one.fingerprint)).toEqual([fingerprintOf(signer)])
  expect((await apply(byAddress(more))).changes).toEqual([])
  expect(read(`providers:\n  - { slug: acme, name: Acme, metadata: ./list.xml${more} }\n`).providers).toHaveLength(1)
})

test('What our metadata tells of us can stand in the file', async () => {
  const text =
    'settings:\n  privacyUrl: https://acme.example/privacy\n  contact: { email: it@acme.example }\n' +
    '  logo: { url: https://acme.example/logo.png, width: 80, height: 60 }\n'
  expect((await apply(text)).changes).toHaveLength(3)
  expect((await readPublished(running.app.db)).about).toEqual({
    privacyUrl: 'https://acme.example/privacy',
    contact: { email: 'it@acme.example' },
    logo: { url: 'https://acme.example/logo.png', width: 80, height: 60 },
  })
  expect((await apply(text)).changes).toEqual([])
  expect(() => read('settings:\n  privacyUrl: javascript:alert(1)\n')).toThrow(/settings.privacyUrl: must be an https/)
})
