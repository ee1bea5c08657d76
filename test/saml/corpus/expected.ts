import type { ErrorCode } from '../../../src/errors.ts'
import type { Trust } from './parties.ts'

export type Outcome = ErrorCode | 'accepted'

/** What some responses of one library must be answered with. Every response stands in exactly one of these lists. */
export interface Expected {
  readonly trust: Trust
  /** With the algorithms that everybody gets, and with every exception for weak ones (`legacyCryptography`). */
  readonly strict: Outcome
  readonly legacy: Outcome
  /** For a refusal of what its library accepts or only reads, and for an acceptance of what it refuses. */
  readonly why?: string
  /** The warnings of an acceptance beside `legacy_algorithm`. */
  readonly warnings?: readonly string[]
  readonly files: readonly string[]
}

/**
 * The one difference in what counts as invalid. Both libraries refuse an assertion with two Attributes of one Name;
 * python3-saml has a setting (`allowRepeatAttributeName`) that accepts it. The message is genuine and its signature
 * holds; Keycloak sends each role that way. We put the values together in their order, warn, and leave it to the
 * converter: a column for one value makes a Problem of two, never a silent choice.
 */
export const duplicatedAttributes =
  'two Attributes of one Name, which its library refuses by policy; the values are merged, with a warning, and no value is dropped'
