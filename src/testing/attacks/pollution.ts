/** Attributes that look like an ID to one reader only (T14), void canonicalisation (T15) and unstable round trips (T16). */
import { createHash } from 'node:crypto'
import { type Draft, draft } from './attack.ts'
import { DS, EVIL_ASSERTION, EVIL_RESPONSE, type Material, SAML } from './material.ts'
import { before, changed } from './outline.ts'
import { forgedInPlace } from './references.ts'
import { resigned, rsa } from './signing.ts'
import { inKeyInfo, signedAs } from './wrapping.ts'

export const pollution = (m: Material): readonly Draft[] => [...identifiers(m), ...voids(m), ...roundTrips(m)]

const variants: Readonly<Record<string, (id: string) => string>> = {
  Id: (id) => `Id="${id}"`,
  id: (id) => `id="${id}"`,
  iD: (id) => `iD="${id}"`,
  'xml-id': (id) => `xml:id="${id}"`,
  prefixed: (id) => `xmlns:x="urn:example:nothing" x:ID="${id}"`,
  'saml-prefixed': (id) => `xmlns:x="${SAML}" x:ID="${id}"`,
  'xml-prefixed': (id) => `xml:ID="${id}"`,
  'wsu-id': (id) =>
    `xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" wsu:Id="${id}"`,
}

/** The forged element has an ID of its own and the signed one's under another name; the signed one stands behind. */
function identifiers(m: Material): readonly Draft[] {
  const decorate = (element: string, attribute: string) => element.replace(/^<[^\s>]+/, (tag) => `${tag} ${attribute}`)
  const forged = (attribute: string) => {
    if (m.responseSignature) {
      const root = decorate(m.forgedResponse, attribute)
      return before(root, `<${m.samlp}Status>`, inKeyInfo(m, m.responseSignature, m.bareResponse))
    }
    const evil = signedAs(m, decorate(m.forgedAssertion, attribute), m.assertionSignature)
    return changed(m.xml, m.assertion, evil + m.bareAssertion)
  }
  const id = m.responseSignature ? m.responseId : m.assertionId
  const evilId = m.responseSignature ? EVIL_RESPONSE : EVIL_ASSERTION
  return [
    ...Object.entries(variants).map(([name, attribute]) =>
      draft(`T14-${name}`, `The signed ID once more, as ${name}, on a forged element`, () => forged(attribute(id))),
    ),
    draft('T14-only-Id', 'The forged element has the signed ID as Id and no ID', () =>
      changed(forged(variants.Id?.(id) ?? ''), ` ID="${evilId}"`, ''),
    ),
    draft('T14-prefixed-genuine', 'A prefixed ID beside the genuine one, on the signed element', () =>
      changed(m.xml, m.assertion, decorate(m.assertion, variants.prefixed?.(EVIL_ASSERTION) ?? '')),
    ),
  ]
}

const NOTHING = createHash('sha256').digest('base64')

/** Canonicalisation that fails, or comes out empty, must not be the digest of nothing. */
function voids(m: Material): readonly Draft[] {
  const { own, open } = forgedInPlace(m)
  const empty = changed(own, /(?<=DigestValue>)[^<]*/, NOTHING)
  const relative = (xml: string) =>
    xml.replace(/^(<[^\s>]+)/, '$1 xmlns:r="1"').replace(/(<[\w.-]*:?Assertion)(?=\s)/, '$1 xmlns:r="1"')
  const keys = m.genuine.idpKeys
  const golden = (edit: (xml: string) => string) => () => {
    if (keys === undefined) return edit(open(empty))
    const sign = m.shape === 'response' ? 'response' : 'assertion'
    const xml = resigned(m.fake(keys, { sign }), (info) => changed(info, /(?<=DigestValue>)[^<]*/, NOTHING), rsa(keys))
    return edit(xml)
  }
  return [
    draft('T15-relative-namespace', 'A relative namespace name on the signed element of a forgery', () =>
      relative(open(own)),
    ),
    draft(
      'T15-empty-digest',
      'The digest of nothing, signed, over a forgery',
      golden((xml) => xml),
    ),
    draft(
      'T15-empty-digest-relative',
      'The same with a relative namespace name, so that canonicalising fails',
      golden(relative),
    ),
    draft(
      'T15-empty-digest-bad-namespace',
      'The same with a namespace name that is no URI',
      golden((xml) => xml.replace(/(<[\w.-]*:?Assertion)(?=\s)/, '$1 xmlns:r="http://example.com\u0080"')),
    ),
    draft('T15-no-digest-value', 'An empty DigestValue', () => open(changed(own, /(?<=DigestValue>)[^<]*/, ''))),
    draft('T15-deep', 'A forgery nested so deeply that canonicalising may give up', () =>
      changed(open(empty), `</${m.saml}Issuer>`, `</${m.saml}Issuer>${'<x>'.repeat(300)}${'</x>'.repeat(300)}`),
    ),
  ]
}

/** Names and line ends that some parsers read differently after writing them once. */
function roundTrips(m: Material): readonly Draft[] {
  const assertion = `<${m.saml}Assertion`
  const put = (text: string) => changed(m.xml, m.assertion, text)
  const rename = (name: string) => m.forgedAssertion.replaceAll(`${m.saml}Assertion`, name)
  return [
    draft('T16-leading-colon', 'A forged element whose name begins with a colon', () =>
      put(rename(':Assertion') + m.assertion),
    ),
    draft('T16-two-colons', 'A forged element whose name has two colons', () =>
      put(rename('a:b:Assertion') + m.assertion),
    ),
    draft('T16-empty-prefix', 'An attribute called xmlns: with nothing behind', () =>
      changed(m.xml, assertion, `${assertion} xmlns:="${DS}"`),
    ),
    draft('T16-prefix-undone', 'A prefix bound to nothing', () =>
      put(m.forgedAssertion.replace(/^<[^\s>]+/, (tag) => `${tag} xmlns:u=""`) + m.assertion),
    ),
    draft('T16-prefix-rebound', 'The prefix of SAML bound to another namespace inside the signed element', () =>
      changed(
        m.xml,
        `<${m.saml}Subject>`,
        `<${m.saml}Subject xmlns${m.saml ? `:${m.saml.slice(0, -1)}` : ''}="urn:example:nothing">`,
      ),
    ),
    draft('T16-attribute-twice', 'An attribute twice under two prefixes of one namespace', () =>
      put(
        m.forgedAssertion.replace(/^<[^\s>]+/, (tag) => `${tag} xmlns:a="urn:x" xmlns:b="urn:x" a:k="1" b:k="2"`) +
          m.assertion,
      ),
    ),
    draft('T16-slash-attribute', 'A tag that ends twice', () =>
      changed(m.xml, assertion, `${assertion} x="/><${m.saml}Assertion`),
    ),
    draft('T16-carriage-return', 'A carriage return as a reference inside the signed subject', () =>
      changed(m.xml, new RegExp(`</${m.saml}NameID>`), `&#xD;</${m.saml}NameID>`),
    ),
  ]
}
