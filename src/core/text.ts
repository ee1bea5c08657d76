/** What any text must satisfy before it may become a value, a name or a key. */
import type { PlanCode } from '../errors.ts'
import { nameKey } from './names.ts'

/** Longest column value, login name and lookup name, in UTF-16 code units. */
export const VALUE_LIMIT = 256

/** Longest subject, in UTF-16 code units: room for a distinguished name, and still indexable by PostgreSQL in the worst encoding. */
export const SUBJECT_LIMIT = 512

/** NUL and lone surrogates cannot be stored at all; the other control characters are never part of a value people mean. */
const unstorable = /[\u0000-\u0008\u000b-\u001f]|\p{Surrogate}/u
const lineOrTab = /[\t\n]/

// Zero-width characters, marks of direction, fillers: what Unicode lets a renderer leave out.
const invisible = /\p{Default_Ignorable_Code_Point}/u

/**
 * True for a text with characters that nobody sees. Two names that look alike must not be two entries, so names of lookup
 * values and login names have none; in other texts they are stored as sent, because scripts need some of them.
 */
export const hasInvisible = (text: string): boolean => invisible.test(text)

/**
 * Tells why a text cannot be stored, or null when it can.
 * `singleLine` also refuses tab and newline: for names and keys. `limit` counts UTF-16 code units.
 */
export const faultOf = (
  text: string,
  { limit = VALUE_LIMIT, singleLine = false } = {},
): Extract<PlanCode, 'value_too_long' | 'value_invalid'> | null => {
  if (text.length > limit) return 'value_too_long'
  if (unstorable.test(text) || (singleLine && lineOrTab.test(text))) return 'value_invalid'
  return null
}

/**
 * True when the name's key is as short as a name must be. NFKC makes up to 18 characters of one (U+FDFA), and an index
 * entry has a size limit: without this check a short hostile name would be a database error.
 */
export const keyFits = (text: string): boolean => nameKey(text).length <= VALUE_LIMIT
