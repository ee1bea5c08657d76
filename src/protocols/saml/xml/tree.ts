/**
 * The elements of one parsed document as plain data. Names are read at once, attributes and texts when asked for,
 * straight from libxml2's memory; after the document is freed asking throws.
 */
import { JitupError } from '../../../errors.ts'
import { bytesOf, type Memory, textAt, wordAt, wordsOf } from './memory.ts'
import { knownName, type Names, placeOf } from './names.ts'

/** One element. `namespace` is '' for none. `children` are elements only. */
export interface XmlElement {
  readonly name: string
  readonly namespace: string
  readonly parent: XmlElement | null
  readonly children: readonly XmlElement[]
  /** Its address in the engine that parsed it. */
  readonly address: number
  readonly source: Source
}

/** Where the elements of one document are read from. */
export interface Source {
  readonly memory: Memory
  live: boolean
  /** Names and namespaces by address: libxml2 keeps one copy of each per document. */
  readonly names: Names
}

export interface XmlAttribute {
  readonly name: string
  readonly namespace: string
  readonly value: string
}

// Byte offsets in libxml2's structures (wasm32); `engine.ts` pins the build they belong to.
export const NODE = {
  type: 4,
  name: 8,
  children: 12,
  next: 24,
  ns: 36,
  content: 40,
  attributes: 44,
  nsDef: 48,
} as const
export const NS = { next: 0, href: 8, prefix: 12 } as const
export const TYPE = { element: 1, text: 3, comment: 8 } as const

/** Does the element have this namespace and name? */
export const is = (element: XmlElement | null, namespace: string, name: string): boolean =>
  element !== null && element.name === name && element.namespace === namespace

/** The child elements with this namespace and name. */
export const childrenOf = (element: XmlElement, namespace: string, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name && child.namespace === namespace)

/** The first such child, or null. */
export function childOf(element: XmlElement | null, namespace: string, name: string): XmlElement | null {
  if (element === null) return null
  for (const child of element.children) if (child.name === name && child.namespace === namespace) return child
  return null
}

/** The value of the attribute with this name and namespace ('' is none); null when there is no such attribute. */
export function attributeOf(element: XmlElement, name: string, namespace = ''): string | null {
  const { source } = element
  const words = wordsOf(alive(element))
  let at = words[(element.address + NODE.attributes) >> 2] as number
  for (; at !== 0; at = words[(at + NODE.next) >> 2] as number) {
    // The name first: most attributes are not the one, and a namespace has to be read anew for every declaration.
    if (nameAt(source, words[(at + NODE.name) >> 2] as number) !== name) continue
    if (namespaceAt(source, words[(at + NODE.ns) >> 2] as number) !== namespace) continue
    return joined(source.memory, words, words[(at + NODE.children) >> 2] as number)
  }
  return null
}

/** The prefix of the element's name; '' for none. */
export function prefixOf(element: XmlElement): string {
  const memory = alive(element)
  const ns = wordAt(memory, element.address + NODE.ns)
  return ns === 0 ? '' : nameAt(element.source, wordAt(memory, ns + NS.prefix))
}

/** How many attributes the element has, namespace declarations not included. */
export function attributeCount(element: XmlElement): number {
  const memory = alive(element)
  let count = 0
  for (let at = wordAt(memory, element.address + NODE.attributes); at !== 0; at = wordAt(memory, at + NODE.next))
    count += 1
  return count
}

/** Does the element itself declare no namespace but that of this prefix? */
export function declaresOnly(element: XmlElement, prefix: string): boolean {
  const memory = alive(element)
  for (let at = wordAt(memory, element.address + NODE.nsDef); at !== 0; at = wordAt(memory, at + NS.next)) {
    if (textAt(memory, wordAt(memory, at + NS.prefix)) !== prefix) return false
  }
  return true
}

/** All attributes, namespace declarations not included. */
export function attributesOf(element: XmlElement): readonly XmlAttribute[] {
  const memory = alive(element)
  const found: XmlAttribute[] = []
  for (let at = wordAt(memory, element.address + NODE.attributes); at !== 0; at = wordAt(memory, at + NODE.next)) {
    found.push({
      name: nameAt(element.source, wordAt(memory, at + NODE.name)),
      namespace: namespaceAt(element.source, wordAt(memory, at + NODE.ns)),
      value: joined(memory, wordsOf(memory), wordAt(memory, at + NODE.children)),
    })
  }
  return found
}

/** The element's own text, whole: all of its text nodes, none of its children's. Nothing is trimmed. */
export function textOf(element: XmlElement): string {
  const memory = alive(element)
  const words = wordsOf(memory)
  return joined(memory, words, words[(element.address + NODE.children) >> 2] as number)
}

/** The namespace bound to a prefix ('' is the default one) on the element or an ancestor, and who declares it. */
export function declarationOf(element: XmlElement, prefix: string): { href: string; on: XmlElement } | null {
  const memory = alive(element)
  for (let on: XmlElement | null = element; on !== null; on = on.parent) {
    for (let at = wordAt(memory, on.address + NODE.nsDef); at !== 0; at = wordAt(memory, at + NS.next)) {
      if (textAt(memory, wordAt(memory, at + NS.prefix)) === prefix)
        return { href: textAt(memory, wordAt(memory, at + NS.href)), on }
    }
  }
  return null
}

/** A name by address, decoded once per document. */
export function nameAt({ names, memory }: Source, address: number): string {
  if (address === 0) return ''
  const place = placeOf(address)
  if (names.addresses[place] === address) return names.texts[place] as string
  const name = knownName(bytesOf(memory), address) ?? textAt(memory, address)
  names.addresses[place] = address
  names.texts[place] = name
  return name
}

/** The namespace name of a namespace structure; '' at address 0. */
export function namespaceAt(source: Source, address: number): string {
  if (address === 0) return ''
  const { names, memory } = source
  const place = placeOf(address)
  if (names.addresses[place] === address) return names.texts[place] as string
  const name = nameAt(source, wordAt(memory, address + NS.href))
  names.addresses[place] = address
  names.texts[place] = name
  return name
}

function joined(memory: Memory, words: Int32Array, first: number): string {
  let text = ''
  for (let at = first; at !== 0; at = words[(at + NODE.next) >> 2] as number) {
    if (words[(at + NODE.type) >> 2] !== TYPE.text) continue
    const part = textAt(memory, words[(at + NODE.content) >> 2] as number)
    text = text === '' ? part : text + part
  }
  return text
}

function alive(element: XmlElement): Memory {
  if (!element.source.live) throw new JitupError('internal', 'An element was read after its document was freed.')
  return element.source.memory
}
