import { createPublicKey } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResponseOptions } from '../../src/testing/index.ts'
import { attacks, type TestIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { dump, opened } from '../sign-on/canaries.ts'
import { type Api, addProvider, adminToken, newApi, publicUrl, signOn, tokenWith } from './api-world.ts'

let api: Api
let idp: TestIdentityProvider
beforeAll(async () => {
  api = await newApi()
  idp = (await addProvider(api, 'acme')).idp
  await api.post('/converters', { column: 'GivenName', attributes: ['given'] })
  await api.post('/converters', { column: 'Surname', attributes: ['sn'] })
  await api.post('/converters', { column: 'Phone', attributes: ['phone'] })
})
afterAll(() => api.end())

const attributes = { given: ['Ada'], phone: [], shoe: ['38'] }
const secretWord = 'canary-of-a-paste-0815'

const respond = (options: Partial<ResponseOptions> = {}) =>
  idp.respond({
    acsUrl: `${publicUrl}/sso/acme/acs`,
    audience: `${publicUrl}/sso/acme/metadata`,
    inResponseTo: '_never-sent',
    nameId: { value: 'ada@acme.example' },
    attributes,
    ...options,
  })

const inspect = async (message: string, more: object = {}, token?: string) => {
  const answer = await api.post('/inspector', { message, ...more }, token === undefined ? {} : { token })
  expect([answer.status, answer.body]).toEqual([200, expect.anything()])
  return answer.body
}

const verdicts = (body: { verification: { steps: { step: string; verdict: string }[] } }) =>
  Object.fromEntries(body.verification.steps.map(({ step, verdict }) => [step, verdict]))

describe('a pasted Response', () => {
  it('is judged in the language of whoever reads it, under the same codes', async () => {
    const message = respond({ audience: 'https://else.example' })
    const refusedIn = async (language: string) => {
      const answer = await api.post('/inspector', { message }, { headers: { 'accept-language': language } })
      return answer.body.verification.steps.find(({ verdict }: { verdict: string }) => verdict === 'refused')
    }
    expect(await refusedIn('en')).toMatchObject({
      code: 'audience_mismatch',
      message: expect.stringMatching(/must be our entityID, exactly/),
    })
    expect(await refusedIn('de')).toMatchObject({
      code: 'audience_mismatch',
      message:
        'Die Audience der Assertion muss genau unsere Entity-ID sein. Berichtigen Sie die Entity-ID (Audience, Identifier) beim Identity Provider.',
    })
  })

  it('is verified step by step, with everything that it says, and the mapping and plan of its provider', async () => {
    const body = await inspect(respond())
    expect(body).toMatchObject({
      kind: 'Response',
      binding: null,
      wrapping: 'xml',
      notParsed: null,
      xmlCut: false,
      provider: { slug: 'acme', guessed: true, enabled: true },
      withheld: [],
    })
    expect(body.xml).toContain('\n  <saml')
    expect(body.facts).toMatchObject({
      issuer: idp.entityId,
      destination: `${publicUrl}/sso/acme/acs`,
      inResponseTo: '_never-sent',
      signed: true,
      encryptedAssertions: 0,
    })
    expect(body.facts.assertions).toMatchObject([
      { signed: true, audiences: [`${publicUrl}/sso/acme/metadata`], nameId: { value: 'ada@acme.example' } },
    ])
    expect(body.verification).toMatchObject({
      verdict: 'verified',
      clock: 'present',
      judgedAt: api.clock.now.toISOString(),
      notChecked: ['transport', 'request', 'browser', 'replay'],
    })
    expect(new Set(Object.values(verdicts(body)))).toEqual(new Set(['passed']))
    expect(body.attributes).toMatchObject({ verified: true, nameId: { value: 'ada@acme.example' } })
    expect(body.attributes.values).toContainEqual({ name: 'shoe', values: ['38'] })
    expect(body.mapping.unmapped).toEqual(['shoe'])
    expect(body.mapping.attributes).toContainEqual({
      name: 'given',
      uses: [{ kind: 'column', column: 'GivenName', converterId: expect.any(String), decides: true }],
    })
    expect(body.mapping.silent).toMatchObject([
      { column: 'Surname', attribute: 'sn', how: 'absent' },
      { column: 'Phone', attribute: 'phone', how: 'empty' },
    ])
    expect(body.plan).toMatchObject({ verified: true, plan: { decision: 'create' } })
    expect(body.plan.sentences.join()).toContain('Ada')
  })

  it('is found in every wrapping', async () => {
    const field = toFormField(respond())
    const form = new URLSearchParams({ SAMLResponse: field, RelayState: 'abc' }).toString()
    const har = JSON.stringify({ postData: { params: [{ name: 'SAMLResponse', value: field }] } }, null, 2)
    const text = JSON.stringify({ request: { postData: { text: form } } })
    for (const [message, binding, relayState] of [
      [field, 'post', null],
      [field.replace(/.{76}/g, '$&\r\n'), 'post', null],
      [encodeURIComponent(field), 'post', null],
      [form, 'post', 'abc'],
      [`curl '${publicUrl}/sso/acme/acs' -H 'accept: */*' --data-raw '${form}' --compressed`, 'post', 'abc'],
      [har, 'post', null],
      [text, 'post', 'abc'],
    ] as const) {
      expect(await inspect(message)).toMatchObject({ binding, relayState, verification: { verdict: 'verified' } })
    }
    const packed = deflateRawSync(respond()).toString('base64')
    expect(await inspect(packed)).toMatchObject({ wrapping: 'deflated', binding: 'redirect' })
  })

  it('tells where it was refused, why, and what to do; everything wrong at once', async () => {
    const body = await inspect(respond({ audience: 'https://other.example', acsUrl: 'https://other.example/acs' }))
    expect(body.verification.verdict).toBe('refused')
    const refused = body.verification.steps.filter((one: { verdict: string }) => one.verdict === 'refused')
    expect(refused.map((one: { code: string }) => one.code)).toEqual([
      'destination_mismatch',
      'audience_mismatch',
      'recipient_mismatch',
    ])
    for (const step of refused) expect(step).toMatchObject({ message: expect.any(String), fix: expect.any(String) })
    expect(body.attributes).toMatchObject({ verified: false })
    expect(body.plan).toBeNull()
    const changed = await inspect(respond().replace('Ada', 'Eve'))
    expect(verdicts(changed)).toMatchObject({ schema: 'passed', signature: 'refused', protocol: 'not-reached' })
  })

  it('shows a plan of what nobody vouches for only when that is insisted on, and says so', async () => {
    const forged = respond().replace('Ada', 'Eve')
    expect((await inspect(forged)).plan).toBeNull()
    const { plan, attributes: said, mapping } = await inspect(forged, { unverified: true })
    expect(plan).toMatchObject({ verified: false, plan: { decision: 'create' } })
    expect(said.verified).toBe(false)
    expect(mapping.unmapped).toEqual(['shoe'])
  })

  it('is judged by the present, a given moment or its own time, and says which', async () => {
    const old = respond({ issueInstant: new Date('2026-01-05T08:00:00Z') })
    expect((await inspect(old)).verification).toMatchObject({ verdict: 'refused', clock: 'present' })
    expect((await inspect(old, { ownTime: true })).verification).toMatchObject({
      verdict: 'verified',
      clock: 'message',
      judgedAt: '2026-01-05T08:00:00.000Z',
      notChecked: ['transport', 'request', 'browser', 'replay', 'time'],
    })
    const given = await inspect(old, { now: '2026-01-05T09:01:00+01:00' })
    expect(given.verification).toMatchObject({ verdict: 'verified', clock: 'given' })
    const both = await api.post('/inspector', { message: old, now: '2026-01-05T08:01:00Z', ownTime: true })
    expect(both.body.errors).toMatchObject([{ field: 'ownTime' }])
    const absurd = old.replaceAll('2026-01-05T08:00:00', '0001-01-05T08:00:00')
    expect((await inspect(absurd, { ownTime: true })).verification.verdict).toBe('refused')
  })

  it('is checked with the provider that is named, or with none when nobody is called like its Issuer', async () => {
    await addProvider(api, 'other')
    const other = await inspect(respond(), { provider: 'other' })
    expect(other.provider).toMatchObject({ slug: 'other', guessed: false })
    expect(other.verification.verdict).toBe('refused')
    expect((await api.post('/inspector', { message: respond(), provider: 'none' })).body.code).toBe('provider_unknown')
    const stranger = await inspect(respond().replaceAll(idp.entityId, 'https://nobody.example'))
    expect(stranger).toMatchObject({ provider: null, verification: null, mapping: null, plan: null })
    expect(stranger.attributes.values).toContainEqual({ name: 'given', values: ['Ada'] })
    await api.patch('/providers/other', { enabled: false })
    const off = await inspect(respond(), { provider: 'other' })
    expect(off.verification.warnings).toMatchObject([{ code: 'provider_disabled' }])
  })
})

describe('what is encrypted', () => {
  const sealed = () =>
    respond({
      encrypt: { recipients: createPublicKey(api.app.keys[0].privateKey) },
      attributes: { given: [secretWord] },
    })

  it('is opened only for who may read claims, and that is audited', async () => {
    const before = (await api.get('/audit?kind=claims.read&signOns=false')).body.items.length
    const token = await tokenWith(api, 'trust:read', 'rules:read', 'directory:read')
    const closed = await inspect(sealed(), { unverified: true }, token)
    expect(closed).toMatchObject({ attributes: null, mapping: null, plan: null, facts: { encryptedAssertions: 1 } })
    expect(closed.verification).toMatchObject({ verdict: 'sealed' })
    expect(verdicts(closed)).toMatchObject({ shape: 'passed', decryption: 'not-reached', signature: 'not-reached' })
    expect(closed.withheld).toEqual([{ part: 'decryption', scope: 'claims:read' }])
    expect(JSON.stringify(closed)).not.toContain(secretWord)
    expect((await api.get('/audit?kind=claims.read&signOns=false')).body.items.length).toBe(before)

    const open = await inspect(sealed())
    expect(open.verification.verdict).toBe('verified')
    expect(open.attributes.values).toEqual([{ name: 'given', values: [secretWord] }])
    const events = (await api.get('/audit?kind=claims.read&signOns=false')).body.items
    expect(events.length).toBe(before + 1)
    expect(JSON.stringify(events)).not.toContain(secretWord)
  })
})

describe('other messages', () => {
  it('are told apart, with what they say', async () => {
    const started = await api.server.request(`${publicUrl}/sso/acme/start`)
    const request = await inspect(started.headers.get('location') ?? '')
    expect(request).toMatchObject({ kind: 'AuthnRequest', binding: 'redirect', verification: null })
    expect(request.facts).toMatchObject({
      issuer: `${publicUrl}/sso/acme/metadata`,
      acsUrl: `${publicUrl}/sso/acme/acs`,
      assertions: [],
    })
    const logout = idp.logoutRequest({ destination: `${publicUrl}/sso/acme/logout`, nameId: { value: 'ada' } })
    expect((await inspect(logout)).facts.nameId).toMatchObject({ value: 'ada' })
    const metadata = await inspect(idp.metadata())
    expect(metadata).toMatchObject({ kind: 'EntityDescriptor', provider: { slug: 'acme' } })
    expect(metadata.facts.entityId).toBe(idp.entityId)
  })

  it('that are none are refused as the field that they are', async () => {
    for (const message of [
      'hello!',
      '   ',
      '%%%',
      'SAMLResponse=',
      deflateRawSync('a'.repeat(3_000_000)).toString('base64'),
    ]) {
      const refused = await api.post('/inspector', { message })
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'message' }] } })
    }
    const hidden = await inspect('<a>x<!-- hidden --></a>')
    expect(hidden).toMatchObject({ kind: null, facts: null, verification: null, attributes: null })
    expect(hidden.notParsed).toContain('markup_forbidden')
  })
})

