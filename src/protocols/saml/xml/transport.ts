import { inflateRawSync } from 'node:zlib'
import { Refusal } from '../refusal.ts'
import { strictBase64 } from './base64.ts'

/** Bytes of XML that one message may have unless its provider is given more. */
export const DEFAULT_BYTES = 262_144

/**
 * The XML of a POST binding's form field: strict base64 (line breaks are fine, spaces and missing padding are not).
 * Refuses with `message_missing`, `message_too_large`, `message_not_base64`. Source: SAML bindings 3.5.4.
 */
export function fromPost(field: string, limit: number): Buffer {
  if (field === '') throw new Refusal('message_missing', 'The form must have a SAMLResponse field. It came empty.')
  // 4 characters for 3 bytes, and room for a line break after every 60.
  if (field.length > Math.ceil(limit / 3) * 4 * 1.04 + 100) throw tooLarge(field.length, limit)
  const text = field.includes('\n') || field.includes('\r') ? field.replace(/[\r\n]+/g, '') : field
  const bytes = strictBase64(text)
  if (bytes === null) {
    throw new Refusal(
      'message_not_base64',
      'The SAMLResponse field must be base64 with padding. It is not; something between the identity provider and here changed it.',
    )
  }
  if (bytes.length > limit) throw tooLarge(bytes.length, limit)
  return bytes
}

/**
 * The XML of a Redirect binding's parameter (already percent-decoded): base64 of a raw deflate stream, inflated to at
 * most `limit` bytes. Refuses like `fromPost`. Source: SAML bindings 3.4.4.1.
 */
export function fromRedirect(parameter: string, limit: number): Buffer {
  const packed = fromPost(parameter, limit)
  try {
    return inflateRawSync(packed, { maxOutputLength: limit })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit + 1, limit)
    throw new Refusal('message_not_base64', 'The parameter must be a deflated message. It does not inflate.')
  }
}

/** Refuses XML of more than `limit` bytes with `message_too_large`, no bytes at all with `message_missing`. */
export function withinSize(xml: Uint8Array, limit: number): void {
  if (xml.length === 0) throw new Refusal('message_missing', 'A SAML message was expected. Nothing came.')
  if (xml.length > limit) throw tooLarge(xml.length, limit)
}

const tooLarge = (size: number, limit: number) =>
  new Refusal(
    'message_too_large',
    `At most ${limit} bytes of XML are accepted. More came. Send fewer groups, or raise the limits of this identity provider.`,
    { size, limit },
  )
