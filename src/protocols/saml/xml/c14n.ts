/**
 * Exclusive canonical XML 1.0 without comments (W3C), by libxml2 on a document of its own.
 *
 * The public helper of libxml2-wasm asks a JavaScript callback about every node (three times slower than all the rest
 * of a verification). Here the element becomes the root of its document instead, which is then canonicalised whole.
 * Its namespaces stay: libxml2 renders those that elements and attributes point to, wherever they were declared; those
 * that only a PrefixList mentions are declared anew on the element. A known difference: `&` in a namespace name comes out
 * unescaped. It decides nothing, for what is digested, compared and read again are these very bytes.
 */
import { Refusal } from '../refusal.ts'
import { withBytes } from './memory.ts'
import type { XmlDocument } from './parse.ts'
import { declarationOf, type XmlElement } from './tree.ts'

const EXCLUSIVE = 1

/**
 * Takes an element out of the tree (a Signature, for the enveloped transform), if it is not out of it already. It stays
 * readable until the document is freed.
 */
export function detach(document: XmlDocument, element: XmlElement): void {
  if (document.detached.includes(element.address)) return
  document.engine.lib._xmlUnlinkNode(element.address)
  document.detached.push(element.address)
}

/**
 * The canonical bytes of an element and everything below it. `prefixes` is the InclusiveNamespaces PrefixList, '' being
 * the default namespace. The element becomes the root of the document: canonicalise outer elements first.
 * Refuses with `signature_transform` when libxml2 fails or the output does not begin with the element.
 */
export function canonicalBytes(document: XmlDocument, element: XmlElement, prefixes: readonly string[]): Buffer {
  const { lib, written } = document.engine
  for (const prefix of prefixes) redeclare(document, element, prefix)
  makeRoot(document, element)
  written.length = 0
  const result = withPrefixes(document, prefixes, (list) => {
    const buffer = lib._xmlOutputBufferCreateIO(document.engine.onWrite, document.engine.onClose, 0, 0)
    const length = lib._xmlC14NExecute(document.address, 0, 0, EXCLUSIVE, list, 0, buffer)
    const closed = lib._xmlOutputBufferClose(buffer)
    return length < 0 || closed < 0 ? -1 : length
  })
  const bytes = written.length === 1 ? (written[0] as Buffer) : Buffer.concat(written)
  written.length = 0
  if (result < 0 || !beginsWith(bytes, element.name)) {
    throw new Refusal('signature_transform', 'The signed element must have a canonical form. It could not be computed.')
  }
  return bytes
}

function redeclare({ engine: { lib } }: XmlDocument, element: XmlElement, prefix: string): void {
  const declaration = declarationOf(element, prefix)
  if (declaration === null || declaration.on === element || declaration.href === '') return
  withBytes(lib, Buffer.from(declaration.href), (href) => {
    if (prefix === '') return lib._xmlNewNs(element.address, href, 0)
    return withBytes(lib, Buffer.from(prefix), (name) => lib._xmlNewNs(element.address, href, name))
  })
}

function makeRoot({ engine: { lib }, address, detached }: XmlDocument, element: XmlElement): void {
  const before = lib._xmlDocSetRootElement(address, element.address)
  const at = detached.indexOf(element.address)
  if (at >= 0) detached.splice(at, 1)
  if (before !== 0 && before !== element.address) detached.push(before)
}

/** A NULL-terminated array of C strings for the time of `work`; address 0 when there are none. */
function withPrefixes(
  { engine: { lib } }: XmlDocument,
  prefixes: readonly string[],
  work: (list: number) => number,
): number {
  if (prefixes.length === 0) return work(0)
  const texts = Buffer.from(prefixes.map((prefix) => `${prefix === '' ? '#default' : prefix}\0`).join(''))
  return withBytes(lib, texts, (at) =>
    withBytes(lib, new Uint8Array((prefixes.length + 1) * 4), (list) => {
      let next = at
      prefixes.forEach((prefix, index) => {
        lib.HEAP32[(list >> 2) + index] = next
        next += Buffer.byteLength(prefix === '' ? '#default' : prefix) + 1
      })
      return work(list)
    }),
  )
}

function beginsWith(bytes: Buffer, name: string): boolean {
  const tag = /^<([^\s<>/]+)[\s>]/.exec(bytes.toString('latin1', 0, 200))?.[1] ?? ''
  return tag.slice(tag.indexOf(':') + 1) === name
}
