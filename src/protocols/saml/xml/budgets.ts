import { Refusal } from '../refusal.ts'
import { textAt, wordAt, wordsOf } from './memory.ts'
import { DS, SAML, SAMLP, XENC, XSI } from './namespaces.ts'
import { NODE, NS, nameAt, namespaceAt, type Source, TYPE, type XmlElement } from './tree.ts'

/** How much structure one document may have. */
export interface Budget {
  /** Elements and texts together. */
  readonly nodes: number
  /**
   * `metadata`: comments are passed over (people edit it by hand), and identifiers may stand anywhere. A message, which
   * is the default, has no comments and its identifiers are known.
   */
  readonly purpose?: 'message' | 'metadata'
}

const MAX_DEPTH = 40
const MAX_ATTRIBUTES = 40

/**
 * Reads the elements of a parsed document, counting depth (40), nodes, attributes and namespace declarations per
 * element (40), and checking that every identifier is unique in the whole document and stands where an identifier may
 * stand: `ID` on SAML elements, `Id` on XML Signature and Encryption ones, both without namespace. Any other attribute
 * that looks like an identifier is refused, because some library would take it for one.
 * Refuses with `xml_too_complex`, `xml_id_duplicate`, `xml_id_forbidden`, `xml_malformed`, `schema_invalid`.
 */
export function treeOf(
  source: Source,
  root: number,
  budget: Budget,
  onRoot: (root: { namespace: string; name: string }) => void,
): XmlElement {
  // libxml2 does nothing while it is read here, so its memory stays where it is.
  const words = wordsOf(source.memory)
  const forMetadata = budget.purpose === 'metadata'
  const ids = new Set<string>()
  const top = elementAt(source, words, root, null)
  onRoot(top)
  let nodes = 1
  let depth = 1
  let element = top
  checkAttributes(element, words, ids, forMetadata)
  let at = words[(root + NODE.children) >> 2] as number
  for (;;) {
    while (at === 0) {
      if (element.parent === null) return top
      at = words[(element.address + NODE.next) >> 2] as number
      element = element.parent
      depth -= 1
    }
    nodes += 1
    if (nodes > budget.nodes) throw tooComplex('nodes', budget.nodes)
    const type = words[(at + NODE.type) >> 2]
    if (type === TYPE.element) {
      depth += 1
      if (depth > MAX_DEPTH) throw tooComplex('nesting', MAX_DEPTH)
      element = elementAt(source, words, at, element)
      checkAttributes(element, words, ids, forMetadata)
      at = words[(at + NODE.children) >> 2] as number
    } else if (type === TYPE.text || (type === TYPE.comment && forMetadata)) {
      at = words[(at + NODE.next) >> 2] as number
    } else throw new Refusal('xml_malformed', 'The message must hold elements and text only. Something else came.')
  }
}

function elementAt(source: Source, words: Int32Array, address: number, parent: XmlElement | null): XmlElement {
  const element: XmlElement = {
    name: nameAt(source, words[(address + NODE.name) >> 2] as number),
    namespace: namespaceAt(source, words[(address + NODE.ns) >> 2] as number),
    parent,
    children: LEAF,
    address,
    source,
  }
  if (parent !== null) {
    if (parent.children === LEAF) (parent as { children: readonly XmlElement[] }).children = [element]
    else (parent.children as XmlElement[]).push(element)
  }
  return element
}

/** The children of every element that has none. */
const LEAF: readonly XmlElement[] = Object.freeze([])

function checkAttributes(element: XmlElement, words: Int32Array, ids: Set<string>, forMetadata: boolean): void {
  const { address, source } = element
  let count = 0
  let at = words[(address + NODE.nsDef) >> 2] as number
  for (; at !== 0; at = words[(at + NS.next) >> 2] as number) count += 1
  at = words[(address + NODE.attributes) >> 2] as number
  for (; at !== 0; at = words[(at + NODE.next) >> 2] as number) {
    count += 1
    const name = nameAt(source, words[(at + NODE.name) >> 2] as number)
    if (name.length === 2) {
      if (looksLikeId.test(name)) checkId(element, name, at, ids, forMetadata)
    } else if (!forMetadata && loadsSchema(name) && namespaceAt(source, words[(at + NODE.ns) >> 2] as number) === XSI) {
      throw new Refusal('schema_invalid', 'The message must not name schemas to load (xsi:schemaLocation). It does.')
    }
  }
  if (count > MAX_ATTRIBUTES) throw tooComplex('attributes of one element', MAX_ATTRIBUTES)
}

function checkId(element: XmlElement, name: string, at: number, ids: Set<string>, forMetadata: boolean): void {
  const { memory } = element.source
  const plain = wordAt(memory, at + NODE.ns) === 0
  if (!forMetadata && !(plain && idNameOf(element.namespace) === name)) {
    throw new Refusal(
      'xml_id_forbidden',
      'An identifier must be the attribute ID of a SAML element or Id of a signature element. Another attribute that looks like one came: the message was tampered with.',
    )
  }
  const content = wordAt(memory, at + NODE.children)
  const value = content === 0 ? '' : textAt(memory, wordAt(memory, content + NODE.content))
  if (ids.has(value)) {
    throw new Refusal(
      'xml_id_duplicate',
      'Every identifier must be unique in the whole message. One came twice: the message was tampered with, or the identity provider is faulty.',
    )
  }
  ids.add(value)
}

const looksLikeId = /^id$/i
const loadsSchema = (name: string) => name === 'schemaLocation' || name === 'noNamespaceSchemaLocation'

const idNameOf = (namespace: string): string | null =>
  namespace === SAML || namespace === SAMLP ? 'ID' : namespace === DS || namespace === XENC ? 'Id' : null

const tooComplex = (what: string, limit: number) =>
  new Refusal(
    'xml_too_complex',
    `At most ${limit} is accepted for ${what}. More came. For very large group lists, raise the limits of this identity provider.`,
    { what, limit },
  )
