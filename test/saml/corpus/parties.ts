/** Who a fixture is from and for: its certificate, entityIDs, address and keys, as its library's own tests set them. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { Expectations } from '../../../src/protocols/saml/index.ts'
import { filesOf, type Library, messageIn, readFixture } from './corpus.ts'

/** What a fixture is judged by. */
export interface Trust {
  /**
   * The one pinned certificate: a certificate file of the library, a settings file of python3-saml, or `embedded`, the
   * one inside the message, which ruby-saml and python3-saml pin by its fingerprint (or that inside another response).
   */
  readonly certificate: string
  /** Both parties: those of a settings file, or given; whoever the message names when neither. */
  readonly parties?: string | NamedParties
}

export type NamedParties = Pick<Expectations, 'idpEntityId' | 'spEntityId' | 'acsUrl'>

interface Settings {
  readonly sp: { readonly entityId: string; readonly assertionConsumerService: { readonly url: string } }
  readonly idp: { readonly entityId: string; readonly x509cert: string }
}

/** Every exception for weak cryptography: SHA-1, RSA-1024, AES-CBC around which nothing is signed. */
export const legacyCryptography = { legacyAlgorithms: true, cbcUnderUnsignedResponse: true } as const

/** The pinned key, our keys and the parties of one message. Throws when its certificate cannot be read. */
export function expectationsOf(library: Library, trust: Trust, xml: Buffer): Expectations {
  const keys = [keyOf(library, trust.certificate, xml)]
  const decryptionKeys = decryptionKeysOf(library)
  return { ...partiesOf(library, trust.parties, xml), ...circumstancesOf(xml), keys, decryptionKeys }
}

function partiesOf(library: Library, parties: Trust['parties'], xml: Buffer): NamedParties {
  if (parties === undefined) return partiesNamedIn(xml)
  if (typeof parties !== 'string') return parties
  const { sp, idp } = JSON.parse(readFixture(library, parties).toString('utf8')) as Settings
  return { idpEntityId: idp.entityId, spEntityId: sp.entityId, acsUrl: sp.assertionConsumerService.url }
}

/** The parties that a message names, by a careless reading that only a test may make. */
export function partiesNamedIn(xml: Buffer): NamedParties {
  const says = said(xml)
  const recipient = says(/Recipient=["']([^"']+)["']/)
  return {
    idpEntityId: says(/Issuer[^>]*>([^<]+)</),
    spEntityId: says(/Audience>([^<]+)</),
    acsUrl: recipient === 'unknown' ? says(/Destination=["']([^"']+)["']/) : recipient,
  }
}

/** The moment a message was issued, and whether it answers a request. */
export function circumstancesOf(xml: Buffer): Pick<Expectations, 'now' | 'request'> {
  const says = said(xml)
  const at = new Date(says(/IssueInstant=["']([^"']+)["']/))
  // What is encrypted cannot be looked into: there the envelope says it.
  const where = xml.includes('EncryptedAssertion')
    ? /InResponseTo=["']([^"']+)["']/
    : /ConfirmationData[^>]*InResponseTo=["']([^"']+)["']/
  const answers = says(where) !== 'unknown'
  return {
    now: Number.isNaN(at.getTime()) ? new Date('2020-09-25T16:59:00Z') : at,
    request: { kind: answers ? 'stored' : 'unsolicited' },
  }
}

const said = (xml: Buffer) => (pattern: RegExp) => pattern.exec(xml.toString('utf8'))?.[1] ?? 'unknown'

function keyOf(library: Library, certificate: string, xml: Buffer): KeyObject {
  const embedded = (message: Buffer) => certificateKey(said(message)(/X509Certificate[^>]*>([^<]+)</))
  if (certificate === 'embedded') return embedded(xml)
  if (certificate.startsWith('responses/')) return embedded(messageIn(library, certificate))
  const text = readFixture(library, certificate).toString('latin1')
  return certificateKey(certificate.endsWith('.json') ? (JSON.parse(text) as Settings).idp.x509cert : text)
}

function certificateKey(text: string): KeyObject {
  const der = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '')
  return new X509Certificate(Buffer.from(der, 'base64')).publicKey
}

/** Every signing key of a library's own files that can be read; some are broken on purpose. */
export function everyKeyOf(library: Library, files: readonly string[]): readonly KeyObject[] {
  return files
    .filter((path) => /cert|\.crt$|settings\d+\.json$/i.test(path) && !/responses|metadata/.test(path))
    .flatMap((path) => {
      const text = readFixture(library, path).toString('latin1')
      try {
        const certificate = path.endsWith('.json') ? ((JSON.parse(text) as Settings).idp.x509cert ?? '') : text
        return [certificateKey(certificate)]
      } catch {
        return []
      }
    })
}

const known = new Map<Library, readonly KeyObject[]>()

/** The keys that encrypted fixtures of a library are for: every private key among its files that can be read. */
export function decryptionKeysOf(library: Library): readonly KeyObject[] {
  const already = known.get(library)
  if (already !== undefined) return already
  const keys = filesOf(library)
    .filter((path) => /\.key$|key\.pem$|pvk\.pem$/.test(path) && !/invalid/.test(path))
    .flatMap((path) => {
      try {
        return [createPrivateKey(readFixture(library, path))]
      } catch {
        return []
      }
    })
  known.set(library, keys)
  return keys
}
