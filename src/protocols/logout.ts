/** The logout half of a sign-on protocol: what a partner and we say to each other when a person signs out. */
import type { NameId } from '../core/types.ts'
import type { Ours, Rejection, SigningKey, TrustedProvider, Warning } from './protocol.ts'

/** Whose session at the partner it is, exactly as the partner named them when they signed on. */
export interface LogoutSubject {
  readonly nameId: NameId
  readonly sessionIndex: string | null
}

/** How a browser carries a message of ours: it goes there, or it posts the fields there. */
export type Dispatch =
  | { readonly binding: 'redirect'; readonly location: string }
  | { readonly binding: 'post'; readonly action: string; readonly fields: Readonly<Record<string, string>> }

/** What a browser brought: the query string as it stands in the request line (without `?`), or a form. */
export type Arrival =
  | { readonly binding: 'redirect'; readonly query: string }
  | { readonly binding: 'post'; readonly form: URLSearchParams }

/** The partner wants sessions ended here. */
export interface LogoutRequested {
  readonly kind: 'request'
  readonly id: string
  readonly nameId: NameId
  /** Which of the person's sessions; none: all that this partner opened. */
  readonly sessionIndexes: readonly string[]
  readonly issuedAt: Date
  /**
   * Until then an answer from before `issuedAt` would still be taken. The sign-on that it is about is over too, whenever it
   * arrives; longer than SAML core 3.7.3.2 demands, which lets a logout be forgotten at its NotOnOrAfter.
   */
  readonly honouredUntil: Date
  /** From then on the request would be refused for its age: so long its id must be remembered. */
  readonly expiresAt: Date
  /** To be sent back with the answer; null: none came. */
  readonly relayState: string | null
}

/** The partner's answer to a logout that was started here. */
export interface LogoutAnswered {
  readonly kind: 'response'
  readonly inResponseTo: string
  /** `everywhere` and `partial` are the partner's word; `failed`: it did not sign the person out. */
  readonly outcome: 'everywhere' | 'partial' | 'failed'
}

export type LogoutVerification =
  | {
      readonly verdict: 'accepted'
      readonly message: LogoutRequested | LogoutAnswered
      readonly warnings: readonly Warning[]
    }
  /** `kind` is what the message says it is; nobody vouches for it. */
  | (Rejection & { readonly kind: 'request' | 'response' | null })

/** Single logout by one protocol. */
export interface LogoutProtocol {
  /** Is single logout switched on, and has the partner an address that takes our requests? */
  offered(provider: TrustedProvider): boolean
  /** The message that asks the partner to sign a person out; null when it is not offered. */
  request(
    provider: TrustedProvider,
    what: { readonly id: string; readonly subject: LogoutSubject; readonly now: Date; readonly key: SigningKey },
  ): Dispatch | null
  /** Judges what a browser brought to our logout address. Never throws on a message, whatever it holds. */
  receive(provider: TrustedProvider, arrival: Arrival, ours: Ours): LogoutVerification
  /** Our answer to a partner's request; null when the partner has no address for it. */
  respond(
    provider: TrustedProvider,
    what: {
      readonly inResponseTo: string
      /** `unknown`: no such session is or was here. */
      readonly outcome: 'ended' | 'unknown'
      readonly relayState: string | null
      readonly now: Date
      readonly key: SigningKey
    },
  ): Dispatch | null
  /** The origins whose pages may hold our answer in a frame: partners sign people out of many places side by side. */
  frames(provider: TrustedProvider): readonly string[]
}
