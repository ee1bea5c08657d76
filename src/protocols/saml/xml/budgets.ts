import { Refusal } from '../refusal.ts'
import { textAt, wordAt } from './memory.ts'
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
  const { memory } = source
  const ids = new Set<string>()
  const forMetadata = budget.purpose === 'metadata'
  let nodes = 0

  const visit = (address: number, parent: XmlElement | null, depth: number): XmlElement => {
    if (depth > MAX_DEPTH) throw tooComplex('nesting', MAX_DEPTH)
    const children: XmlElement[] = []
    const element: XmlElement = {
      name: nameAt(source, wordAt(memory, address + NODE.name)),
      namespace: namespaceAt(source, wordAt(memory, address + NODE.ns)),
      parent,
      children,
      address,
      source,
    }
    if (parent === null) onRoot(element)
    countNode()
    checkAttributes(element)
    for (let at = wordAt(memory, address + NODE.children); at !== 0; at = wordAt(memory, at + NODE.next)) {
      const type = wordAt(memory, at + NODE.type)
      if (type === TYPE.element) children.push(visit(at, element, depth + 1))
      else if (type === TYPE.text || (type === TYPE.comment && forMetadata)) countNode()
      else throw new Refusal('xml_malformed', 'The message must hold elements and text only. Something else came.')
    }
    return element
  }

  const countNode = () => {
    nodes += 1
    if (nodes > budget.nodes) throw tooComplex('nodes', budget.nodes)
  }

  const checkAttributes = (element: XmlElement) => {
    let count = 0
    for (let at = wordAt(memory, element.address + NODE.nsDef); at !== 0; at = wordAt(memory, at + NS.next)) count += 1
    for (let at = wordAt(memory, element.address + NODE.attributes); at !== 0; at = wordAt(memory, at + NODE.next)) {
      count += 1
      const name = nameAt(source, wordAt(memory, at + NODE.name))
      if (looksLikeId.test(name)) checkId(element, name, at)
      else if (!forMetadata && loadsSchema.test(name) && namespaceAt(source, wordAt(memory, at + NODE.ns)) === XSI) {
        throw new Refusal('schema_invalid', 'The message must not name schemas to load (xsi:schemaLocation). It does.')
      }
    }
    if (count > MAX_ATTRIBUTES) throw tooComplex('attributes of one element', MAX_ATTRIBUTES)
  }

  const checkId = (element: XmlElement, name: string, attribute: number) => {
    const plain = wordAt(memory, attribute + NODE.ns) === 0
    if (!forMetadata && !(plain && idNameOf(element.namespace) === name)) {
      throw new Refusal(
        'xml_id_forbidden',
        'An identifier must be the attribute ID of a SAML element or Id of a signature element. Another attribute that looks like one came: the message was tampered with.',
      )
    }
    const content = wordAt(memory, attribute + NODE.children)
    const value = content === 0 ? '' : textAt(memory, wordAt(memory, content + NODE.content))
    if (ids.has(value)) {
      throw new Refusal(
        'xml_id_duplicate',
        'Every identifier must be unique in the whole message. One came twice: the message was tampered with, or the identity provider is faulty.',
      )
    }
    ids.add(value)
  }

  return visit(root, null, 1)
}

const looksLikeId = /^id$/i
const loadsSchema = /^(noNamespaceS|s)chemaLocation$/

const idNameOf = (namespace: string): string | null =>
  namespace === SAML || namespace === SAMLP ? 'ID' : namespace === DS || namespace === XENC ? 'Id' : null

const tooComplex = (what: string, limit: number) =>
  new Refusal(
    'xml_too_complex',
    `At most ${limit} is accepted for ${what}. More came. For very large group lists, raise the limits of this identity provider.`,
    { what, limit },
  )
