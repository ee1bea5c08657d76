/** What an attacker without any key can post: 200 KB of XML each, made to cost the reader more than the sender. */

const SIZE = 200_000

const fill = (unit) => unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE)
const made = (each) => {
  let text = ''
  for (let at = 0; text.length < SIZE; at++) text += each(at)
  return text
}
const wide = Array.from({ length: 39 }, (_, at) => `a${at}=""`).join(' ')

/** Kinds that need no genuine message around them. */
const loose = {
  'sibling elements': `<a>${'<b/>'.repeat(SIZE / 4)}</a>`,
  'siblings and texts': `<a>${'<b/>x'.repeat(SIZE / 5)}</a>`,
  'open elements': fill('<a>'),
  'nested elements': '<a>'.repeat(SIZE / 7) + '</a>'.repeat(SIZE / 7),
  'attributes of one element': `<a ${made((at) => `a${at}="" `)}/>`,
  'one attribute many times': `<a ${fill('a="" ')}/>`,
  'namespaces of one element': `<a ${made((at) => `xmlns:a${at}="u:a" `)}/>`,
  'nested namespaces': made((at) => `<a${at} xmlns:p${at}="u:a">`),
  'undeclared prefixes': `<a>${fill('<b:c/>')}</a>`,
  'relative namespaces': `<a>${fill('<b xmlns="r"/>')}</a>`,
  'broken tags': fill('<'),
  'closing tags': `<a>${fill('</b>')}`,
  ampersands: `<a>${fill('&')}`,
  'undeclared entities': `<a>${fill('&b;')}</a>`,
  'entities in an attribute': `<a b="${fill('&b;')}"/>`,
  'character references': `<a>${fill('&#65;')}</a>`,
  'a long name': `<${fill('a')}/>`,
  'a long attribute': `<a b="${fill('x ')}"/>`,
  'wide elements': `<a>${`<b ${wide}/>`.repeat(Math.floor(SIZE / (wide.length + 6)))}</a>`,
  'distinct names': `<a>${made((at) => `<n${at}/>`)}</a>`,
  'ends of CDATA': `<a>${fill(']]>')}</a>`,
  'an entity declaration': `<!DOCTYPE a [<!ENTITY b "${fill('b')}">]><a>&b;</a>`,
  comments: `<a>${fill('<!---->')}</a>`,
  'processing instructions': `<a>${fill('<?p?>')}</a>`,
  spaces: fill(' '),
  'no XML at all': fill('\u0001'),
}

/** Kinds that stand inside a genuine, signed message and so get further. */
const within = {
  'elements in Extensions': [
    '<saml2p:Status>',
    `<saml2p:Extensions xmlns:e="urn:e">${'<e:b/>'.repeat(3800)}</saml2p:Extensions>`,
  ],
  'wide elements in Extensions': [
    '<saml2p:Status>',
    `<saml2p:Extensions xmlns:e="urn:e">${`<e:b ${wide}/>`.repeat(600)}</saml2p:Extensions>`,
  ],
  'a long SignatureValue': [/(?<=<ds:SignatureValue>)/, 'AAAA'.repeat(SIZE / 4)],
  'blanks in SignatureValue': [/(?<=<ds:SignatureValue>)/, ' \n'.repeat(SIZE / 2)],
  'a long DigestValue': [/(?<=<ds:DigestValue>)/, 'A '.repeat(SIZE / 2)],
  'a long PrefixList': [/(?<=PrefixList=")/, 'a '.repeat(SIZE / 2)],
  'a long ID': [/(?<= ID=")/, 'a'.repeat(SIZE)],
  'quotes in a status': [
    '</saml2p:Status>',
    `<saml2p:StatusMessage>${"' is not ".repeat(SIZE / 9)}</saml2p:StatusMessage>`,
  ],
  'a long number': [
    '</saml2:Conditions>',
    `<saml2:ProxyRestriction Count="${'9'.repeat(SIZE)}"></saml2:ProxyRestriction>`,
  ],
  'many certificates': ['</ds:X509Data>', '<ds:X509Certificate>AAAA</ds:X509Certificate>'.repeat(1200)],
}

/** Every kind by name, as XML. `genuine` is a signed response. */
export function hostileMessages(genuine) {
  const inserted = Object.entries(within).map(([name, [marker, text]]) => {
    const at = typeof marker === 'string' ? genuine.indexOf(marker) : genuine.search(marker)
    if (at < 0) throw new Error(`the response has no place for ${name}`)
    return [name, genuine.slice(0, at) + text + genuine.slice(at)]
  })
  return [...Object.entries(loose), ...inserted]
}
