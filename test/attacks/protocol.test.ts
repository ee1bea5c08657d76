/** T35 to T45 over HTTP against a whole server: a genuine partner's key signs everything here, and still nobody gets in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createIdentityProvider, type ResponseOptions, type TestIdentityProvider } from '../../src/testing/index.ts'
import { addProvider, respond } from '../sign-on/world.ts'
import { type Answer, newSite, Visitor } from '../ui/site.ts'
import {
  adminToken,
  aMinute,
  bring,
  expectRefusal,
  type Installation,
  journaled,
  leave,
  leaveWith,
  masked,
  newInstallation,
  newNode,
  publicUrl,
  written,
} from './installation.ts'

let world: Installation
beforeAll(async () => {
  world = await newInstallation()
})
afterAll(() => world.end())

const acsOf = (slug: string) => `${publicUrl}/sso/${slug}/acs`
const audienceOf = (slug: string) => `${publicUrl}/sso/${slug}/metadata`

/** What `idp` says to the provider `slug`, true but for the options. */
const says = (idp: TestIdentityProvider, slug: string, requestId: string, options: Partial<ResponseOptions> = {}) =>
  idp.respond({
    acsUrl: acsOf(slug),
    audience: audienceOf(slug),
    inResponseTo: requestId,
    nameId: { value: 'john' },
    ...options,
  })

/** Someone leaves for the identity provider and comes back with what it says. */
async function comesBackWith(options: Partial<ResponseOptions>): Promise<Answer> {
  const { visitor, requestId } = await leave(world.site)
  return bring(visitor, says(world.idp, 'acme', requestId, options))
}

const signedOn = ({ status, location }: Answer) => status === 303 && location === '/'

/** Refused each time, in its own browser and with its own request. `written` is taken after the browser has left. */
async function refusedAnswer(options: Partial<ResponseOptions>, code: string, step = 'protocol'): Promise<void> {
  aMinute(world)
  const { visitor, requestId } = await leave(world.site)
  const attempt = () => bring(visitor, says(world.idp, 'acme', requestId, options))
  await expectRefusal(world, attempt, code, step)
  // What was wrong was the answer: the request still waits for a good one.
  expect(signedOn(await bring(visitor, says(world.idp, 'acme', requestId)))).toBe(true)
}

const replaced = (from: string | RegExp, to: string) => (xml: string) => {
  const changed = xml.replace(from, () => to)
  if (changed === xml) throw new Error(`nothing to change at ${from}`)
  return changed
}

