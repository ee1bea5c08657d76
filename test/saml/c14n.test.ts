import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalBytes } from '../../src/protocols/saml/xml/c14n.ts'
import { rawEngine } from '../../src/protocols/saml/xml/engine.ts'
import { withDocument } from '../../src/protocols/saml/xml/parse.ts'
import type { XmlElement } from '../../src/protocols/saml/xml/tree.ts'

// node-saml's own canonicaliser, a second opinion that shares no code with libxml2.
const require = createRequire(createRequire(import.meta.url).resolve('@node-saml/node-saml'))
const { ExclusiveCanonicalization } = require('xml-crypto') as {
  ExclusiveCanonicalization: new () => { process(node: unknown, options: object): { toString(): string } }
}
const { DOMParser } = require('@xmldom/xmldom') as {
  DOMParser: new () => {
    parseFromString(xml: string, type: string): { getElementsByTagName(name: string): ArrayLike<unknown> }
  }
}

const find = (element: XmlElement, name: string): XmlElement | undefined =>
  element.name === name ? element : element.children.map((child) => find(child, name)).find((found) => found)

function ours(xml: string, prefixes: readonly string[]): string {
  return rawEngine.run((engine) =>
    withDocument(engine, Buffer.from(xml), { nodes: 4000, purpose: 'metadata' }, (document) => {
      const target = find(document.root, 'target')
      if (target === undefined) throw new Error('no target')
      return canonicalBytes(document, target, prefixes).toString()
    }),
  )
}

function theirs(xml: string, prefixes: readonly string[]): string {
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const target = document.getElementsByTagName('p:target')[0]
  const inScope = [...xml.slice(0, xml.indexOf('<p:target')).matchAll(/xmlns:(\w+)="([^"]*)"/g)]
  return new ExclusiveCanonicalization()
    .process(target, {
      inclusiveNamespacesPrefixList: prefixes,
      ancestorNamespaces: inScope.map(([, prefix, namespaceURI]) => ({ prefix, namespaceURI })),
    })
    .toString()
}

const prefix = fc.constantFrom('p', 'q', 'r')
const text = fc.string({
  unit: fc.constantFrom('a', ' ', 'ü', '漢', '😀', '&amp;', '&lt;', '&gt;', '"', "'", '&#9;', '&#13;', '\n'),
})
const attributeText = fc.string({
  unit: fc.constantFrom('a', ' ', 'ü', '😀', '&amp;', '&lt;', '>', '&quot;', "'", '&#9;', '&#10;', '&#13;'),
})
const names = fc.uniqueArray(fc.constantFrom('b', 'a', 'C', 'q:z', 'r:y', 'xml:lang'), { maxLength: 4 })
const attributes = fc
  .tuple(names, fc.array(attributeText, { minLength: 4, maxLength: 4 }))
  .map(([all, values]) => all.map((name, at) => ` ${name}="${values[at] ?? ''}"`).join(''))
const redeclared = fc.option(fc.tuple(prefix, fc.constantFrom('urn:1', 'urn:2')), { nil: undefined, freq: 4 })

const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc
    .tuple(
      prefix,
      fc.constantFrom('x', 'y'),
      redeclared,
      attributes,
      fc.array(fc.oneof({ depthSize: 'small' }, text, tie('node')), { maxLength: 3 }),
    )
    .map(([p, name, again, attrs, children]) => {
      const declaration = again ? ` xmlns:${again[0]}="${again[1]}"` : ''
      return children.length === 0
        ? `<${p}:${name}${declaration}${attrs}/>`
        : `<${p}:${name}${declaration}${attrs}>${children.join('')}</${p}:${name}>`
    }),
}))

test('The canonical form of any element is the one that xml-crypto computes', () => {
  const document = fc
    .tuple(attributes, fc.array(fc.oneof(text, node), { maxLength: 4 }))
    .map(
      ([attrs, children]) =>
        `<p:root xmlns:p="urn:p" xmlns:q="urn:q" xmlns:unused="urn:u"><r:between xmlns:r="urn:r">before<p:target${attrs}>${children.join('')}</p:target>after</r:between></p:root>`,
    )
  fc.assert(
    fc.property(document, fc.subarray(['unused', 'q', 'r', 'nowhere']), (xml, prefixes) => {
      expect(ours(xml, prefixes)).toBe(theirs(xml, prefixes))
    }),
    { numRuns: 400 },
  )
})

test('Prefixes of the list are declared on the element even when it does not use them, wherever they come from', () => {
  const xml = '<a xmlns="urn:d" xmlns:x="urn:x"><target xmlns:y="urn:y" xmlns:z="urn:z"><b/></target></a>'
  expect(ours(xml, [])).toBe('<target xmlns="urn:d"><b></b></target>')
  expect(ours(xml, ['x', 'y', 'none'])).toBe('<target xmlns="urn:d" xmlns:x="urn:x" xmlns:y="urn:y"><b></b></target>')
  expect(ours('<a xmlns="urn:d"><p:target xmlns:p="urn:p"/></a>', [''])).toBe(
    '<p:target xmlns="urn:d" xmlns:p="urn:p"></p:target>',
  )
})
