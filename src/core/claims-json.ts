import type { Claims } from './types.ts'

/** Claims as JSON: `{"Name": ["value", …]}`. */
export type ClaimsJson = Readonly<Record<string, readonly string[]>>

export type ParsedClaims =
  | { readonly ok: true; readonly claims: Claims }
  /** `attribute`: the entry that is neither text nor list of texts; null when the whole is not an object. */
  | { readonly ok: false; readonly attribute: string | null }

/** Writes claims as a JSON record. Every Name becomes an own property, `__proto__` included. */
export const claimsToJson = (claims: Claims): ClaimsJson => Object.fromEntries(claims)

/**
 * Reads claims from parsed JSON: an object whose entries are lists of texts, or a text for a single value.
 * Safe for any Name, `__proto__` included; nothing is converted: a number or null is refused, because it never came from an assertion.
 */
export const claimsFromJson = (json: unknown): ParsedClaims => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return { ok: false, attribute: null }
  const claims = new Map<string, readonly string[]>()
  for (const [name, value] of Object.entries(json)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    const texts = values.filter((one) => typeof one === 'string')
    if (texts.length !== values.length) return { ok: false, attribute: name }
    claims.set(name, texts)
  }
  return { ok: true, claims }
}
