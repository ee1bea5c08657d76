import { sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonicalBytes } from '../../src/protocols/saml/xml/c14n.ts'
import { rawEngine } from '../../src/protocols/saml/xml/engine.ts'
import { withDocument } from '../../src/protocols/saml/xml/parse.ts'
import { plainSignedInfo, readSignedInfo } from '../../src/protocols/saml/xml/signed-info.ts'
import { accepted, change, idp, refused, respond } from './world.ts'

const DS = 'http://www.w3.org/2000/09/xmldsig#'
const EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const plainest = `<ds:SignedInfo xmlns:ds="${DS}"><ds:CanonicalizationMethod Algorithm="${EXC}"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#_a"><ds:Transforms><ds:Transform Algorithm="${DS}enveloped-signature"/><ds:Transform Algorithm="${EXC}"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>`
const withList = (list: string) =>
  change(plainest, `"${EXC}"/></ds:Transforms>`, `"${EXC}">${list}</ds:Transform></ds:Transforms>`)

/** What is written without libxml2, and what libxml2 writes. */
const written = (xml: string) =>
  rawEngine.run((engine) =>
    withDocument(engine, Buffer.from(xml), { nodes: 100 }, (document) => {
      const info = readSignedInfo(document.root, false)
      const plain = plainSignedInfo(document.root, info)?.toString() ?? null
      return { plain, canonical: canonicalBytes(document, document.root, info.infoPrefixes).toString() }
    }),
  )

describe('a plain SignedInfo', () => {
  test.each([
    ['the plainest', plainest],
    ['in the default namespace', plainest.replaceAll('ds:', '').replace('xmlns:ds', 'xmlns')],
    ['with attributes in other quotes', plainest.replaceAll('"', "'")],
    ['with a PrefixList', withList(`<ec:InclusiveNamespaces xmlns:ec="${EXC}" PrefixList="xs #default saml2"/>`)],
    ['with a PrefixList without prefix', withList(`<InclusiveNamespaces xmlns="${EXC}" PrefixList="xs"/>`)],
    ['with an empty PrefixList', withList(`<ec:InclusiveNamespaces xmlns:ec="${EXC}" PrefixList=""/>`)],
    [
      'with a list whose prefix hides the outer one',
      withList(`<ds:InclusiveNamespaces xmlns:ds="${EXC}" PrefixList="xs"/>`),
    ],
  ])('%s is written as libxml2 writes it', (_, xml) => {
    const { plain, canonical } = written(xml)
    expect(plain).toBe(canonical)
  })

  test.each([
    ['white space in SignedInfo', change(plainest, '<ds:Reference', '\n<ds:Reference')],
    ['white space in Reference', change(plainest, '<ds:DigestMethod', ' <ds:DigestMethod')],
    ['white space in Transforms', change(plainest, '</ds:Transforms>', ' </ds:Transforms>')],
    ['white space in a Transform', withList(` <ec:InclusiveNamespaces xmlns:ec="${EXC}" PrefixList="xs"/>`)],
    [
      'its own PrefixList',
      change(
        plainest,
        `"${EXC}"/><ds:SignatureMethod`,
        `"${EXC}"><ec:InclusiveNamespaces xmlns:ec="${EXC}" PrefixList="x"/></ds:CanonicalizationMethod><ds:SignatureMethod`,
      ),
    ],
    ['an ID that needs escaping', change(plainest, '#_a', '#_a&amp;b&lt;')],
    ['a namespace that it does not use', plainest.replace(' xmlns:ds', ' xmlns:xs="urn:x" xmlns:ds')],
    ['a prefix beyond ASCII', plainest.replaceAll('ds:', 'ü:').replace('xmlns:ds', 'xmlns:ü')],
  ])('is not one with %s', (_, xml) => {
    expect(written(xml).plain).toBeNull()
  })

  test('says nothing of attributes it was not asked about: those make another canonical form', () => {
    for (const named of ['<ds:Reference Id="r"', '<ds:Reference Type="urn:t"']) {
      const { plain, canonical } = written(change(plainest, '<ds:Reference', named))
      expect(plain).not.toBe(canonical)
    }
  })
})

/** The same message with its SignedInfo replaced and signed anew. */
function resigned(xml: string, edit: (info: string) => string): string {
  const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(xml)?.[0] ?? ''
  const edited = edit(info)
  const signed = change(edited, '<ds:SignedInfo>', `<ds:SignedInfo xmlns:ds="${DS}">`)
  const value = sign('sha256', Buffer.from(signed), idp.keys.privateKey).toString('base64')
  return change(change(xml, info, edited), /(?<=<ds:SignatureValue>)[^<]*/, value)
}

test('a signature over a SignedInfo that is not plain is verified over its canonical form', () => {
  for (const signed of ['assertion', 'response'] as const) {
    const xml = respond({ sign: signed })
    const spaced = resigned(xml, (info) => info.replace('<ds:Reference', '\n  <ds:Reference'))
    const typed = resigned(xml, (info) => info.replace('<ds:Reference ', '<ds:Reference Id="_r" '))
    for (const one of [spaced, typed]) {
      expect(one).not.toBe(xml)
      expect(accepted(one).claims).toEqual(accepted(xml).claims)
      refused(change(one, 'john@x.example', 'mary@x.example'), 'signature_digest', 'signature')
    }
    refused(change(spaced, '\n  <ds:Reference', '\n <ds:Reference'), 'signature_invalid', 'signature')
    refused(change(typed, 'Id="_r"', 'Id="_s"'), 'signature_invalid', 'signature')
  }
})

test.each([
  ['a space in a Transform', 'enveloped-signature"></', 'enveloped-signature"> </'],
  ['a space in the CanonicalizationMethod', /(<ds:CanonicalizationMethod[^>]*>)/, '$1 '],
  ['an attribute more', '<ec:InclusiveNamespaces ', '<ec:InclusiveNamespaces x="" '],
  ['two spaces in the PrefixList', 'PrefixList="xs"', 'PrefixList="xs  "'],
  ['a line break in the DigestValue', '</ds:DigestValue>', '\n</ds:DigestValue>'],
  ['an Id', '<ds:SignedInfo>', '<ds:SignedInfo Id="_i">'],
])('a SignedInfo that was rewritten on the way is refused, though it says the same: %s', (_, from, to) => {
  const genuine = respond({ sign: 'response' })
  accepted(genuine)
  const rewritten = genuine.replace(from, to)
  expect(rewritten).not.toBe(genuine)
  refused(rewritten, 'signature_invalid', 'signature')
})

test('a SignedInfo with a relative namespace, which has no canonical form, is refused though nothing uses it', () => {
  const added = change(respond({ sign: 'response' }), '<ds:DigestMethod ', '<ds:DigestMethod xmlns:x="relative" ')
  refused(added, 'signature_transform', 'signature')
})