const api = (site: typeof world.site, method: string, path: string, body?: object) =>
  site.server.request(`${publicUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })

test('T35 every AudienceRestriction must contain our entityID, exactly', async () => {
  const ours = audienceOf('acme')
  const second =
    '<saml2:AudienceRestriction><saml2:Audience>https://else.example</saml2:Audience></saml2:AudienceRestriction>'
  for (const options of [
    { audience: [] },
    { audience: 'https://else.example' },
    { audience: ours.slice(0, -1) },
    { audience: `${ours}/more` },
    { audience: `${ours} ` },
    { audience: ours.toUpperCase() },
    { audience: audienceOf('other') },
    { editUnsigned: replaced('</saml2:Conditions>', `${second}</saml2:Conditions>`) },
  ]) {
    await refusedAnswer(options, 'audience_mismatch')
  }
  expect(signedOn(await comesBackWith({ audience: ['https://else.example', ours] }))).toBe(true)
})

test('T36 Recipient and Destination must be the address that this provider was told', async () => {
  for (const elsewhere of ['https://else.example/acs', acsOf('other'), `${acsOf('acme')}?x=1`, `${acsOf('acme')}/`]) {
    await refusedAnswer({ recipient: elsewhere }, 'recipient_mismatch')
    await refusedAnswer({ destination: elsewhere, sign: 'both' }, 'destination_mismatch')
    await refusedAnswer({ destination: elsewhere, sign: 'assertion' }, 'destination_mismatch')
  }
  await refusedAnswer({ recipient: null }, 'recipient_mismatch')
  await refusedAnswer({ destination: null, sign: 'response' }, 'destination_mismatch')
  // What nobody has signed can only disagree; absent it says nothing.
  expect(signedOn(await comesBackWith({ destination: null, sign: 'assertion' }))).toBe(true)
})

describe('T37 Time', () => {
  const skew = 180
  type Bounds = (at: (seconds: number) => Date) => Partial<ResponseOptions>

  /** Draws the line at one second: refused on the wrong side, and the very same message accepted on the right one. */
  async function line(bounds: Bounds, good: number, bad: number, code: string): Promise<void> {
    aMinute(world)
    const { visitor, requestId } = await leave(world.site)
    const began = world.clock.now.getTime()
    const at = (seconds: number) => new Date(began + seconds * 1000)
    const xml = says(world.idp, 'acme', requestId, bounds(at))
    // `expectRefusal` lets a minute pass first, so that the journal takes a sample.
    world.clock.now = new Date(at(bad).getTime() - 61_000)
    await expectRefusal(world, () => bring(visitor, xml), code, 'protocol')
    world.clock.now = at(good)
    expect(signedOn(await bring(visitor, xml))).toBe(true)
    world.clock.now = at(3600)
  }

  test.each<[string, Bounds, number, string]>([
    [
      'Conditions NotOnOrAfter',
      (at) => ({ notOnOrAfter: at(600), confirmationNotOnOrAfter: at(6000) }),
      600 + skew,
      'expired',
    ],
    [
      'the confirmation NotOnOrAfter',
      (at) => ({ notOnOrAfter: at(6000), confirmationNotOnOrAfter: at(600) }),
      600 + skew,
      'expired',
    ],
    [
      'SessionNotOnOrAfter',
      (at) => ({ notOnOrAfter: at(6000), sessionNotOnOrAfter: at(600) }),
      600 + skew,
      'session_expired',
    ],
    [
      'the age',
      (at) => ({ notOnOrAfter: at(9000), issueInstant: at(-3000), authnInstant: at(-3000) }),
      600 + skew + 1,
      'too_old',
    ],
  ])('T37 the line of %s lies at that second', async (_, bounds, first, code) => {
    await line(bounds, first - 1, first, code)
  })
  test.each<[string, Bounds]>([
    ['NotBefore', (at) => ({ notBefore: at(600), notOnOrAfter: at(1200) })],
    ['IssueInstant', (at) => ({ issueInstant: at(600), notBefore: at(-60), authnInstant: at(0) })],
    ['AuthnInstant', (at) => ({ authnInstant: at(600), notOnOrAfter: at(1200) })],
  ])('T37 the line of %s in the future lies at that second', async (_, bounds) => {
    await line(bounds, 600 - skew, 600 - skew - 1, 'not_yet_valid')
  })
  test('T37 both NotOnOrAfter are required, and a time must be one', async () => {
    const end = () => new Date(world.clock.now.getTime() + 600_000)
    await refusedAnswer({ notOnOrAfter: null, confirmationNotOnOrAfter: end() }, 'time_bound_missing')
    await refusedAnswer({ confirmationNotOnOrAfter: null }, 'time_bound_missing')
    for (const time of ['soon', '', '2026-02-31T09:30:00Z', '2026-11-23T09:30:00', '9999999999']) {
      const edit = replaced(/AuthnInstant="[^"]*"/, `AuthnInstant="${time}"`)
      await refusedAnswer({ editUnsigned: edit }, 'time_invalid', 'reparse')
    }
  })
})

describe('T38 InResponseTo', () => {
  test('T38 is taken from the signed confirmation, and the Response may not disagree', async () => {
    const outer = replaced(/InResponseTo="[^"]*"/, 'InResponseTo="_another"')
    await refusedAnswer({ sign: 'assertion', editSigned: outer }, 'in_response_to_mismatch')
    await refusedAnswer({ sign: 'assertion', inResponseTo: null }, 'response_unsolicited')
    aMinute(world)
    const { visitor, requestId } = await leave(world.site)
    const onlyOuter = replaced('<saml2p:Response ', `<saml2p:Response InResponseTo="${requestId}" `)
    const xml = says(world.idp, 'acme', requestId, { sign: 'assertion', inResponseTo: null, editSigned: onlyOuter })
    await expectRefusal(world, () => bring(visitor, xml), 'response_unsolicited', 'protocol')
  })

  test('T38 names a request that is waiting, at this provider, from this browser, once', async () => {
    const { visitor, requestId } = await leave(world.site)
    const { visitor: another } = await leave(world.site)
    const xml = says(world.idp, 'acme', requestId)
    await expectRefusal(world, () => bring(another, xml), 'browser_mismatch', 'consume')
    await expectRefusal(world, () => bring(new Visitor(world.site), xml), 'browser_mismatch', 'consume')
    const nobody = () => bring(visitor, says(world.idp, 'acme', '_nobody'))
    await expectRefusal(world, nobody, 'request_unknown', 'consume')
    const fresh = says(world.idp, 'acme', requestId)
    expect(signedOn(await bring(visitor, fresh))).toBe(true)
    // The partner answers the same request again, with another assertion.
    await expectRefusal(
      world,
      () => bring(visitor, says(world.idp, 'acme', requestId, { nameId: { value: 'jane' } })),
      'request_unknown',
      'consume',
    )
  })

  test('T38 two tabs of one browser are two requests, and both are answered', async () => {
    const { visitor, requestId: first } = await leave(world.site)
    const second = await leaveWith(visitor)
    expect(signedOn(await bring(visitor, says(world.idp, 'acme', second)))).toBe(true)
    expect(signedOn(await bring(visitor, says(world.idp, 'acme', first)))).toBe(true)
  })

  test('T38 a request is good for an hour', async () => {
    const { visitor, requestId } = await leave(world.site)
    world.clock.now = new Date(world.clock.now.getTime() + 3_600_000)
    const late = () => bring(visitor, says(world.idp, 'acme', requestId))
    await expectRefusal(world, late, 'request_expired', 'consume')
  })
})

describe('T39 Replay', () => {
  /** A browser that is signed on, and the message that did it. */
  async function used(sign: ResponseOptions['sign'] = 'both') {
    const { visitor, requestId } = await leave(world.site)
    const xml = says(world.idp, 'acme', requestId, { sign })
    expect(signedOn(await bring(visitor, xml))).toBe(true)
    return { visitor, requestId, xml }
  }

  test('T39 the same message again is refused, in any browser and without the session; a double click goes on', async () => {
    const { visitor, xml } = await used()
    expect(signedOn(await bring(visitor, xml))).toBe(true)
    await expectRefusal(world, () => bring(new Visitor(world.site), xml), 'assertion_replayed', 'consume')
    const { visitor: waiting } = await leave(world.site)
    await expectRefusal(world, () => bring(waiting, xml), 'assertion_replayed', 'consume')
    await visitor.post('/sign-out', {})
    await expectRefusal(world, () => bring(visitor, xml), 'assertion_replayed', 'consume')
  })

  test('T39 the same Assertion in another Response is the same, and so is another Assertion of its ID', async () => {
    const { xml } = await used('assertion')
    const rewrapped = replaced(/(?<=<saml2p:Response [^>]* ID=")[^"]*/, '_another')(xml)
    const { visitor, requestId } = await leave(world.site)
    await expectRefusal(world, () => bring(visitor, rewrapped), 'assertion_replayed', 'consume')
    const assertionId = /<saml2:Assertion [^>]* ID="([^"]*)"/.exec(xml)?.[1] ?? ''
    const namesake = () => bring(visitor, says(world.idp, 'acme', requestId, { assertionId }))
    await expectRefusal(world, namesake, 'assertion_replayed', 'consume')
    expect(signedOn(await bring(visitor, says(world.idp, 'acme', requestId)))).toBe(true)
  })

  test('T39 twenty at once, half of them at another node: one signs on', async () => {
    const node = await newNode(world)
    try {
      const { visitor, requestId } = await leave(world.site)
      const elsewhere = new Visitor(node.site)
      for (const [name, value] of visitor.cookies) elsewhere.cookies.set(name, value)
      const xml = says(world.idp, 'acme', requestId)
      const before = await written(world)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => bring(n % 2 === 0 ? visitor : elsewhere, xml)),
      )
      const refused = answers.filter((one) => !signedOn(one))
      expect(refused).toHaveLength(19)
      for (const one of refused) expect(one.status).toBe(403)
      const codes = await Promise.all(refused.map((one) => journaled(world.site, one)))
      const sampled = codes.filter((one) => one.status === 200)
      expect(sampled.length).toBeGreaterThan(0)
      for (const one of sampled) expect(one).toMatchObject({ code: 'assertion_replayed', step: 'consume' })
      const after = await written(world)
      expect(after.sessions).toBe((before.sessions ?? 0) + 1)
      expect(after.consumed_assertions).toBe((before.consumed_assertions ?? 0) + 1)
      // And afterwards, by the node that did not accept it or did.
      const again = new Visitor(node.site)
      await expectRefusal(world, () => bring(again, xml), 'assertion_replayed', 'consume', node.site)
    } finally {
      await node.close()
    }
  })

  test('T39 no second address takes it: an entityID belongs to one provider, and each provider to one address', async () => {
    const { visitor, xml } = await used()
    const same = { name: 'Acme again', slug: 'again', metadata: world.idp.metadata() }
    expect((await api(world.site, 'POST', '/providers', same)).status).toBe(409)
    aMinute(world)
    const before = await written(world)
    const answer = await bring(visitor, xml, 'other')
    expect(answer.status).toBe(403)
    expect(await journaled(world.site, answer)).toMatchObject({ code: 'signature_invalid', step: 'signature' })
    expect(await written(world)).toEqual(before)
  })
})

test('T40 what nobody asked for is refused while the provider may not send it, and signs nobody on when it may', async () => {
  await refusedAnswer({ inResponseTo: null }, 'response_unsolicited')
  const patch = async (idpInitiated: boolean) => {
    const answer = await api(world.site, 'PATCH', '/providers/acme', { settings: { idpInitiated } })
    expect(answer.status).toBe(200)
  }
  await patch(true)
  const before = await written(world)
  const visitor = new Visitor(world.site)
  const hinted = await bring(visitor, says(world.idp, 'acme', '', { inResponseTo: null }))
  expect([hinted.status, hinted.location]).toEqual([303, '/sso/acme/start?hint='])
  expect(visitor.cookies.size).toBe(0)
  expect(await written(world)).toEqual(before)
  await patch(false)
})

test('T41 only a bearer is confirmed: neither another method nor none', async () => {
  for (const method of ['holder-of-key', 'sender-vouches', 'artifact']) {
    await refusedAnswer({ confirmationMethod: `urn:oasis:names:tc:SAML:2.0:cm:${method}` }, 'confirmation_method')
  }
  const none = replaced(/<saml2:SubjectConfirmation .*<\/saml2:SubjectConfirmation>/, '')
  await refusedAnswer({ editUnsigned: none }, 'confirmation_method')
  const empty = replaced(/<saml2:Subject>.*<\/saml2:Subject>/, '')
  await refusedAnswer({ editUnsigned: empty }, 'subject_missing')
})

test('T42 an error that carries a signed Assertion is an error', async () => {
  const status = (code: string) => `urn:oasis:names:tc:SAML:2.0:status:${code}`
  for (const sign of ['assertion', 'response', 'both'] as const) {
    for (const code of ['Responder', 'Requester', 'AuthnFailed', 'success']) {
      await refusedAnswer({ sign, statusCode: status(code) }, 'status_not_success')
    }
  }
  const nested = (xml: string) =>
    replaced(
      '</saml2p:StatusCode>',
      `<saml2p:StatusCode Value="${status('Success')}"></saml2p:StatusCode></saml2p:StatusCode>`,
    )(xml)
  await refusedAnswer({ statusCode: status('Responder'), editUnsigned: nested }, 'status_not_success')
})

test('T43 both Issuers must be the provider that was asked, and only its own key speaks for it', async () => {
  await refusedAnswer({ issuer: world.other.entityId }, 'issuer_mismatch')
  await refusedAnswer({ issuer: world.other.entityId, responseIssuer: world.idp.entityId }, 'issuer_mismatch')
  await refusedAnswer({ responseIssuer: world.other.entityId, sign: 'assertion' }, 'issuer_mismatch')
  await refusedAnswer({ responseIssuer: `${world.idp.entityId}/` }, 'issuer_mismatch')
  const now = () => world.clock.now
  const impostor = createIdentityProvider({ entityId: world.idp.entityId, keys: world.other.keys, now })
  const { visitor, requestId } = await leave(world.site)
  const forged = () => bring(visitor, says(impostor, 'acme', requestId))
  await expectRefusal(world, forged, 'signature_invalid', 'signature')
})

describe('T44 One provider answers for another', () => {
  const both = [
    ['acme', 'other'],
    ['other', 'acme'],
  ] as const
  const idpOf = (slug: string) => (slug === 'acme' ? world.idp : world.other)

  test.each(both)(
    'T44 a request to %s is not answered by %s, whatever it calls itself and wherever',
    async (asked, answers) => {
      const { visitor, requestId } = await leave(world.site, asked)
      const [right, wrong] = [idpOf(asked), idpOf(answers)]
      const itself = () => bring(visitor, says(wrong, asked, requestId), asked)
      await expectRefusal(world, itself, 'signature_invalid', 'signature')
      const asTheOther = () => bring(visitor, says(wrong, asked, requestId, { issuer: right.entityId }), asked)
      await expectRefusal(world, asTheOther, 'signature_invalid', 'signature')
      const atItsOwn = () => bring(visitor, says(wrong, answers, requestId), answers)
      await expectRefusal(world, atItsOwn, 'request_unknown', 'consume')
      const carriedOver = () => bring(visitor, says(right, asked, requestId), answers)
      await expectRefusal(world, carriedOver, 'signature_invalid', 'signature')
      expect(signedOn(await bring(visitor, says(right, asked, requestId), asked))).toBe(true)
    },
  )

  test('T44 not even by one that signs with the same key, as tenants of one vendor may', async () => {
    const now = () => world.clock.now
    const twin = createIdentityProvider({ entityId: 'https://twin.example', keys: world.idp.keys, now })
    await addProvider(world, twin, { slug: 'twin', name: 'Twin' })
    const { visitor, requestId } = await leave(world.site)
    const itself = () => bring(visitor, says(twin, 'acme', requestId))
    await expectRefusal(world, itself, 'issuer_mismatch', 'protocol')
    const carriedOver = () => bring(visitor, says(world.idp, 'acme', requestId), 'twin')
    await expectRefusal(world, carriedOver, 'issuer_mismatch', 'protocol')
    const atItsOwn = () => bring(visitor, says(twin, 'twin', requestId), 'twin')
    await expectRefusal(world, atItsOwn, 'request_unknown', 'consume')
    const asTheOther = () => bring(visitor, says(twin, 'twin', requestId, { issuer: world.idp.entityId }), 'twin')
    await expectRefusal(world, asTheOther, 'issuer_mismatch', 'protocol')
  })
})

describe('T45 A provider that is no longer', () => {
  test('T45 is refused when another node switches it off between request and answer, and the old request stays dead', async () => {
    const node = await newNode(world)
    try {
      const { visitor, requestId } = await leave(world.site)
      const change = async (enabled: boolean) =>
        expect((await api(node.site, 'PATCH', '/providers/acme', { enabled })).status).toBe(200)
      await change(false)
      const xml = says(world.idp, 'acme', requestId)
      // This node learns it from the statement that would have used the message up; then it knows before reading any.
      await expectRefusal(world, () => bring(visitor, xml), 'provider_disabled', 'consume')
      await expectRefusal(world, () => bring(visitor, xml), 'provider_disabled', 'receive')
      await change(true)
      // Whoever leaves anew makes this node look again.
      const anew = await leaveWith(visitor)
      await expectRefusal(world, () => bring(visitor, says(world.idp, 'acme', requestId)), 'request_expired', 'consume')
      expect(signedOn(await bring(visitor, respond(world, anew)))).toBe(true)
    } finally {
      await node.close()
    }
  })

  test('T45 is unknown when another node deletes it between request and answer', async () => {
    const node = await newNode(world)
    try {
      const now = () => world.clock.now
      const gone = createIdentityProvider({ entityId: 'https://gone.example', now })
      await addProvider(world, gone, { slug: 'gone', name: 'Gone' })
      const { visitor, requestId } = await leave(world.site, 'gone')
      expect((await api(node.site, 'DELETE', '/providers/gone')).status).toBe(204)
      const before = await written(world)
      const answer = await bring(visitor, says(gone, 'gone', requestId), 'gone')
      expect([answer.status, answer.location]).toEqual([404, null])
      expect(masked(answer)).toBe(masked(await bring(new Visitor(newSite(world)), '<html></html>', 'never')))
      expect(await written(world)).toEqual(before)
    } finally {
      await node.close()
    }
  })
})
