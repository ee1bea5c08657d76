import { isUtf8 } from 'node:buffer'
import { Refusal } from '../refusal.ts'

const DECLARATION =
  /^<\?xml\s+version\s*=\s*(["'])1\.0\1(\s+encoding\s*=\s*(["'])[uU][tT][fF]-8\3)?(\s+standalone\s*=\s*(["'])(yes|no)\5)?\s*\?>/
const LONGEST_DECLARATION = 200

/**
 * Looks at the bytes before any parser does: UTF-8 without a byte order mark, no NUL, no `<!` (document types,
 * entities, comments, CDATA) and no `<?` but one XML declaration. SAML messages have no use for any of it, and every
 * one of them has hidden text from one of two parsers somewhere.
 * `comments` lets comments through: for metadata, which people edit by hand.
 * Refuses with `message_not_utf8` or `markup_forbidden`.
 */
export function gate(xml: Uint8Array, options: { readonly comments?: boolean } = {}): void {
  const bytes = Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength)
  if (!isUtf8(bytes) || bytes.includes(0) || (bytes[0] === 0xef && bytes[1] === 0xbb)) {
    throw new Refusal(
      'message_not_utf8',
      'The message must be plain UTF-8 without a byte order mark. Other bytes came; set the identity provider to UTF-8.',
    )
  }
  const declaration =
    bytes[0] === LESS_THAN && bytes[1] === QUESTION_MARK
      ? (DECLARATION.exec(bytes.toString('latin1', 0, LONGEST_DECLARATION))?.[0].length ?? 0)
      : 0
  const forbidden = declares(bytes, options.comments === true)
    ? '<!'
    : indexOfMarkup(bytes, QUESTION_MARK, declaration) >= 0
      ? '<?'
      : null
  if (forbidden !== null) {
    throw new Refusal(
      'markup_forbidden',
      `The message must hold elements and text only. Markup beginning with ${forbidden} came (comment, CDATA, document type, processing instruction, or an XML declaration other than version 1.0 in UTF-8).`,
      { forbidden },
    )
  }
}

function declares(bytes: Buffer, comments: boolean): boolean {
  let at = indexOfMarkup(bytes, EXCLAMATION_MARK, 0)
  while (comments && at >= 0 && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d)
    at = indexOfMarkup(bytes, EXCLAMATION_MARK, at + 2)
  return at >= 0
}

const ENOUGH = 50

/**
 * The place of `<` and the mark, from `from` on; -1 when there is none. Every tag begins with `<`, but the mark is rare:
 * so it is looked for by itself, until it turns out not to be that rare.
 */
function indexOfMarkup(bytes: Buffer, mark: number, from: number): number {
  let at = bytes.indexOf(mark, from + 1)
  for (let tries = 0; at >= 0 && bytes[at - 1] !== LESS_THAN; tries++) {
    if (tries === ENOUGH) return bytes.indexOf(Buffer.of(LESS_THAN, mark), at)
    at = bytes.indexOf(mark, at + 1)
  }
  return at < 0 ? -1 : at - 1
}

const LESS_THAN = 0x3c
const QUESTION_MARK = 0x3f
const EXCLAMATION_MARK = 0x21
