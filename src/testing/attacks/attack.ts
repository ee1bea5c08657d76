import type { TestKeys } from '../sign.ts'

/** What an attacker starts from: one good message, and what everybody knows. */
export interface Genuine {
  /** A signed Response as XML that the service provider under test accepts, with one plain Assertion. */
  readonly xml: string
  /** The identity provider's signing certificate: PEM, or base64 DER as in metadata. */
  readonly idpCertificate: string
  readonly spEntityId: string
  readonly acsUrl: string
  /** Whom the attacker wants to be. The attributes are values for names that the genuine message has. */
  readonly victim: { readonly nameId: string; readonly attributes?: Readonly<Record<string, string>> }
  /**
   * The identity provider's keys, where the identity provider is the test's own. Then there are also attacks in which it
   * signs something unlucky: an error, a weak algorithm, an account that was named by the attacker.
   */
  readonly idpKeys?: TestKeys
  /** The service provider's encryption certificate (PEM) or public key (PEM). Then there are also the encrypted attacks. */
  readonly encryptionKey?: string
}

/** One hostile message. */
export interface Attack {
  /** Stable: threat class and name, like `T02-xsw3`. */
  readonly id: string
  /** The class in `docs/attack-suite.md`. */
  readonly threat: string
  readonly title: string
  readonly binding: 'HTTP-POST' | 'HTTP-Redirect'
  /**
   * `refused`: must not be accepted. `nothing-forged`: may be accepted when nothing of the forged part is believed (what
   * is not signed may be ignored), as long as the person stays who he is.
   */
  readonly expects: 'refused' | 'nothing-forged'
  /** Values that must never come out, whatever is said of the message. */
  readonly forged: readonly string[]
  /**
   * Values that the identity provider vouched for in this very message, where it is not the genuine person's: an account
   * that was named for the attack, like `victim.attacker.example`. Who is let in under the whole of it is the attacker.
   */
  readonly accounts: readonly string[]
  /** The SAMLResponse form field (for Redirect: the parameter, percent-decoded). Made when asked for: some are large. */
  readonly formField: () => string
}

/** A message on its way to become an attack: XML as text or bytes, or a finished form field. */
export type Message = string | Uint8Array | { readonly field: string }

export interface Draft {
  readonly id: string
  readonly title: string
  readonly expects?: Attack['expects']
  readonly binding?: Attack['binding']
  readonly accounts?: readonly string[]
  readonly message: () => Message
}

export const draft = (id: string, title: string, message: () => Message, expects?: Attack['expects']): Draft => ({
  id,
  title,
  message,
  ...(expects ? { expects } : {}),
})
