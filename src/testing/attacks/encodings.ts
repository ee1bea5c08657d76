/** Bytes that are no plain UTF-8 XML 1.0, and base64 that is none (T28). */
import { type Draft, draft } from './attack.ts'
import type { Material } from './material.ts'
import { before, changed } from './outline.ts'

export function encodings(m: Material): readonly Draft[] {
  const { xml } = m
  const utf8 = (text: string) => Buffer.from(text, 'utf8')
  const base64 = (text: string) => utf8(text).toString('base64')
  const declared = (encoding: string, version = '1.0') => `<?xml version="${version}" encoding="${encoding}"?>`
  const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
  const hidden = m.forgedAssertion
  const field = (text: string) => () => ({ field: text })
  // "<" as two bytes, which no UTF-8 decoder may accept.
  const overlong = (text: string) => Buffer.from(utf8(text).toString('latin1').replaceAll('<', '\xc0\xbc'), 'latin1')
  const seam = xml.indexOf(m.assertion)
  const utf7 = hidden.replace(/[<>"&]/g, (c) => `+${utf16be(c).toString('base64').replace(/=/g, '')}-`)
  const good = base64(xml)
  return [
    draft('T28-utf16le', 'UTF-16, little end first', () =>
      Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(xml, 'utf16le')]),
    ),
    draft('T28-utf16be', 'UTF-16, big end first', () => Buffer.concat([Buffer.of(0xfe, 0xff), utf16be(xml)])),
    draft('T28-utf16-bare', 'UTF-16 without a byte order mark', () => Buffer.from(declared('UTF-16') + xml, 'utf16le')),
    draft(
      'T28-utf7',
      'A forged Assertion written in UTF-7',
      () => declared('UTF-7') + changed(xml, m.assertion, utf7 + m.assertion),
    ),
    draft('T28-latin1', 'Declared as ISO-8859-1', () => declared('ISO-8859-1') + xml),
    draft('T28-ebcdic', 'Declared as EBCDIC', () => declared('IBM037') + xml),
    draft('T28-unknown-encoding', 'Declared as an encoding that nobody knows', () => declared('x-nothing') + xml),
    draft('T28-xml-11', 'XML 1.1', () => declared('UTF-8', '1.1') + xml),
    draft('T28-xml-20', 'XML 2.0', () => declared('UTF-8', '2.0') + xml),
    draft('T28-two-declarations', 'Two XML declarations', () => declared('UTF-8') + declared('UTF-8') + xml),
    draft('T28-late-declaration', 'A space before the XML declaration', () => ` ${declared('UTF-8')}${xml}`),
    draft('T28-byte-order-mark', 'A byte order mark of UTF-8', () =>
      Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), utf8(xml)]),
    ),
    draft('T28-overlong', 'A forged Assertion whose tags are overlong UTF-8', () =>
      Buffer.concat([utf8(xml.slice(0, seam)), overlong(hidden), utf8(xml.slice(seam))]),
    ),
    draft('T28-surrogates', 'A lone surrogate in UTF-8', () =>
      Buffer.concat([utf8(xml.slice(0, seam)), Buffer.of(0xed, 0xa0, 0x80), utf8(xml.slice(seam))]),
    ),
    draft('T28-cut-character', 'Half of a character at the end', () =>
      Buffer.concat([utf8(xml), Buffer.of(0xe2, 0x82)]),
    ),
    draft('T28-nul', 'A NUL inside the name', () => changed(xml, new RegExp(`(?=</${m.saml}NameID>)`), '\0')),
    draft('T28-nul-then-forged', 'The signed message, a NUL, a forged one', () => `${xml}\0${m.forgedResponse}`),
    draft('T28-forged-nul', 'A forged message, a NUL, the signed one', () => `${m.forgedResponse}\0${xml}`),
    draft('T28-control', 'A control character', () => changed(xml, new RegExp(`(?=</${m.saml}NameID>)`), '\x01')),
    draft('T28-control-reference', 'A control character as a reference', () =>
      changed(xml, new RegExp(`(?=</${m.saml}NameID>)`), '&#1;'),
    ),
    draft('T28-two-roots', 'A forged root, then the signed one', () => m.forgedResponse + xml),
    draft('T28-two-roots-reversed', 'The signed root, then a forged one', () => xml + m.forgedResponse),
    draft('T28-text-before', 'Text before the root', () => `x${xml}`),
    draft('T28-text-after', 'Text behind the root', () => `${xml}x`),
    draft('T28-cut', 'A message cut short', () => xml.slice(0, -5)),
    draft('T28-unclosed', 'Tags closed in the wrong order', () =>
      before(xml, `</${m.saml}Subject>`, `</${m.saml}Conditions>`),
    ),
    draft('T28-empty', 'Nothing at all', () => ({ field: '' })),
    draft('T28-raw-xml', 'XML that is not encoded', field(xml)),
    draft(
      'T28-base64-two',
      'Two base64 texts, the forged one first',
      field(`${base64(padded(m.forgedResponse))}${good}`),
    ),
    draft(
      'T28-base64-two-reversed',
      'Two base64 texts, the signed one first',
      field(`${base64(padded(xml))}${base64(m.forgedResponse)}`),
    ),
    draft('T28-base64-junk', 'Characters outside the alphabet', field(`${good.slice(0, 40)}$!*${good.slice(40)}`)),
    draft(
      'T28-base64-spaces',
      'Spaces, as a form makes of plus signs',
      field(`${good.slice(0, 40)} ${good.slice(40)}`),
    ),
    draft(
      'T28-base64-url',
      'The alphabet of URLs',
      field(base64(`${xml}<!--\u00fb\u00ff\u00bf-->`).replaceAll('+', '-').replaceAll('/', '_')),
    ),
    draft(
      'T28-base64-unpadded',
      'Padding left out',
      field(base64(`${xml}${' '.repeat((4 - (utf8(xml).length % 3)) % 3 || 1)}`).replace(/=*$/, '')),
    ),
    draft('T28-base64-twice', 'base64 of base64', field(Buffer.from(good).toString('base64'))),
    draft('T28-percent', 'base64 that is percent-encoded', field(encodeURIComponent(`${good}=`))),
  ]
}

/** Padded with spaces so that its base64 ends in an equals sign: more after it is a second text. */
const padded = (xml: string): string => xml + ' '.repeat((4 - (Buffer.byteLength(xml) % 3)) % 3 || 3)
