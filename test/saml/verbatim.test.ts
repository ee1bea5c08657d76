import { expect, test } from 'vitest'
import { verbatim } from '../../src/protocols/saml/xml/verbatim.ts'
import { signXml } from '../../src/testing/index.ts'
import { accepted, change, idp, insertBefore, refused, respond } from './world.ts'

const bytes = (xml: string) => Buffer.from(xml)

test('an element is found as it was sent, without its signature', () => {
  const xml = '<p:R ID="r"><p:A ID="a"><d:Signature><d:X/></d:Signature><p:V>1</p:V></p:A></p:R>'
  expect(verbatim(bytes(xml), 'a', 'A')?.toString()).toBe('<p:A ID="a"><p:V>1</p:V></p:A>')
  expect(verbatim(bytes(xml), 'r', 'R')?.toString()).toBe('<p:R ID="r"><p:A ID="a"><p:V>1</p:V></p:A></p:R>')
})

test.each([
  ['no such ID', '<A ID="a"><Signature></Signature></A>', 'b'],
  ['no signature', '<A ID="a"></A>', 'a'],
  ['a signature that does not end', '<A ID="a"><Signature></A>', 'a'],
  ['a signature after the element', '<R><A ID="a"></A><Signature></Signature></R>', 'a'],
  ['nothing', '', 'a'],
  ['an ID outside any element', 'ID="a"', 'a'],
])('where it cannot be found simply (%s), there is no guess', (_, xml, id) => {
  expect(verbatim(bytes(xml), id, 'A')).toBeNull()
})

test('what is sent in another form than it was signed in is canonicalised, and what differs is refused', () => {
  for (const sign of ['assertion', 'response', 'both'] as const) {
    const signed = respond({ sign })
    expect(accepted(signed).claims.get('Email')).toEqual(['john@x.example'])
    const shortened = signed
      .replace(/<([\w:]+)( [^<>]*)><\/\1>/g, '<$1$2/>')
      .replaceAll(' Version="2.0"', " Version='2.0'")
    expect(shortened).not.toBe(signed)
    expect(accepted(shortened).claims).toEqual(accepted(signed).claims)
    refused(change(shortened, 'john@x.example', 'mary@x.example'), 'signature_digest', 'signature')
    refused(change(signed, 'john@x.example', 'mary@x.example'), 'signature_digest', 'signature')
  }
})

test('a namespace that only the unsigned Response declares gives nothing signed a meaning', () => {
  const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
  const role = '<Attribute Name="role"><saml2:AttributeValue>admin</saml2:AttributeValue></Attribute>'
  // What was signed is no SAML attribute; only under the Response's default namespace it looks like one.
  const signed = respond({
    sign: 'assertion',
    editUnsigned: (xml) => insertBefore(xml, '</saml2:AttributeStatement>', role),
  })
  refused(signed, 'schema_invalid', 'schema')
  const lifted = change(signed, '<saml2p:Response ', `<saml2p:Response xmlns="${SAML}" `)
  refused(lifted, 'signature_digest', 'signature')
  // One that changes nothing is no hindrance.
  accepted(change(respond({ sign: 'assertion' }), '<saml2p:Response ', `<saml2p:Response xmlns="${SAML}" `))
})

test('a prefix of the PrefixList that only the unsigned Response declares belongs to the canonical form', () => {
  const signed = signXml(respond({ sign: 'none', assertionId: '_a' }), '_a', idp.keys, { prefixList: 'xs more' })
  accepted(signed)
  refused(
    change(signed, '<saml2p:Response ', '<saml2p:Response xmlns:more="urn:more" '),
    'signature_digest',
    'signature',
  )
})
