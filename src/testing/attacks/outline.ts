/**
 * Where the elements of a well-behaved message stand in its text. An attacker edits text, not trees: what he moves must
 * stay byte for byte what was signed. Good for genuine messages only (no comments, CDATA or document type).
 */

/** One element by its places in the text. */
export interface Piece {
  /** Local name. */
  readonly name: string
  /** With its colon, '' for none. */
  readonly prefix: string
  /** The attributes of the start tag as text. */
  readonly attributes: string
  readonly parent: Piece | null
  readonly start: number
  readonly contentStart: number
  contentEnd: number
  end: number
}

const TAG = /<(\/?)([\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g

/** All elements in document order. Throws a RangeError when the tags do not match. */
export function outline(xml: string): readonly Piece[] {
  const pieces: Piece[] = []
  let open: Piece | null = null
  for (const match of xml.matchAll(TAG)) {
    const [tag, closing, prefix = '', name = '', attributes = '', empty] = match
    const after = match.index + tag.length
    if (closing) {
      if (open === null || open.name !== name) throw new RangeError(`</${prefix}${name}> closes nothing.`)
      open.contentEnd = match.index
      open.end = after
      open = open.parent
      continue
    }
    const start = match.index
    const piece: Piece = {
      name,
      prefix,
      attributes,
      parent: open,
      start,
      contentStart: after,
      contentEnd: after,
      end: after,
    }
    pieces.push(piece)
    if (!empty) open = piece
  }
  if (open !== null || pieces.length === 0) throw new RangeError('The message is no well-formed XML.')
  return pieces
}

/** The first element with this local name, a child of `parent` when one is given. */
export const find = (xml: string, name: string, parent?: string): Piece | undefined =>
  outline(xml).find((one) => one.name === name && (parent === undefined || one.parent?.name === parent))

export const textOfPiece = (xml: string, piece: Piece): string => xml.slice(piece.start, piece.end)

/** The text with `text` in the place of the element. */
export const replaced = (xml: string, piece: Piece, text: string): string =>
  xml.slice(0, piece.start) + text + xml.slice(piece.end)

/** The element's text with `content` as its last child. */
export function appended(element: string, content: string): string {
  const end = element.lastIndexOf('</')
  return element.slice(0, end) + content + element.slice(end)
}

/** The text with `insert` before the first occurrence of `marker`. Throws a RangeError when there is none. */
export function before(xml: string, marker: string, insert: string): string {
  return changed(xml, marker, `${insert}${marker}`)
}

/** One replacement that must happen: an attack that changes nothing would prove nothing. */
export function changed(xml: string, from: string | RegExp, to: string): string {
  const result = xml.replace(from, () => to)
  if (result === xml) throw new RangeError(`Nothing to change at ${from}.`)
  return result
}

/** The value of an attribute, as it is written. */
export const attributeIn = (piece: Piece | undefined, name: string): string | undefined =>
  new RegExp(`\\s${name}\\s*=\\s*(["'])(.*?)\\1`, 's').exec(piece?.attributes ?? '')?.[2]

/** The element's text with another ID. */
export const withId = (element: string, id: string): string =>
  changed(element, /(?<=^<[^>]*?\sID\s*=\s*["'])[^"']*/, id)

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** What a text says once its references are resolved. */
export const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) =>
    hex
      ? String.fromCodePoint(Number.parseInt(hex, 16))
      : decimal
        ? String.fromCodePoint(Number(decimal))
        : (entities[name ?? ''] ?? whole),
  )
