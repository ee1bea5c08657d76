import { verify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { startRedirect } from '../../src/protocols/saml/index.ts'
import { acsUrl, ecKeys, idp, idpKey, now, spEntityId } from './world.ts'

const start = (more: Partial<Parameters<typeof startRedirect>[0]> = {}) =>
  startRedirect({
    idpSsoUrl: 'https://idp.example/sso',
    spEntityId,
    acsUrl,
    relayState: 'a b+c/=',
    now,
    signingKey: idp.keys.privateKey,
    ...more,
  })

const octets = (location: string) => location.slice(location.indexOf('SAMLRequest='), location.indexOf('&Signature='))
const requestIn = (location: string) =>
  inflateRawSync(Buffer.from(new URL(location).searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
const signatureIn = (location: string) => Buffer.from(new URL(location).searchParams.get('Signature') ?? '', 'base64')

test('The signature covers the very octets of the query', () => {
  const { location } = start()
  expect(verify('sha256', Buffer.from(octets(location)), idpKey, signatureIn(location))).toBe(true)
  expect(octets(location)).toContain('&RelayState=a%20b%2Bc%2F%3D&SigAlg=')
  expect(new URL(location).searchParams.get('RelayState')).toBe('a b+c/=')
})

test('An EC key signs with ECDSA', () => {
  const { privateKey, publicKey } = ecKeys('P-256')
  const { location } = start({ signingKey: privateKey })
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  expect(verify('sha256', Buffer.from(octets(location)), key, signatureIn(location))).toBe(true)
  expect(new URL(location).searchParams.get('SigAlg')).toMatch(/ecdsa-sha256$/)
})

test('The request names destination, answer address and sender, and no NameIDPolicy', () => {
  const { requestId, location } = start({ requestId: '_fixed' })
  const xml = requestIn(location)
  expect(requestId).toBe('_fixed')
  for (const part of [
    ' ID="_fixed"',
    ' Version="2.0"',
    'Destination="https://idp.example/sso"',
    `AssertionConsumerServiceURL="${acsUrl}"`,
    'bindings:HTTP-POST"',
    `>${spEntityId}</saml:Issuer>`,
  ]) {
    expect(xml).toContain(part)
  }
  expect(xml).not.toContain('NameIDPolicy')
})

test('Every request has its own ID, which is a name', () => {
  const ids = new Set(Array.from({ length: 100 }, () => start().requestId))
  expect(ids.size).toBe(100)
  for (const id of ids) expect(id).toMatch(/^_[0-9a-f]{40}$/)
})

test('An address that has a query keeps it', () => {
  expect(start({ idpSsoUrl: 'https://idp.example/sso?idpid=x' }).location).toMatch(
    /^https:\/\/idp\.example\/sso\?idpid=x&SAMLRequest=/,
  )
})

test('T34 markup in settings stays text', () => {
  const xml = requestIn(start({ spEntityId: '"><evil a="' }).location)
  expect(xml).toContain('"&gt;&lt;evil a="</saml:Issuer>')
})

test('T61 an overlong relay state, a fragment and a public key are refused', () => {
  for (const wrong of [
    { relayState: 'x'.repeat(81) },
    { idpSsoUrl: 'https://idp.example/sso#x' },
    { signingKey: idpKey },
  ]) {
    expect(() => start(wrong)).toThrowError(expect.objectContaining({ code: 'validation_failed' }))
  }
})
