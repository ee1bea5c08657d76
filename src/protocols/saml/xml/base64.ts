/**
 * The bytes of a base64 text that is exactly what encoding them gives: padded, without white space or a stray character,
 * and not empty. Null for any other. Node decodes whatever it is given.
 */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 0 || bytes.toString('base64') !== text ? null : bytes
}

/** The same for the text of an element, where XML Schema allows white space. */
export const strictBase64Text = (text: string): Buffer | null => strictBase64(text.replace(/[ \t\r\n]+/g, ''))
