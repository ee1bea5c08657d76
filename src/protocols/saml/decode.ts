/** Reading a SAML message for a person to look at. Nothing here is verified, and nothing here makes an Assertion. */
import { inflateRawSync } from 'node:zlib'
import { isJitupError, JitupError } from '../../errors.ts'
import { claimsOf } from './claims.ts'
import { MAX_LIMITS } from './expectations.ts'
import { rawEngine } from './xml/engine.ts'
import { gate } from './xml/gate.ts'
import { SAML } from './xml/namespaces.ts'
import { withDocument } from './xml/parse.ts'
import { plain, printed } from './xml/print.ts'
import { is, type XmlElement } from './xml/tree.ts'

/** A decoded message. Every name says that nobody vouches for it. */
export interface UnverifiedMessage {
  /** The local name of its root (`Response`, `AuthnRequest`, …); null when the XML is not one we would parse. */
  readonly unverifiedKind: string | null
  /** Indented XML; the text as it came when it was not parsed. Control and bidirectional characters are written out. */
  readonly unverifiedXml: string
  readonly unverifiedAttributes: ReadonlyMap<string, readonly string[]>
  readonly unverifiedRelayState: string | null
  /** Why the XML was not parsed; null when it was. */
  readonly notParsed: string | null
}

/**
 * Decodes a message in any of its wrappings: XML, base64, deflated base64, percent-encoded, a form body, a query string
 * or a whole redirect address. Throws `message_missing`, `message_too_large` or `message_not_base64`.
 */
export function decodeMessage(input: string): UnverifiedMessage {
  const text = input.replace(/^\ufeff/, '').trim()
  if (text === '') throw new JitupError('message_missing', 'There is nothing to decode.')
  const { message, relayState } = unwrapped(text)
  const xml = message.startsWith('<') ? Buffer.from(message) : fromBase64(message)
  if (xml.length > MAX_LIMITS.bytes) throw tooLarge()
  return { ...shown(xml), unverifiedRelayState: relayState && plain(relayState) }
}

function unwrapped(text: string): { message: string; relayState: string | null } {
  if (text.startsWith('<')) return { message: text, relayState: null }
  const query = /(?:^|[?&#])(SAML(?:Request|Response)=.*)$/s.exec(text)?.[1]
  if (query !== undefined) {
    const all = new URLSearchParams(query.replace(/[\r\n]+/g, ''))
    // A form that was not percent-encoded has its plus signs read as spaces.
    const message = (all.get('SAMLRequest') ?? all.get('SAMLResponse') ?? '').replaceAll(' ', '+')
    return { message, relayState: new URLSearchParams(text.slice(text.indexOf('?') + 1)).get('RelayState') }
  }
  if (!/%[0-9a-f]{2}/i.test(text)) return { message: text, relayState: null }
  try {
    return { message: decodeURIComponent(text).trim(), relayState: null }
  } catch {
    throw notBase64()
  }
}

function fromBase64(message: string): Buffer {
  const text = message.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw notBase64()
  const bytes = Buffer.from(text, 'base64')
  if (/^(\ufeff)?\s*</.test(bytes.toString('utf8', 0, 64))) return bytes
  try {
    return inflateRawSync(bytes, { maxOutputLength: MAX_LIMITS.bytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw notBase64()
  }
}

function shown(xml: Buffer): Omit<UnverifiedMessage, 'unverifiedRelayState'> {
  try {
    gate(xml)
    return rawEngine.run((engine) =>
      withDocument(engine, xml, { nodes: MAX_LIMITS.nodes, purpose: 'metadata' }, ({ root }) => ({
        unverifiedKind: plain(root.name),
        unverifiedXml: printed(root),
        unverifiedAttributes: attributesIn(root),
        notParsed: null,
      })),
    )
  } catch (error) {
    if (!isJitupError(error) || error.code === 'internal') throw error
    const asCame = xml
      .toString('utf8')
      .split(/\r?\n/)
      .map((line) => plain(line))
      .join('\n')
    return {
      unverifiedKind: null,
      unverifiedXml: asCame,
      unverifiedAttributes: new Map(),
      notParsed: `${error.code}: ${error.message}`,
    }
  }
}

function attributesIn(root: XmlElement): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const visit = (element: XmlElement) => {
    if (is(element, SAML, 'Assertion')) {
      for (const [name, values] of claimsOf(element).claims) found.set(name, [...(found.get(name) ?? []), ...values])
    }
    element.children.forEach(visit)
  }
  visit(root)
  return found
}

const notBase64 = () =>
  new JitupError(
    'message_not_base64',
    'This is neither XML, nor base64, nor a deflated message, nor an address with one.',
  )

const tooLarge = () => new JitupError('message_too_large', `At most ${MAX_LIMITS.bytes} bytes of XML are decoded.`)
