/** Reading a SAML message for a person to look at. Nothing here is verified, and nothing here makes an Assertion. */
import { inflateRawSync } from 'node:zlib'
import { isJitupError, JitupError } from '../../errors.ts'
import { claimsOf } from './claims.ts'
import { MAX_LIMITS } from './expectations.ts'
import { type UnverifiedFacts, unverifiedFacts } from './unverified-facts.ts'
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
  /** Null when the XML was not parsed. */
  readonly unverifiedFacts: UnverifiedFacts | null
  /** How it was wrapped. Only the Redirect binding deflates. */
  readonly wrapping: 'xml' | 'base64' | 'deflated'
  /** The field or parameter that held it; null: it came by itself. */
  readonly parameter: 'SAMLRequest' | 'SAMLResponse' | null
  /** The XML as it came, byte by byte. */
  readonly unverifiedBytes: Uint8Array
  /** Why the XML was not parsed; null when it was. */
  readonly notParsed: string | null
}

/**
 * Decodes a message in any of its wrappings: XML, base64, deflated base64, percent-encoded, a form body, a query string,
 * a whole redirect address, or one of these in quotes within something else: a curl command, a HAR file. Throws `message_missing`, `message_too_large` or `message_not_base64`.
 */
export function decodeMessage(input: string): UnverifiedMessage {
  const text = input.replace(/^\ufeff/, '').trim()
  if (text === '') throw new JitupError('message_missing', 'There is nothing to decode.')
  const { message, relayState, parameter } = unwrapped(text)
  const { xml, wrapping } = message.startsWith('<')
    ? { xml: Buffer.from(message), wrapping: 'xml' as const }
    : fromBase64(message)
  if (xml.length > MAX_LIMITS.bytes) throw tooLarge()
  return {
    ...shown(xml),
    unverifiedRelayState: relayState && plain(relayState),
    unverifiedBytes: xml,
    wrapping,
    parameter,
  }
}

interface Unwrapped {
  readonly message: string
  readonly relayState: string | null
  readonly parameter: UnverifiedMessage['parameter']
}

function unwrapped(text: string): Unwrapped {
  const alone = { relayState: null, parameter: null }
  if (text.startsWith('<')) return { message: text, ...alone }
  const query = /(?:^|[?&#'"\s])(SAML(?:Request|Response)=[^'"<>]*)/s.exec(text)?.[1]
  if (query !== undefined) {
    const all = new URLSearchParams(query.replace(/[\r\n]+/g, ''))
    const parameter = all.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse'
    // A form that was not percent-encoded has its plus signs read as spaces.
    const message = (all.get(parameter) ?? '').replaceAll(' ', '+')
    const before = new URLSearchParams(text.slice(text.indexOf('?') + 1))
    return { message, relayState: all.get('RelayState') ?? before.get('RelayState'), parameter }
  }
  const listed = /"name"\s*:\s*"(SAMLRequest|SAMLResponse)"\s*,\s*"value"\s*:\s*"([^"\\]*)"/.exec(text)
  if (listed !== null) {
    const [, parameter, value = ''] = listed
    return { message: unescaped(value), relayState: null, parameter: parameter as Unwrapped['parameter'] }
  }
  return { message: unescaped(text), ...alone }
}

function unescaped(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text
  try {
    return decodeURIComponent(text).trim()
  } catch {
    throw notBase64()
  }
}

function fromBase64(message: string): { readonly xml: Buffer; readonly wrapping: 'base64' | 'deflated' } {
  const text = message.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw notBase64()
  const bytes = Buffer.from(text, 'base64')
  if (/^(\ufeff)?\s*</.test(bytes.toString('utf8', 0, 64))) return { xml: bytes, wrapping: 'base64' }
  try {
    return { xml: inflateRawSync(bytes, { maxOutputLength: MAX_LIMITS.bytes }), wrapping: 'deflated' }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw notBase64()
  }
}

type Shown = Pick<
  UnverifiedMessage,
  'unverifiedKind' | 'unverifiedXml' | 'unverifiedAttributes' | 'unverifiedFacts' | 'notParsed'
>

function shown(xml: Buffer): Shown {
  try {
    gate(xml)
    return rawEngine.run((engine) =>
      withDocument(engine, xml, { nodes: MAX_LIMITS.nodes, purpose: 'metadata' }, ({ root }) => ({
        unverifiedKind: plain(root.name),
        unverifiedXml: printed(root),
        unverifiedAttributes: attributesIn(root),
        unverifiedFacts: unverifiedFacts(root),
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
      unverifiedFacts: null,
      notParsed: `${error.code}: ${error.message}`,
    }
  } finally {
    // Nothing of it stays where the next message is read.
    rawEngine.reset()
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
