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
  const declaration = DECLARATION.exec(bytes.toString('latin1', 0, LONGEST_DECLARATION))?.[0] ?? ''
  const forbidden = declares(bytes, options.comments === true)
    ? '<!'
    : bytes.includes('<?', declaration.length)
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
  let at = bytes.indexOf('<!')
  while (comments && at >= 0 && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d) at = bytes.indexOf('<!', at + 2)
  return at >= 0
}
