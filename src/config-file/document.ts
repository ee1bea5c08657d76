import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml'
import { type ConfigProblem, keyText, type Path, type Place, type Places, pathText } from './problems.ts'

/** A YAML text as plain values, with the place of each of them. */
export interface PlacedDocument {
  readonly value: unknown
  readonly places: Places
  readonly problems: readonly ConfigProblem[]
}

const MAX_CHARACTERS = 4_000_000
const MAX_NODES = 200_000
const MAX_ALIASES = 1_000
const MAX_DEPTH = 20

/**
 * Reads one YAML 1.2 document of the core schema: no tags, no merge keys, no key twice. Anchors work, but what they
 * repeat counts as written out, so that a small text cannot become a large one.
 */
export function readDocument(text: string): PlacedDocument {
  const places = new Map<string, Place>()
  const problems: ConfigProblem[] = []
  if (text.length > MAX_CHARACTERS) {
    return { value: null, places, problems: [{ line: 1, column: 1, path: '', message: 'The file is too large.' }] }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    stringKeys: true,
    resolveKnownTags: false,
    prettyErrors: false,
    // 'silent' would also pass over a second document.
    logLevel: 'error',
  })
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  for (const error of [...document.errors, ...document.warnings]) {
    problems.push({ ...placeAt(error.pos[0]), path: '', message: inOurWords(error) })
  }

  let broken = document.errors.some(isFatal)
  let nodes = 0
  let aliases = 0
  const read = (node: Node | null, path: Path): unknown => {
    if (node?.range) places.set(pathText(path), placeAt(node.range[0]))
    const many = tooMuch(++nodes, isAlias(node) ? ++aliases : 0, path.length)
    const target = isAlias(node) && many === null ? node.resolve(document) : node
    const fault = many ?? (isAlias(node) && !target ? `There is no anchor &${node.source}.` : null)
    if (fault !== null) {
      // One report is enough; there may be thousands of nodes beyond a limit.
      if (!broken) problems.push({ ...placeAt(node?.range?.[0] ?? 0), path: pathText(path), message: fault })
      broken = true
      return null
    }
    if (isScalar(target)) return target.value
    if (isSeq(target)) return target.items.map((item, index) => read(item as Node | null, [...path, index]))
    if (!isMap(target)) return null
    const value: Record<string, unknown> = Object.create(null)
    for (const { key, value: item } of target.items) {
      if (!isScalar(key)) continue
      const name = String(key.value)
      if (key.range) places.set(keyText([...path, name]), placeAt(key.range[0]))
      value[name] = read(item as Node | null, [...path, name])
    }
    return value
  }
  places.set('', { line: 1, column: 1 })
  const value = broken ? null : read(document.contents, [])
  // With a hole in it, the rest would be blamed for what is missing.
  return { value: broken ? null : value, places, problems }
}

const tooMuch = (nodes: number, aliases: number, depth: number): string | null => {
  if (nodes > MAX_NODES) return `The file has more than ${MAX_NODES} entries, counting what its anchors repeat.`
  if (aliases > MAX_ALIASES) return `The file repeats anchors more than ${MAX_ALIASES} times.`
  return depth > MAX_DEPTH ? `Entries are nested more than ${MAX_DEPTH} deep.` : null
}

/** Beyond these the rest of the text can still be read, and its other mistakes told as well. */
const isFatal = (error: YAMLError): boolean => error.code !== 'DUPLICATE_KEY' && error.code !== 'NON_STRING_KEY'

function inOurWords(error: YAMLError): string {
  if (error.code === 'DUPLICATE_KEY') return 'This key is there twice; keep one of them.'
  if (error.code === 'NON_STRING_KEY') return 'A key must be text.'
  if (error.code === 'TAG_RESOLVE_FAILED') return 'Tags (!…) are not allowed; write plain values.'
  if (error.code === 'MULTIPLE_DOCS') return 'The file must be one YAML document; remove what follows "---".'
  return `Not valid YAML: ${error.message}.`
}
