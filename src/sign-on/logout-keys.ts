import type { NameId } from '../core/types.ts'
import type { Seal } from '../store/seal.ts'
import type { SessionKeys } from '../store/sessions.ts'

const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'

/**
 * Held by who opens a session and by who ends the sessions of a name, so that the later of the two sees what the other did.
 * Coarser than the keys below, and the same under every secret.
 */
export const nameLock = (providerId: string, { value }: NameId): string => `name ${providerId} ${value}`

/** The partner that named the person. */
interface Named {
  readonly providerId: string
  /** The partner's entityID: what an absent NameQualifier means. */
  readonly issuer: string
}

/**
 * The keys by which a partner's logout request finds a session. The value counts byte for byte; an absent format and absent
 * qualifiers count as what they stand for (SAML core 2.2.2, 8.3.7): unspecified, the partner and us. The verifier has seen to
 * it that the SPNameQualifier of a session is ours.
 */
export function sessionKeys(
  seal: Seal,
  named: Named,
  subject: { readonly nameId: NameId | null; readonly sessionIndex: string | null },
): SessionKeys | null {
  if (subject.nameId === null) return null
  const sessionIndexes = subject.sessionIndex === null ? [] : indexKeys(seal, named, [subject.sessionIndex])
  return { names: nameKeys(seal, named, subject.nameId), sessionIndexes }
}

/**
 * Under every known secret: rows may be older than the present one. `namedFor` is the service provider that the name was made
 * for, when it was not us.
 */
export function nameKeys(
  seal: Seal,
  { providerId, issuer }: Named,
  { value, format, nameQualifier }: NameId,
  namedFor: string | null = null,
): readonly [Buffer, ...Buffer[]] {
  const text = JSON.stringify([providerId, value, format ?? UNSPECIFIED, nameQualifier ?? issuer, namedFor])
  return seal.keyed('session name', text)
}

/** The same for the partner's names of sessions. */
export const indexKeys = (seal: Seal, { providerId }: Named, sessionIndexes: readonly string[]): readonly Buffer[] =>
  sessionIndexes.flatMap((one) => seal.keyed('session index', JSON.stringify([providerId, one])))
