/**
 * `src/trust` keeps up with partners: what their metadata says, which of their keys are believed, and since when. It stands
 * above `sign-on` (it needs the running App) and below `api`, `config-file` and `server`, which all set it going.
 */
import { X509Certificate } from 'node:crypto'
import { JitupError } from '../errors.ts'
import type { Partner, PartnerTrust } from '../protocols/protocol.ts'
import { protocolOf } from '../protocols/registry.ts'
import { isStrong } from '../protocols/saml/algorithms.ts'
import { publishedNames } from '../protocols/saml/settings.ts'

/** The only protocol of this version. */
export const protocol = 'saml'

/**
 * Reads a partner's metadata and sees that it can be used: one key at least is strong.
 * @throws JitupError `metadata_*`
 */
export function readPartner(metadata: string, now: Date, trust: PartnerTrust = {}): Partner {
  const partner = protocolOf(protocol).read(metadata, now, trust)
  if (!partner.certificates.some((one) => isStrong(keyOf(one), false))) {
    const text = 'The metadata holds no usable signing key: RSA needs 2048 bits or more, ECDSA P-256, P-384 or P-521.'
    throw new JitupError('metadata_no_key', text, { field: 'metadata' })
  }
  return partner
}

/** The public key of a pinned certificate. */
export const keyOf = (certificate: { readonly pem: string }) => new X509Certificate(certificate.pem).publicKey

/** Settings of an administrator over those that stand. What is undefined stays. @throws JitupError `validation_failed` */
export function mergeSettings(base: unknown, given: Readonly<Record<string, unknown>> | undefined): unknown {
  if (given === undefined) return base
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return protocolOf(protocol).settings({ ...(base as object), ...defined })
}

/** New metadata replaces what metadata says; what an administrator has set stays. */
export function refreshedSettings(known: unknown, read: unknown): unknown {
  const published = Object.fromEntries(Object.entries(read as object).filter(([key]) => publishedNames.includes(key)))
  return protocolOf(protocol).settings({ ...(known as object), ...published })
}
