/**
 * What a sign-on protocol must do. The server knows nothing else of SAML or OpenID Connect.
 * Adding a protocol: implement this, add it to `registry.ts`.
 */
import type { KeyObject } from 'node:crypto'
import type { Assertion } from '../core/types.ts'
import type { ErrorCode } from '../errors.ts'
import type { PublishedSettings } from './published.ts'

/** The trust half of a configured identity provider, with its keys already parsed (parsing a PEM at each call costs 7×). */
export interface TrustedProvider<Settings = unknown> {
  readonly id: string
  readonly slug: string
  /** The partner's entityID; immutable. */
  readonly entityId: string
  /** Our entityID towards this partner, stored when the provider was created. */
  readonly spEntityId: string
  readonly acsUrl: string
  /** Where the partner's logout messages arrive. */
  readonly logoutUrl: string
  readonly settings: Settings
  /** The partner's pinned signing keys; every one is tried. */
  readonly keys: readonly KeyObject[]
}

/** Our own key pair. */
export interface SigningKey {
  readonly privateKey: KeyObject
  /** Base64 DER, as metadata wants it. */
  readonly certificate: string
}

/** What we bring to every message: the moment it is judged by, and our key pairs, the one that signs first. */
export interface Ours {
  readonly now: Date
  readonly keys: readonly SigningKey[]
  /** How many of this provider's messages could not be decrypted within the last hour. */
  readonly failedDecryptions?: number
}

export interface Started {
  /** The pending request's id, to be stored before the browser leaves. */
  readonly requestId: string
  /** Where the browser goes. */
  readonly location: string
  /** The fields that it posts there; null: it simply goes there. */
  readonly form: Readonly<Record<string, string>> | null
  /** What the answer must show; it is stored with the pending request and checked against the verified answer. */
  readonly asked: Asked
}

/** What was asked of the partner beyond "who is it". */
export interface Asked {
  /** The person must have signed in at the partner at this moment or later; null: whenever it was. */
  readonly authnAfter: Date | null
  /** How: one of these exactly; none: any way. */
  readonly authnContexts: readonly string[]
}

/** What one start is made of. */
export interface StartRequest {
  readonly relayState: string
  readonly now: Date
  readonly key: SigningKey
  /** Wants the person to sign in anew, whatever the settings say. */
  readonly forceAuthn?: boolean | undefined
}

/** Evidence an administrator needs to mend a misconfiguration. Texts from an unverified message carry names that say so. */
export type Evidence = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

export type Verification =
  | { readonly verdict: 'accepted'; readonly assertion: Assertion; readonly warnings: readonly Warning[] }
  | Rejection

export interface Rejection {
  readonly verdict: 'rejected'
  readonly code: ErrorCode
  /** The verifier's step that refused. */
  readonly step: string
  /** One sentence for the administrator: what was expected, what came, what to change. */
  readonly message: string
  readonly evidence: Evidence
  /** True once the message is recognisably one of this protocol (then HTTP 403, before that 400). */
  readonly recognised: boolean
  /** What each check within the step found, when the step has several: everything wrong can be mended at once. */
  readonly findings?: readonly Finding[]
}

/** One check by itself. `code` null: it passed, and there is nothing to say. */
export interface Finding {
  readonly check: string
  readonly code: ErrorCode | null
  readonly message: string | null
  readonly evidence: Evidence
}

export interface Warning {
  readonly code: string
  readonly message: string
}

/** A sign-on protocol. */
export interface Protocol {
  /** The names of its verifier's steps, in their order. */
  readonly steps: readonly string[]
  /** Reads what the partner publishes about itself; with `now`, only if it is still valid. @throws JitupError `metadata_*` */
  read(metadata: string, now?: Date, trust?: PartnerTrust): Partner
  /** Checks stored or edited settings. @throws JitupError `validation_failed` */
  settings(value: unknown): unknown
  /** The message that sends a browser to the partner. */
  start(provider: TrustedProvider, request: StartRequest): Started
  /** The largest form body that this partner's answers may have, in bytes. */
  bodyLimit(provider: TrustedProvider): number
  /**
   * The only way to an `Assertion`. `form` is the body that the browser posted. An assertion that answers no request
   * (`inResponseTo` null) comes only from a partner that may send one, and is good for nothing but a hint.
   */
  verify(provider: TrustedProvider, form: URLSearchParams, ours: Ours): Verification
  /** What the partner must know about us; with `signed`, signed with our first key at that moment. */
  metadata(provider: TrustedProvider, about: PublishedFacts, signed?: Date): string
}

/** A partner as its metadata describes it. */
export interface Partner {
  readonly entityId: string
  readonly displayName: string | null
  readonly settings: unknown
  readonly certificates: readonly { readonly pem: string; readonly fingerprint: string; readonly notAfter: Date }[]
  readonly validUntil: Date | null
  /** For how long what it publishes need not be fetched again. */
  readonly cacheSeconds: number | null
  /** Who signed what was read: a key that had to, a key the partner is known by, or nobody we know. */
  readonly signedBy: 'signer' | 'known' | null
}

/** What a partner's metadata is held to. */
export interface PartnerTrust {
  /** The partner that is meant. */
  readonly entityId?: string | undefined
  /** When there are any, one of these keys must have signed the document. */
  readonly signers?: readonly KeyObject[] | undefined
  /** Keys that the partner is known by. */
  readonly known?: readonly KeyObject[] | undefined
}

export interface PublishedFacts {
  /** Every key of ours that the partner may meet, the one that signs first. */
  readonly keys: readonly [SigningKey, ...SigningKey[]]
  readonly about: PublishedSettings
  /** The attribute that people are known by; null: the NameID. */
  readonly subjectAttribute: string | null
  readonly displayName: string
  readonly requestedAttributes: readonly { readonly name: string; readonly required: boolean }[]
}
