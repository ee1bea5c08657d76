/** Messages that cost more than they weigh (T32, T33). All are refusable before any signature is looked at. */
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { type Draft, draft } from './attack.ts'
import { DS, type Material } from './material.ts'
import { before, changed } from './outline.ts'

const KB = 1024

export const complexity = (m: Material): readonly Draft[] => [...structures(m), ...bombs(m)]

const many = (bytes: number, one: (n: number) => string): string => {
  const parts: string[] = []
  for (let size = 0, n = 0; size < bytes; n += 1) {
    const part = one(n)
    parts.push(part)
    size += part.length
  }
  return parts.join('')
}

function structures(m: Material): readonly Draft[] {
  const inside = (content: string) =>
    before(m.xml, `<${m.samlp}Status>`, `<${m.samlp}Extensions>${content}</${m.samlp}Extensions>`)
  const prefixes = many(180 * KB, (n) => ` p${n}`).trim()
  const kinds: Readonly<Record<string, readonly [string, (bytes: number) => string]>> = {
    siblings: ['Sibling elements', (bytes) => many(bytes, () => '<a/>')],
    'siblings-text': ['Sibling elements with text between', (bytes) => many(bytes, () => '<a/>x')],
    'distinct-siblings': ['Sibling elements, each with a name of its own', (bytes) => many(bytes, (n) => `<a${n}/>`)],
    attributes: ['Attributes of one element', (bytes) => `<a${many(bytes, (n) => ` a${n}=""`)}/>`],
    'same-attributes': ['The same attribute again and again', (bytes) => `<a${many(bytes, () => ' a=""')}/>`],
    namespaces: [
      'Namespace declarations of one element',
      (bytes) => `<a${many(bytes, (n) => ` xmlns:a${n}="urn:a"`)}/>`,
    ],
    'nested-namespaces': [
      'A namespace declaration on each of many nested elements',
      (bytes) => {
        const all = Array.from({ length: Math.floor(bytes / 34) }, (_, n) => `<a xmlns:p${n % 1000}="urn:${n}">`)
        return all.join('') + '</a>'.repeat(all.length)
      },
    ],
    nesting: ['Nested elements', (bytes) => '<a>'.repeat(bytes / 7) + '</a>'.repeat(bytes / 7)],
    'open-tags': ['Tags that are never closed', (bytes) => '<a>'.repeat(bytes / 3)],
    'close-tags': ['Tags that were never opened', (bytes) => '</a>'.repeat(bytes / 4)],
    brackets: ['Opening brackets', (bytes) => '<'.repeat(bytes)],
    ampersands: ['Ampersands', (bytes) => '&'.repeat(bytes)],
    'unknown-entities': ['References to entities that nobody declared', (bytes) => '&b;'.repeat(bytes / 3)],
    'character-references': ['Character references', (bytes) => `<a>${'&#65;'.repeat(bytes / 5)}</a>`],
    'long-name': ['One element with a very long name', (bytes) => `<${'a'.repeat(bytes)}/>`],
    'long-attribute': ['One very long attribute', (bytes) => `<a b="${'x '.repeat(bytes / 2)}"/>`],
    'unbound-prefixes': ['Prefixes that nobody declared', (bytes) => many(bytes, (n) => `<p${n}:a/>`)],
    'wide-elements': [
      'Elements with as many attributes as may be',
      (bytes) => many(bytes, () => `<a${many(200, (n) => ` b${n}=""`)}/>`),
    ],
  }
  // Much text in few elements, or elements within everybody's limits, cost a sound parser nothing.
  const single = new Set(['character-references', 'long-name', 'long-attribute', 'wide-elements'])
  return [
    ...Object.entries(kinds).flatMap(([name, [title, make]]) =>
      [40, 200].map((size) =>
        draft(
          `T32-${name}-${size}kb`,
          `${title}, ${size} KB`,
          () => inside(`<e:x xmlns:e="urn:example:e">${make(size * KB)}</e:x>`),
          size === 40 || single.has(name) ? 'nothing-forged' : 'refused',
        ),
      ),
    ),
    draft('T32-nesting-60', 'Sixty levels of elements', () =>
      inside(`<e:x xmlns:e="urn:example:e">${'<a>'.repeat(60)}${'</a>'.repeat(60)}</e:x>`),
    ),
    draft('T32-bare-siblings', '200 KB of siblings and nothing of SAML', () => `<a>${'<b/>'.repeat(50 * KB)}</a>`),
    draft('T32-prefix-list', 'A PrefixList of 180 KB', () =>
      m.xml.includes('PrefixList="')
        ? changed(m.xml, /(?<=PrefixList=")[^"]*/, prefixes)
        : inside(`<a b="${prefixes}"/>`),
    ),
    draft('T32-signatures', 'A thousand signatures', () => {
      const own = m.responseSignature || m.assertionSignature
      return changed(m.xml, own, own + `<s:Signature xmlns:s="${DS}"></s:Signature>`.repeat(1000))
    }),
    draft('T32-assertions', 'A hundred forged Assertions', () =>
      changed(m.xml, m.assertion, m.forgedAssertion.repeat(100) + m.assertion),
    ),
    draft('T32-references', 'Two hundred References', () =>
      changed(
        m.xml,
        /<((?:[\w.-]+:)?Reference)[\s>].*?<\/\1>/s,
        (/<((?:[\w.-]+:)?Reference)[\s>].*?<\/\1>/s.exec(m.xml)?.[0] ?? '').repeat(200),
      ),
    ),
    draft('T32-long-signature', 'A SignatureValue of 150 KB', () =>
      changed(m.xml, /(?<=SignatureValue>)/, 'AAAA'.repeat(38 * KB)),
    ),
    draft(
      'T32-long-id',
      'An ID of 100 KB',
      () => changed(m.xml, / ID="/, ` ID="${'_'.repeat(100 * KB)}`),
      'nothing-forged',
    ),
    draft('T32-long-time', 'A time of 100 KB', () =>
      changed(m.xml, / IssueInstant="[^"]*"/, ` IssueInstant="2026-01-01T00:00:00.${'0'.repeat(100 * KB)}Z"`),
    ),
    draft('T32-large', 'One megabyte of text', () => inside(`<a>${'x'.repeat(KB * KB)}</a>`)),
    draft('T32-large-field', 'A form field of eight megabytes', () => ({ field: 'A'.repeat(8 * KB * KB) })),
  ]
}

/** 60 MB that travel as some 60 KB. A POST body is never inflated; a Redirect parameter only up to a limit. */
function bombs(m: Material): readonly Draft[] {
  const zeros = () => Buffer.alloc(60 * KB * KB, 0x20)
  const bomb = () => Buffer.concat([Buffer.from(m.xml.replace(/>$/, '')), zeros(), Buffer.from('>')])
  return [
    draft('T33-post-deflated', 'A deflated message by POST', () => deflateRawSync(m.xml)),
    draft('T33-post-bomb', 'A deflated bomb by POST', () => deflateRawSync(bomb())),
    draft('T33-post-gzip', 'A gzip bomb by POST', () => gzipSync(bomb())),
    byRedirect(draft('T33-redirect-bomb', 'A deflated bomb by Redirect', () => packed(deflateRawSync(bomb())))),
    byRedirect(draft('T33-redirect-zlib', 'A bomb with a zlib header by Redirect', () => packed(deflateSync(bomb())))),
    byRedirect(
      draft('T33-redirect-cut', 'A deflated stream cut short', () => packed(deflateRawSync(m.xml).subarray(0, 100))),
    ),
  ]
}

const packed = (bytes: Uint8Array) => ({ field: Buffer.from(bytes).toString('base64') })

const byRedirect = (one: Draft): Draft => ({ ...one, binding: 'HTTP-Redirect' })
