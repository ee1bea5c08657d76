/** Lengths of r and s together on P-256, P-384 and P-521. */
const plainLengths = [64, 96, 132]

/**
 * An ECDSA signature as XML Signature writes it: r and s side by side (section 6.4.3). For an address SAML names those
 * algorithms but not their form, and some partners send what their library makes, which is DER: both mean the same numbers.
 * Anything else is returned as it came, and does not verify.
 */
export function plainEcdsa(signature: Buffer): Buffer {
  if (plainLengths.includes(signature.length)) return signature
  const start = signature[1] === 0x81 ? 3 : 2
  if (signature[0] !== 0x30 || signature[start - 1] !== signature.length - start) return signature
  const r = integerAt(signature, start)
  const s = r && integerAt(signature, r.end)
  if (!r || !s || s.end !== signature.length) return signature
  const length = plainLengths.find((one) => one / 2 >= Math.max(r.value.length, s.value.length))
  if (length === undefined) return signature
  const plain = Buffer.alloc(length)
  r.value.copy(plain, length / 2 - r.value.length)
  s.value.copy(plain, length - s.value.length)
  return plain
}

/** A positive DER integer without its leading zeros. */
function integerAt(bytes: Buffer, at: number): { value: Buffer; end: number } | null {
  const length = bytes[at + 1] ?? 0
  const end = at + 2 + length
  if (bytes[at] !== 0x02 || length === 0 || length > 0x7f || end > bytes.length) return null
  let from = at + 2
  while (from < end && bytes[from] === 0) from += 1
  return { value: bytes.subarray(from, end), end }
}