describe('who may ask, and what they see', () => {
  it('needs trust:read; mapping and plan need the scopes of what they show', async () => {
    const denied = await tokenWith(api, 'directory:read', 'rules:read', 'claims:read')
    expect((await api.post('/inspector', { message: respond() }, { token: denied })).status).toBe(403)
    const body = await inspect(respond(), { unverified: true }, await tokenWith(api, 'trust:read'))
    expect(body).toMatchObject({ mapping: null, plan: null, verification: { verdict: 'verified' } })
    expect(body.withheld).toEqual([
      { part: 'mapping', scope: 'rules:read' },
      { part: 'plan', scope: 'directory:read' },
    ])
    expect(body.attributes.values).toContainEqual({ name: 'given', values: ['Ada'] })
  })
})

describe('nothing of a paste stays', () => {
  it('in the database, as an answer to repeat, or as a message that was used up', async () => {
    const message = respond({ attributes: { given: [secretWord] } })
    const raw = { headers: { 'idempotency-key': 'again' } }
    expect((await api.post('/inspector', { message }, raw)).body.code).toBe('request_malformed')
    await inspect(message, { unverified: true })
    await inspect(message.replace('_never-sent', '_x'), { unverified: true })
    for (const texts of [await dump(api.app), await opened(api.app)]) {
      for (const [place, text] of texts) expect([place, text.includes(secretWord)]).toEqual([place, false])
    }
    expect((await signOn(api, idp, 'acme', 'ada@acme.example', { given: ['Ada'] })).status).toBe(303)
  })
})

