import type { KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { run as decodeCommand, help as decodeHelp } from '../../src/cli/decode.ts'
import { run as verifyCommand, help as verifyHelp } from '../../src/cli/verify.ts'
import { startRedirect } from '../../src/protocols/saml/index.ts'
import { makeKeyPair, toFormField } from '../../src/testing/index.ts'
import { acsUrl, change, ecKeys, element, idp, insertBefore, now, respond, rsaKeys, spEntityId } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'jitup-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
type Command = typeof verifyCommand
async function run(command: Command, argv: string[], stdin = '') {
  let [out, err] = ['', '']
  const code = await command(argv, {
    stdin: (async function* () {
      yield Buffer.from(stdin)
    })(),
    stdout: (text) => (out += text),
    stderr: (text) => (err += text),
  })
  return { code, out, err }
}

describe('jitup verify', () => {
  const metadata = file('metadata.xml', idp.metadata())
  const trust = ['--idp-metadata', metadata, '--sp-entity-id', spEntityId, '--acs', acsUrl, '--now', now.toISOString()]
  const xml = file('response.xml', respond({ attributes: { memberOf: ['a', 'b'], none: [] } }))

  test('accepts XML and base64, from a file and from standard input, and prints the assertion', async () => {
    const base64 = toFormField(respond({ attributes: { memberOf: ['a', 'b'], none: [] } }))
    for (const [source, stdin] of [
      [xml, ''],
      [file('response.b64', `${base64}\n`), ''],
      ['-', base64],
      [file('form.txt', `RelayState=x&SAMLResponse=${encodeURIComponent(base64)}\n`), ''],
      ['-', `SAMLResponse=${base64}`],
    ] as const) {
      const { code, out } = await run(verifyCommand, [source, ...trust, '--request-id', '_request'], stdin)
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({
        verdict: 'accepted',
        assertion: {
          issuer: idp.entityId,
          subject: { value: '7f1e1c3a0d5b4c6e9a28' },
          sessionIndex: expect.any(String),
          attributes: { memberOf: ['a', 'b'], none: [] },
        },
        warnings: [],
      })
    }
  })
  test('takes a certificate and an entityID instead of metadata', async () => {
    const pem = file('idp.pem', `-----BEGIN CERTIFICATE-----\n${idp.keys.certificate}\n-----END CERTIFICATE-----\n`)
    const given = ['--idp-cert', pem, '--idp-entity-id', idp.entityId, ...trust.slice(2)]
    expect((await run(verifyCommand, [...given, xml])).code).toBe(0)
  })
  test('decrypts with any of the keys it is given', async () => {
    const sp = makeKeyPair({ commonName: 'sp', now })
    const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }) as string
    const sealed = file('sealed.xml', respond({ encrypt: { recipients: sp.certificatePem } }))
    const [other, ours] = [file('other.pem', pem(rsaKeys(2048).privateKey)), file('sp.pem', pem(sp.privateKey))]
    const given = [...trust, '--request-id', '_request', sealed]
    expect((await run(verifyCommand, ['--sp-key', other, '--sp-key', ours, ...given])).code).toBe(0)
    expect(JSON.parse((await run(verifyCommand, given)).out)).toMatchObject({ code: 'decryption_key_missing' })
    expect(JSON.parse((await run(verifyCommand, ['--sp-key', other, ...given])).out)).toMatchObject({
      code: 'decryption_failed',
      step: 'decryption',
    })
    const wrong = await run(verifyCommand, ['--sp-key', file('ec.pem', pem(ecKeys('P-256').privateKey)), ...given])
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain('--sp-key must be a private RSA key')
    expect((await run(verifyCommand, ['--sp-key', file('no.pem', 'secret'), ...given])).err).not.toContain('secret')
  })
  test('excuses what it is told to excuse, and says so', async () => {
    const sp = makeKeyPair({ commonName: 'sp', now })
    const key = file('sp2.pem', sp.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
    const warningsOf = async (options: string[], message: string) => {
      const { code, out } = await run(verifyCommand, [...trust, ...options, '-'], message)
      const { warnings } = JSON.parse(out) as { warnings?: { code: string }[] }
      return [code, ...(warnings ?? []).map((one) => one.code)]
    }
    const cbc = respond({ sign: 'assertion', encrypt: { recipients: sp.certificatePem, data: 'aes256-cbc' } })
    expect(await warningsOf(['--sp-key', key], cbc)).toEqual([1])
    expect(await warningsOf(['--sp-key', key, '--cbc-unsigned'], cbc)).toEqual([0, 'cbc_unsigned'])
    const loose = respond({ assertionId: '0a1b-guid' })
    expect(await warningsOf([], loose)).toEqual([1])
    expect(await warningsOf(['--loose-ids'], loose)).toEqual([0, 'loose_id'])
    const unusual = respond({ sign: 'assertion' })
    const signature = element(unusual, 'ds:Signature')
    const late = insertBefore(change(unusual, signature, ''), '</saml2:Assertion>', signature)
    expect(await warningsOf([], late)).toEqual([1])
    expect(await warningsOf(['--signature-last'], late)).toEqual([0, 'signature_last'])
  })
  test('says why it refuses, and exits with 1', async () => {
    const { code, out } = await run(verifyCommand, [...trust, '--request-id', '_other', xml])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'rejected',
      code: 'in_response_to_mismatch',
      step: 'protocol',
      message: expect.any(String),
    })
    expect(JSON.parse((await run(verifyCommand, [...trust, '--unsolicited', xml])).out)).toMatchObject({
      code: 'in_response_to_mismatch',
    })
    expect(JSON.parse((await run(verifyCommand, [...trust, '-'], 'junk!')).out)).toMatchObject({
      code: 'message_not_base64',
    })
    const broken = file('broken.xml', '<a/>')
    expect(
      JSON.parse((await run(verifyCommand, ['--idp-metadata', broken, '--sp-entity-id', 'x', '--acs', 'y', xml])).out),
    ).toMatchObject({ verdict: 'rejected', code: 'metadata_invalid' })
  })
  test('heeds skew, age and legacy algorithms', async () => {
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString()
    expect((await run(verifyCommand, [...trust, '--now', later(301), xml])).code).toBe(0)
    expect((await run(verifyCommand, [...trust, '--now', later(301), '--clock-skew', '0', xml])).code).toBe(1)
    expect((await run(verifyCommand, [...trust, '--now', later(200), '--max-age', '10', xml])).code).toBe(1)
    const sha1 = file('sha1.xml', respond({ algorithm: 'rsa-sha1', digest: 'sha1' }))
    expect((await run(verifyCommand, [...trust, sha1])).code).toBe(1)
    expect((await run(verifyCommand, [...trust, '--legacy-algorithms', sha1])).code).toBe(0)
  })
  test.each([
    ['no file', []],
    ['two files', [xml, xml]],
    ['a file that is not there', [join(folder, 'missing')]],
    ['an unknown option', ['--nonsense', xml]],
    ['a time without zone', ['--now', '2026-11-23', xml]],
    ['a skew out of range', ['--clock-skew', '900', xml]],
    ['a request and none', ['--request-id', 'x', '--unsolicited', xml]],
    ['a form with two messages', [file('two.txt', 'SAMLResponse=a&SAMLResponse=b')]],
  ])('exits with 2 for %s', async (_, argv) => {
    const { code, out, err } = await run(verifyCommand, [...trust, ...argv])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^jitup: .+\.\nSee "jitup verify --help"\.\n$/)
  })
  test('explains itself', () => expect(verifyHelp).toContain('--idp-metadata'))
})

