import type { KeyObject } from 'node:crypto'
import { JitupError } from '../../errors.ts'
import type { Context } from './protocol-checks.ts'
import { DEFAULT_BYTES } from './xml/transport.ts'

/** What one Response is measured by. Everything is an argument, the clock and the keys too: verifying does no input or output. */
export interface Expectations {
  readonly idpEntityId: string
  readonly spEntityId: string
  readonly acsUrl: string
  /** The identity provider's pinned signing keys, already parsed; every one is tried. None: everything is refused. */
  readonly keys: readonly KeyObject[]
  readonly now: Date
  /**
   * `id`: the answer to exactly this request. `stored`: InResponseTo must be present in the signed confirmation (and equal
   * on the Response when present there); the caller consumes it atomically. `unsolicited`: no request may be named.
   */
  readonly request:
    | { readonly kind: 'id'; readonly id: string }
    | { readonly kind: 'stored' }
    | { readonly kind: 'unsolicited' }
  /** Tolerance for differing clocks, on every time bound and both sides: 0 to 300, 180 when not given. */
  readonly clockSkewSeconds?: number
  /** How long ago the Response and the Assertion may have been issued: 3600 when not given, the skew comes on top. */
  readonly maxAgeSeconds?: number
  /** Wants the Response itself signed; a signature of the Assertion alone is refused then. */
  readonly requireSignedResponse?: boolean
  /** Accepts SHA-1 and RSA keys from 1024 bits, with a warning. For providers that cannot do better, for a while. */
  readonly legacyAlgorithms?: boolean
  /** Our private RSA keys, already parsed; every one is tried. None: an encrypted Assertion is refused. */
  readonly decryptionKeys?: readonly KeyObject[]
  /**
   * Accepts AES-CBC though the Response is not signed, with a warning. Whoever may send messages and see how they fail could
   * then read an intercepted Assertion bit by bit: only for a while, and only with a limit on failures.
   */
  readonly cbcUnderUnsignedResponse?: boolean
  /** Accepts IDs that are no NCName (a bare GUID): 1 to 256 letters, digits, `.`, `_`, `:` and `-`; with a warning. */
  readonly looseIds?: boolean
  /** Accepts a Signature as the last child of the Response or Assertion, with a warning. */
  readonly signatureLast?: boolean
  /** Bytes of XML and nodes (elements and texts): 262144 and 4000 when not given, at most 1048576 and 20000. */
  readonly limits?: { readonly bytes: number; readonly nodes: number }
}

/** Expectations with every default filled in. */
export interface Measures extends Context {
  readonly keys: readonly KeyObject[]
  readonly legacyAlgorithms: boolean
  readonly decryptionKeys: readonly KeyObject[]
  readonly cbcUnderUnsignedResponse: boolean
  readonly looseIds: boolean
  readonly signatureLast: boolean
  readonly limits: { readonly bytes: number; readonly nodes: number }
}

/** The largest limits a provider may be given. */
export const MAX_LIMITS = { bytes: 1_048_576, nodes: 20_000 } as const
const DEFAULT_LIMITS = { bytes: DEFAULT_BYTES, nodes: 4_000 } as const

/** Fills in the defaults. Throws `validation_failed` when a number is out of its range: the caller's mistake, not the message's. */
export function measuresOf(expected: Expectations): Measures {
  const { idpEntityId, spEntityId, acsUrl, keys, now, request } = expected
  const { clockSkewSeconds = 180, maxAgeSeconds = 3_600, decryptionKeys = [], limits = DEFAULT_LIMITS } = expected
  const { legacyAlgorithms = false, cbcUnderUnsignedResponse = false } = expected
  const { looseIds = false, signatureLast = false, requireSignedResponse = false } = expected
  within('clockSkewSeconds', clockSkewSeconds, 0, 300)
  within('maxAgeSeconds', maxAgeSeconds, 1, 86_400)
  within('limits.bytes', limits.bytes, 1, MAX_LIMITS.bytes)
  within('limits.nodes', limits.nodes, 1, MAX_LIMITS.nodes)
  within('now', now.getTime(), 0, Number.MAX_SAFE_INTEGER)
  present('idpEntityId', idpEntityId)
  present('spEntityId', spEntityId)
  present('acsUrl', acsUrl)
  if (request.kind === 'id') present('request', request.id)
  const [skew, maxAge] = [clockSkewSeconds * 1000, maxAgeSeconds * 1000]
  const exceptions = { legacyAlgorithms, cbcUnderUnsignedResponse, looseIds, signatureLast }
  const parties = { idpEntityId, spEntityId, acsUrl, keys, decryptionKeys }
  return { ...parties, now, request, skew, maxAge, requireSignedResponse, limits, ...exceptions }
}

function present(name: string, value: string): void {
  if (value === '') throw new JitupError('validation_failed', `${name} must not be empty.`, { name })
}

function within(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return
  throw new JitupError('validation_failed', `${name} must lie between ${least} and ${most}.`, { name })
}
