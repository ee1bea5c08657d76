import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { SigningKey, TrustedProvider } from '../../src/protocols/protocol.ts'
import { authnRequest } from '../../src/protocols/saml/authn-request.ts'
import { makeKeyPair } from '../../src/protocols/saml/certificate.ts'
import { saml } from '../../src/protocols/saml/saml.ts'
import { canonicalBytes } from '../../src/protocols/saml/xml/c14n.ts'
import { rawEngine } from '../../src/protocols/saml/xml/engine.ts'
import { withDocument } from '../../src/protocols/saml/xml/parse.ts'
import { xmlsecPresent } from '../saml/oracles/xmlsec.ts'
import { acsUrl, ecKeys, now, spEntityId } from '../saml/world.ts'
import { describeWith } from '../setup/required.ts'

const key: SigningKey = makeKeyPair({ commonName: 'jitup', now })
const sso = 'https://idp.example/sso'

const provider = (settings: object): TrustedProvider => ({
  id: '01930000-0000-7000-8000-000000000000',
  slug: 'acme',
  entityId: 'https://idp.example/metadata',
  spEntityId,
  acsUrl,
  settings: { version: 1, ssoRedirectUrl: `${sso}/redirect`, ssoPostUrl: `${sso}/post`, ...settings },
  keys: [],
  logoutUrl: acsUrl.replace('/acs', '/logout'),
})

const start = (settings: object, more: object = {}) =>
  saml.start(provider(settings), { relayState: 'opaque', now, key, ...more })

/** The request of a POST start. */
function posted(settings: object, more: object = {}): string {
  const { form } = start({ requestBinding: 'post', ...settings }, more)
  return Buffer.from(form?.SAMLRequest ?? '', 'base64').toString()
}

const facts = { requestId: '_1', destination: sso, spEntityId, acsUrl, now }

it('goes by Redirect unless POST is set', () => {
  expect(start({})).toMatchObject({ location: expect.stringContaining(`${sso}/redirect?SAMLRequest=`), form: null })
  const byPost = start({ requestBinding: 'post' })
  expect(byPost.location).toBe(`${sso}/post`)
  expect(Object.keys(byPost.form ?? {})).toEqual(['SAMLRequest', 'RelayState'])
  const xml = Buffer.from(byPost.form?.SAMLRequest ?? '', 'base64').toString()
  expect(xml).toContain(` ID="${byPost.requestId}"`)
})

it('goes by the other binding to a partner that has no address for the one that is set', () => {
  expect(start({ ssoRedirectUrl: null }).location).toBe(`${sso}/post`)
  expect(start({ ssoRedirectUrl: null }).form).not.toBeNull()
  expect(start({ requestBinding: 'post', ssoPostUrl: null }).location).toContain(`${sso}/redirect?`)
  expect(() => start({ ssoRedirectUrl: null, ssoPostUrl: null })).toThrowError(
    expect.objectContaining({ code: 'metadata_no_sso' }),
  )
})

it('names the address that it goes to as its Destination', () => {
  expect(posted({})).toContain(` Destination="${sso}/post"`)
})

describeWith({ xmlsec1: xmlsecPresent }, 'a request by POST', () => {
  it.each([
    ['RSA', key],
    ['EC', { ...key, privateKey: ecKeys('P-256').privateKey }],
  ])('is signed with %s as xmlsec1 understands it', (_kind, signingKey) => {
    const folder = mkdtempSync(join(tmpdir(), 'request-'))
    try {
      const xml = posted({ nameIdPolicy: 'any', authnContexts: ['urn:a&b', 'x"y'] }, { key: signingKey })
      const pem = createPublicKey(signingKey.privateKey).export({ type: 'spki', format: 'pem' })
      writeFileSync(join(folder, 'request.xml'), xml)
      writeFileSync(join(folder, 'key.pem'), pem)
      const verify = (file: string) =>
        execFileSync(
          'xmlsec1',
          [
            '--verify',
            '--pubkey-pem',
            join(folder, 'key.pem'),
            '--id-attr:ID',
            'urn:oasis:names:tc:SAML:2.0:protocol:AuthnRequest',
            join(folder, file),
          ],
          { stdio: 'pipe' },
        )
      verify('request.xml')
      writeFileSync(join(folder, 'changed.xml'), xml.replace(`${sso}/post`, `${sso}/past`))
      expect(() => verify('changed.xml')).toThrow()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

it('is written in canonical form, whatever stands in it', () => {
  const hostile = 'a&b<c>"d\'\te\nf\rg'
  const xml = authnRequest({
    ...facts,
    destination: `https://idp.example/sso?x=${hostile}`,
    spEntityId: hostile,
    nameIdPolicy: hostile,
    forceAuthn: true,
    authnContexts: [hostile, 'urn:b'],
  })
  const canonical = rawEngine.run((engine) =>
    withDocument(engine, Buffer.from(xml), { nodes: 100 }, (document) =>
      canonicalBytes(document, document.root, []).toString(),
    ),
  )
  expect(canonical).toBe(xml)
})

it('says no NameIDPolicy, one without a format, or one with', () => {
  expect(posted({})).not.toContain('NameIDPolicy')
  expect(posted({ nameIdPolicy: 'any' })).toContain(
    '<samlp:NameIDPolicy AllowCreate="true"></samlp:NameIDPolicy></samlp:AuthnRequest>',
  )
  const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
  expect(posted({ nameIdPolicy: format })).toContain(
    `<samlp:NameIDPolicy AllowCreate="true" Format="${format}"></samlp:NameIDPolicy>`,
  )
  const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
  expect(posted({ nameIdPolicy: transient })).toContain(
    `<samlp:NameIDPolicy Format="${transient}"></samlp:NameIDPolicy>`,
  )
})

it('asks for a new sign-in when the settings say so, or this once', () => {
  expect(posted({})).not.toContain('ForceAuthn')
  expect(start({}).asked.authnAfter).toBeNull()
  expect(posted({ forceAuthn: true })).toContain(' ForceAuthn="true"')
  expect(posted({}, { forceAuthn: true })).toContain(' ForceAuthn="true"')
  expect(posted({ forceAuthn: true }, { forceAuthn: false })).toContain(' ForceAuthn="true"')
  expect(start({ forceAuthn: true, clockSkewSeconds: 60 }).asked.authnAfter).toEqual(new Date(now.getTime() - 60_000))
})

it('asks for exactly the classes that are set', () => {
  expect(posted({})).not.toContain('RequestedAuthnContext')
  const xml = posted({ authnContexts: ['urn:a', 'urn:b'] })
  expect(xml).toContain('<samlp:RequestedAuthnContext Comparison="exact">')
  expect([...xml.matchAll(/AuthnContextClassRef[^>]*>(urn:.)</g)].map((one) => one[1])).toEqual(['urn:a', 'urn:b'])
  expect(start({ authnContexts: ['urn:a'] }).asked.authnContexts).toEqual(['urn:a'])
})

it('T61 carries no relay state over 80 bytes, by either binding', () => {
  for (const requestBinding of ['redirect', 'post']) {
    expect(() => start({ requestBinding }, { relayState: 'ä'.repeat(41) })).toThrowError(
      expect.objectContaining({ code: 'validation_failed' }),
    )
    expect(() => start({ requestBinding }, { relayState: 'ä'.repeat(40) })).not.toThrow()
  }
})
