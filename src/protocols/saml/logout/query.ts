import { quotable, Refusal } from '../refusal.ts'
import { MAX_RELAY_STATE } from '../relay-state.ts'
import { strictBase64 } from '../xml/base64.ts'

/** A message that came by the Redirect binding, and the very octets that were signed. */
export interface RedirectMessage {
  readonly kind: 'request' | 'response'
  /** Percent-decoded; base64 of a deflated message. */
  readonly message: string
  readonly relayState: string | null
  /** `SAMLRequest=…&RelayState=…&SigAlg=…`, each value as it stood in the query. */
  readonly signedOctets: string
  readonly algorithm: string
  readonly signature: Buffer
}

const known = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature', 'SAMLEncoding'] as const
const DEFLATE = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE'
const MAX_QUERY = 65_536

/**
 * Takes a query string of the Redirect binding apart, once. What is decoded afterwards and what the signature is checked
 * over are the same values. A name that comes twice, is percent-encoded or differs in case is refused: somewhere else it
 * would be read as another parameter. Foreign parameters are passed over, as they are not signed.
 * `onKind` is told what the message says it is before anything is refused for its signature.
 * Refuses with `logout_malformed`, `logout_signature_missing`, `message_missing`. Source: SAML bindings 3.4.4.1.
 */
export function readQuery(query: string, onKind: (kind: RedirectMessage['kind']) => void): RedirectMessage {
  if (query.length > MAX_QUERY) throw malformed('It is too long.')
  const values = valuesIn(query)
  const request = values.get('SAMLRequest')
  const response = values.get('SAMLResponse')
  if (request !== undefined && response !== undefined) throw malformed('It holds a request and a response.')
  const message = request ?? response
  if (message === undefined) {
    throw new Refusal('message_missing', 'The address must carry a SAMLRequest or a SAMLResponse. It carries neither.')
  }
  const kind = request === undefined ? 'response' : 'request'
  onKind(kind)
  const encoding = values.get('SAMLEncoding')
  if (encoding !== undefined && decoded(encoding, 'SAMLEncoding') !== DEFLATE)
    throw malformed('Its encoding is unknown.')
  const algorithm = values.get('SigAlg')
  const signature = values.get('Signature')
  if (algorithm === undefined || signature === undefined) {
    throw new Refusal(
      'logout_signature_missing',
      'Logout messages must be signed (Signature and SigAlg in the address). This one is not; switch on signing of logout messages at the identity provider.',
    )
  }
  const relayState = values.get('RelayState')
  const name = request === undefined ? 'SAMLResponse' : 'SAMLRequest'
  return {
    kind,
    message: decoded(message, name),
    relayState:
      relayState === undefined ? null : checkRelayState(decoded(relayState.replaceAll('+', '%20'), 'RelayState')),
    signedOctets: [
      `${name}=${message}`,
      ...(relayState === undefined ? [] : [`RelayState=${relayState}`]),
      `SigAlg=${algorithm}`,
    ].join('&'),
    algorithm: decoded(algorithm, 'SigAlg'),
    signature: base64(decoded(signature, 'Signature')),
  }
}

/** Refuses a RelayState that we could not send back. */
export function checkRelayState(relayState: string): string {
  if (Buffer.byteLength(relayState) <= MAX_RELAY_STATE) return relayState
  throw malformed(`Its RelayState has more than ${MAX_RELAY_STATE} bytes.`)
}

function valuesIn(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const part of query.split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    const name = at < 0 ? part : part.slice(0, at)
    if (!/^[\w.~-]+$/.test(name)) throw malformed('One of its parameters has an encoded name.', name)
    const meant = known.find((one) => one.toLowerCase() === name.toLowerCase())
    if (meant === undefined) continue
    if (meant !== name) throw malformed('One of its parameters is misspelt.', name)
    if (values.has(name)) throw malformed('One of its parameters comes twice.', name)
    values.set(name, at < 0 ? '' : part.slice(at + 1))
  }
  return values
}

function decoded(value: string, name: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw malformed('One of its values is not percent-encoded UTF-8.', name)
  }
}

function base64(text: string): Buffer {
  const bytes = strictBase64(text)
  if (bytes === null) throw malformed('Its Signature is not base64.')
  return bytes
}

export const malformed = (what: string, name?: string) =>
  new Refusal(
    'logout_malformed',
    `A logout message must come as the binding says, each parameter once and under its plain name. ${what}`,
    name === undefined ? {} : { unverifiedParameter: quotable(name, 40) },
  )
