import { Refusal } from '../refusal.ts'
import { type Budget, treeOf } from './budgets.ts'
import type { Engine } from './engine.ts'
import { withBytes } from './memory.ts'
import { forget } from './names.ts'
import type { Source, XmlElement } from './tree.ts'

/** One parsed document inside an engine. `detached` are subtrees taken out of it, freed together with it. */
export interface XmlDocument {
  readonly engine: Engine
  readonly address: number
  /** The bytes it was parsed from. */
  readonly xml: Buffer
  readonly source: Source
  readonly root: XmlElement
  readonly detached: number[]
}

// No network, no external entity, no catalogue, no IDs of libxml2's own; never RECOVER, NOENT, DTDLOAD or HUGE.
const NONET = 1 << 11
const NO_XXE = 1 << 23
const NO_SYS_CATALOG = 1 << 25
const SKIP_IDS = 1 << 27
const BIG_LINES = 1 << 22
// Short texts inside their nodes: fewer allocations.
const COMPACT = 1 << 16

/**
 * Parses XML that passed the gate and lets `work` use it; the document is freed whatever happens.
 * Anything libxml2 remarks is fatal, warnings (relative namespace names) and undeclared prefixes included.
 * `onRoot` is told the root as soon as there is one, before the budgets are counted to the end.
 * Refuses with `xml_malformed`, `xml_too_complex`, `xml_id_duplicate`, `xml_id_forbidden`.
 */
export function withDocument<T>(
  engine: Engine,
  xml: Uint8Array,
  budget: Budget,
  work: (document: XmlDocument) => T,
  onRoot: (root: { namespace: string; name: string }) => void = () => undefined,
): T {
  const { lib } = engine
  const address = read(engine, xml)
  const source: Source = { memory: engine.memory, live: true, names: engine.names }
  const detached: number[] = []
  try {
    // A trap or a refusal resets the engine's memory, so freeing is only the tidy way out of success.
    if (lib._xmlGetIntSubset(address) !== 0) throw malformed('It has a document type declaration.')
    const root = treeOf(source, lib._xmlDocGetRootElement(address), budget, onRoot)
    const bytes = xml instanceof Buffer ? xml : Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength)
    const result = work({ engine, address, xml: bytes, source, root, detached })
    for (const node of detached) lib._xmlFreeNode(node)
    lib._xmlFreeDoc(address)
    return result
  } finally {
    source.live = false
    forget(engine.names)
  }
}

function read(engine: Engine, xml: Uint8Array): number {
  const { lib, diagnostics } = engine
  diagnostics.length = 0
  const context = lib._xmlNewParserCtxt()
  lib._xmlCtxtSetErrorHandler(context, engine.onError, 0)
  const options = NONET | NO_XXE | NO_SYS_CATALOG | SKIP_IDS | BIG_LINES | COMPACT
  const address = withBytes(lib, xml, (at, length) => lib._xmlCtxtReadMemory(context, at, length, 0, 0, options))
  lib._xmlFreeParserCtxt(context)
  const [first] = diagnostics
  if (address === 0 || first !== undefined) {
    throw malformed(`Line ${first?.line ?? 1} is not well formed.`, first?.line)
  }
  return address
}

const malformed = (what: string, line?: number) =>
  new Refusal(
    'xml_malformed',
    `The message must be well-formed XML 1.0 with namespaces. ${what} The identity provider, or something between, changed or cut it.`,
    line === undefined ? {} : { line },
  )
