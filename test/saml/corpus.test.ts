/**
 * The fixtures of three well-known SAML libraries, where they are present: JITUP_CORPUS or `../shared/corpus` beside the
 * project. Each response is judged by what it says about itself, with every certificate of the corpus pinned, so that
 * only the verifier can refuse it.
 */
import { type KeyObject, X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Verification } from '../../src/protocols/protocol.ts'
import { verifyResponseXml } from '../../src/protocols/saml/index.ts'

const corpus = resolve(process.env.JITUP_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus'))
const present = existsSync(join(corpus, 'ruby-saml'))
if (!present)
  console.warn(`The corpus of SAML fixtures is not at JITUP_CORPUS or ../shared/corpus: its tests are skipped.`)

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
  )

/** These stand under an `invalid` name because their library refuses a Name sent twice; we merge the values, as Keycloak needs, and warn. */
const mergedByUs = 'duplicated_attributes.xml.base64'

/** Responses of the three libraries that must be accepted with legacy algorithms. Most others have no trusted key or are not signed. */
const accepted = [
  'python3-saml/tests/data/responses/double_signed_response.xml.base64',
  'python3-saml/tests/data/responses/signed_assertion_response.xml.base64',
  'python3-saml/tests/data/responses/signed_message_response.xml.base64',
  'python3-saml/tests/data/responses/valid_response.xml.base64',
  'python3-saml/tests/data/responses/valid_response_with_namequalifier.xml.base64',
  'python3-saml/tests/data/responses/valid_response_without_inresponseto.xml.base64',
  'ruby-saml/test/responses/response_with_signed_assertion_2.xml.base64',
  'ruby-saml/test/responses/signed_nameid_in_atts.xml',
  'ruby-saml/test/responses/signed_unqual_nameid_in_atts.xml',
]

/** Valid for their library, refused here, each for a reason. */
const refused: Readonly<Record<string, readonly [code: string, why: string]>> = {
  'node-saml/test/static/signatures/valid/response.root-signed.assertion-signed.xml': [
    'audience_mismatch',
    'names no Audience',
  ],
  'node-saml/test/static/signatures/valid/response.root-signed.assertion-unsigned.xml': [
    'audience_mismatch',
    'names no Audience',
  ],
  'node-saml/test/static/signatures/valid/response.root-unsigned.assertion-signed.xml': [
    'audience_mismatch',
    'names no Audience',
  ],
  'node-saml/test/static/signatures/valid/response.root-signed.assertion-signed.1advice-unsigned.xml': [
    'assertion_several',
    'an assertion inside Advice',
  ],
  'node-saml/test/static/signatures/valid/response.root-signed.assertion-unsigned-encrypted.xml': [
    'assertion_encrypted_unsupported',
    'encrypted',
  ],
  'python3-saml/tests/data/responses/response1_with_friendlyname.xml.base64': [
    'issuer_mismatch',
    'the Response has no Issuer',
  ],
  'ruby-saml/test/responses/adfs_response_sha1.xml': ['algorithm_forbidden', 'an algorithm URI that does not exist'],
  'ruby-saml/test/responses/starfield_response.xml.base64': ['signature_transform', 'inclusive canonicalisation'],
  'ruby-saml/test/responses/valid_response.xml.base64': [
    'message_not_utf8',
    'deflated, which the POST binding never is',
  ],
}

function certificateKey(file: string): KeyObject[] {
  try {
    const text = readFileSync(file, 'latin1')
    const certificate = text.includes('BEGIN') ? text : Buffer.from(text, 'base64')
    return [new X509Certificate(certificate).publicKey]
  } catch {
    return [] // The corpus holds broken certificates on purpose.
  }
}

test('The corpus is present in CI', () => expect(present || process.env.CI !== 'true').toBe(true))

describe.skipIf(!present)('The corpus', () => {
  let keys: KeyObject[] = []
  let responses: string[] = []
  beforeAll(() => {
    const all = filesIn(corpus)
    keys = all.filter((file) => /\/certs?(ificates)?\/|\.crt$|cert\.pem$/.test(file)).flatMap(certificateKey)
    responses = all.filter(
      (file) => /responses\/|static\/signatures\/|static\/.*response.*\.xml$/.test(file) && !/logout/.test(file),
    )
    expect(keys.length).toBeGreaterThan(4)
    expect(responses.length).toBeGreaterThan(180)
  })

  function judge(file: string, legacyAlgorithms: boolean): Verification {
    const bytes = readFileSync(file)
    const text = bytes.toString('latin1').trim()
    const xml = text.startsWith('<') ? bytes : Buffer.from(text, 'base64')
    const says = (pattern: RegExp) => pattern.exec(xml.toString('utf8'))?.[1] ?? 'unknown'
    const at = new Date(says(/IssueInstant="([^"]+)"/))
    const answers = says(/ConfirmationData[^>]*InResponseTo="([^"]+)"/) !== 'unknown'
    return verifyResponseXml(xml, {
      idpEntityId: says(/Issuer[^>]*>([^<]+)</),
      spEntityId: says(/Audience>([^<]+)</),
      acsUrl: says(/Recipient="([^"]+)"/),
      keys,
      now: Number.isNaN(at.getTime()) ? new Date('2020-09-25T16:59:00Z') : at,
      request: { kind: answers ? 'stored' : 'unsolicited' },
      legacyAlgorithms,
    })
  }
  const codeOf = (verdict: Verification) => (verdict.verdict === 'accepted' ? 'accepted' : verdict.code)
  const under = (file: string) => relative(corpus, file)

  test('nothing under an invalid name is accepted, strict or with legacy algorithms', () => {
    const invalid = responses.filter((file) => /invalid/i.test(under(file)))
    expect(invalid.length).toBeGreaterThan(80)
    for (const legacy of [false, true]) {
      const passed = invalid.filter((file) => judge(file, legacy).verdict === 'accepted')
      expect(passed.filter((file) => basename(file) !== mergedByUs).map(under)).toEqual([])
      for (const file of passed)
        expect(judge(file, legacy)).toMatchObject({
          warnings: expect.arrayContaining([expect.objectContaining({ code: 'attribute_merged' })]),
        })
    }
  })

  test('nothing is accepted without legacy algorithms: all of it is SHA-1 or RSA-1024', () => {
    expect(responses.filter((file) => judge(file, false).verdict === 'accepted').map(under)).toEqual([])
    for (const file of accepted)
      expect([file, codeOf(judge(join(corpus, file), false))]).toEqual([
        file,
        expect.stringMatching(/^(algorithm_forbidden|signature_key_weak|signature_invalid)$/),
      ])
  })

  test('what should be accepted with legacy algorithms is, and nothing else', () => {
    const passed = responses.filter((file) => judge(file, true).verdict === 'accepted' && basename(file) !== mergedByUs)
    expect(passed.map(under).sort()).toEqual([...accepted].sort())
  })

  test.each(Object.entries(refused))('%s is refused: %j', (file, [code]) => {
    expect(codeOf(judge(join(corpus, file), true))).toBe(code)
  })

  test('no file brings the verifier itself down', () => {
    for (const file of responses) expect([file, codeOf(judge(file, true))]).not.toEqual([file, 'internal'])
  })
})