describe('jitup decode', () => {
  const xml = respond({ attributes: { memberOf: ['a', 'b'] } })
  test.each([
    ['XML', xml],
    ['base64', toFormField(xml)],
    ['base64 with line breaks', toFormField(xml).replace(/(.{64})/g, '$1\n')],
    ['a form body', `RelayState=x&SAMLResponse=${encodeURIComponent(toFormField(xml))}`],
    ['percent-encoded base64', encodeURIComponent(toFormField(xml))],
    ['deflated base64', deflateRawSync(xml).toString('base64')],
  ])('shows %s with its attributes', async (_, input) => {
    const { code, out } = await run(decodeCommand, ['-'], input)
    expect(code).toBe(0)
    expect(out).toContain('<saml2:Issuer')
    expect(out).toContain('\n  <saml2:Assertion ')
    expect(out).toContain('Attributes (not verified):\n  memberOf = "a", "b"\n')
  })
  test('takes a whole redirect address apart', async () => {
    const { location } = startRedirect({
      idpSsoUrl: 'https://idp.example/sso?x=1',
      spEntityId,
      acsUrl,
      relayState: 'a b',
      now,
      signingKey: idp.keys.privateKey,
    })
    const { code, out } = await run(decodeCommand, [location])
    expect([code, out]).toEqual([0, expect.stringContaining('<samlp:AuthnRequest')])
    expect(out).toContain('RelayState: a b\n')
    expect(JSON.parse((await run(decodeCommand, ['--json', '-'], location)).out)).toMatchObject({
      kind: 'AuthnRequest',
      relayState: 'a b',
    })
  })
  test('shows what cannot be parsed as it came, and says so', async () => {
    const { code, out, err } = await run(decodeCommand, ['-'], '<a>x<!-- hidden --></a>')
    expect([code, out]).toEqual([0, '<a>x<!-- hidden --></a>\n'])
    expect(err).toContain('markup_forbidden')
  })
  test('writes out characters that would deceive a terminal', async () => {
    for (const input of [respond({ attributes: { x: ['a\u202eb\u009b31m\u200b'] } }), '<a>\u001b[2J\u202e</a>']) {
      const { out } = await run(decodeCommand, ['-'], input)
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/)
      expect(out).toMatch(/&#x202e;/)
    }
  })
  test('stays within bounds', async () => {
    const bomb = deflateRawSync(Buffer.alloc(60_000_000, 0x61)).toString('base64')
    expect((await run(decodeCommand, ['-'], bomb)).code).toBe(1)
    expect((await run(decodeCommand, ['-'], 'x'.repeat(5_000_000))).code).toBe(1)
  })
  test('exits with 1 for what is no message and with 2 for wrong use', async () => {
    expect((await run(decodeCommand, ['-'], 'hello!')).code).toBe(1)
    expect((await run(decodeCommand, [])).code).toBe(2)
    expect((await run(decodeCommand, [join(folder, 'missing')])).code).toBe(2)
    expect(decodeHelp).toContain('Nothing is verified')
  })
})