describe('hostile pastes', () => {
  it('are answered within bounds, and none that must be refused is verified', async () => {
    const xml = respond({ sign: 'both' })
    const all = attacks({
      xml,
      idpCertificate: idp.keys.certificate,
      spEntityId: `${publicUrl}/sso/acme/metadata`,
      acsUrl: `${publicUrl}/sso/acme/acs`,
      victim: { nameId: 'boss@acme.example', attributes: { given: 'Boss' } },
      idpKeys: idp.keys,
    })
    // Each of them is tried on the verifier itself, which is the same; here a few of every class.
    const some = all.filter((one, at) => all[at - 3]?.threat !== one.threat)
    expect(some.length).toBeGreaterThan(60)
    for (const attack of some) {
      const { status, body } = await api.post('/inspector', { message: attack.formField(), provider: 'acme' })
      const verdict = status === 200 ? (body.verification?.verdict ?? 'refused') : 'refused'
      expect([attack.id, [200, 413, 422].includes(status)]).toEqual([attack.id, true])
      // How a message was wrapped on its way is not what is pasted: `notChecked` says so.
      const wrapping = attack.threat === 'T28' || attack.id === 'T33-post-deflated'
      if (attack.expects === 'refused' && !wrapping) expect([attack.id, verdict]).toEqual([attack.id, 'refused'])
      if (verdict === 'verified') {
        const seen = JSON.stringify(body.attributes)
        expect([attack.id, attack.forged.filter((value) => seen.includes(JSON.stringify(value)))]).toEqual([
          attack.id,
          [],
        ])
      }
    }
    expect((await inspect(xml)).verification.verdict).toBe('verified')
  }, 240_000)

  it('are cut where they are very long, and their names are only names', async () => {
    const many = `<a>${'<bbbbbbbbbbbbbbbbbbbb>&amp;&amp;&amp;&amp;</bbbbbbbbbbbbbbbbbbbb>'.repeat(9000)}</a>`
    const body = await inspect(many)
    expect(body.xmlCut).toBe(true)
    expect(body.xml.length).toBeLessThanOrEqual(300_000)
    const odd = respond({ attributes: { __proto__: ['x'], constructor: ['y'], given: ['Ada'] } as never })
    expect((await inspect(odd.replace('Name="constructor"', 'Name="__proto__"'), { unverified: true })).kind).toBe(
      'Response',
    )
    expect(
      (
        await api.server.request(`${publicUrl}/api/v1/inspector`, {
          method: 'POST',
          headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
          body: JSON.stringify({ message: 'x'.repeat(1_200_000) }),
        })
      ).status,
    ).toBe(413)
  })
})
