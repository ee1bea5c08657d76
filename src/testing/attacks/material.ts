import { createHash } from 'node:crypto'
import { makeKeyPair } from '../../protocols/saml/certificate.ts'
import { canonicalBytes } from '../../protocols/saml/xml/c14n.ts'
import { rawEngine } from '../../protocols/saml/xml/engine.ts'
import { withDocument } from '../../protocols/saml/xml/parse.ts'
import { attributeOf, type XmlElement } from '../../protocols/saml/xml/tree.ts'
import { type ResponseOptions, responseXml } from '../response.ts'
import type { TestKeys } from '../sign.ts'
import { text } from '../xml-text.ts'
import type { Genuine } from './attack.ts'
import { attributeIn, changed, find, outline, replaced, textOfPiece, unescaped, withId } from './outline.ts'

export const DS = 'http://www.w3.org/2000/09/xmldsig#'
export const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const EVIL_ASSERTION = '_evil_assertion_ID'
export const EVIL_RESPONSE = '_evil_response_ID'

/** A genuine message in pieces, and the forgeries made of them. */
export interface Material {
  readonly genuine: Genuine
  readonly shape: 'assertion' | 'response' | 'both'
  /** The whole message without XML declaration. */
  readonly xml: string
  /** As it stands in the message, with its signature if it has one. */
  readonly assertion: string
  /** Without its own signature. */
  readonly bareAssertion: string
  /** '' when that element is not signed. */
  readonly assertionSignature: string
  readonly responseSignature: string
  /** The message without the Response's own signature. */
  readonly bareResponse: string
  /** An Assertion for the victim: another ID, no signature. */
  readonly forgedAssertion: string
  /** A Response with that Assertion: another ID, no signature at all. */
  readonly forgedResponse: string
  readonly assertionId: string
  readonly responseId: string
  readonly nameId: string
  /** Prefixes with their colons, as the message uses them. */
  readonly saml: string
  readonly samlp: string
  readonly ds: string
  /** Every value that speaks for the victim. */
  readonly forgedValues: readonly string[]
  readonly attacker: TestKeys
  /** A fresh Response by the same facts and other keys; for the victim unless `honest`. */
  readonly fake: (keys: TestKeys, options?: Partial<ResponseOptions>, honest?: boolean) => string
}

/** Takes a message apart. Throws a RangeError when it is no signed Response with one plain Assertion. */
export function materialOf(genuine: Genuine): Material {
  const xml = genuine.xml.replace(/^\s*<\?xml.*?\?>\s*/s, '').trim()
  const [response] = outline(xml)
  const assertionPiece = find(xml, 'Assertion', 'Response')
  if (response?.name !== 'Response' || assertionPiece === undefined) {
    throw new RangeError('A Response with a plain Assertion is needed.')
  }
  const responseSignaturePiece = find(xml, 'Signature', 'Response')
  const assertion = textOfPiece(xml, assertionPiece)
  const own = find(assertion, 'Signature', 'Assertion')
  if (own === undefined && responseSignaturePiece === undefined) throw new RangeError('The Response must be signed.')
  const bareAssertion = own ? replaced(assertion, own, '') : assertion
  const bareResponse = responseSignaturePiece ? replaced(xml, responseSignaturePiece, '') : xml
  const forgedAssertion = withId(forge(bareAssertion, genuine.victim), EVIL_ASSERTION)
  const { nameId, ...facts } = factsOf(xml, genuine)
  const attacker = makeKeyPair({ commonName: 'Test identity provider', now: new Date(facts.issueInstant) })
  const { victim } = genuine
  return {
    genuine,
    shape: own ? (responseSignaturePiece ? 'both' : 'assertion') : 'response',
    xml,
    assertion,
    bareAssertion,
    assertionSignature: own ? textOfPiece(assertion, own) : '',
    responseSignature: responseSignaturePiece ? textOfPiece(xml, responseSignaturePiece) : '',
    bareResponse,
    forgedAssertion,
    forgedResponse: withId(changed(bareResponse, assertion, forgedAssertion), EVIL_RESPONSE),
    assertionId: attributeIn(assertionPiece, 'ID') ?? '',
    responseId: attributeIn(response, 'ID') ?? '',
    nameId,
    saml: assertionPiece.prefix,
    samlp: response.prefix,
    ds: (responseSignaturePiece ?? own)?.prefix ?? '',
    forgedValues: [victim.nameId, ...Object.values(victim.attributes ?? {})],
    attacker,
    fake: (keys, options = {}, honest = false) => {
      const sign = own ? (responseSignaturePiece ? 'both' : 'assertion') : 'response'
      const attributes = new Map(facts.attributes)
      if (!honest) for (const [name, value] of Object.entries(victim.attributes ?? {})) attributes.set(name, [value])
      const responder = { entityId: facts.issuer, keys, now: () => new Date(facts.issueInstant) }
      return responseXml(responder, {
        acsUrl: genuine.acsUrl,
        audience: genuine.spEntityId,
        inResponseTo: facts.inResponseTo,
        nameId: { value: honest ? nameId : victim.nameId, format: facts.format },
        attributes,
        sign,
        ...options,
      }).replace(/^<\?xml.*?\?>/, '')
    },
  }
}

/** The message with the Response's own signature taken away, where the Assertion is signed too: still genuine. */
export function withoutOuterSignature(m: Material): Material {
  return materialOf({ ...m.genuine, xml: m.bareResponse })
}

/** Puts the victim's name and values into an Assertion. */
function forge(assertion: string, victim: Genuine['victim']): string {
  const pieces = outline(assertion)
  let result = assertion
  for (const piece of [...pieces].reverse()) {
    const name = attributeIn(piece.parent ?? undefined, 'Name')
    const value =
      piece.name === 'NameID' && piece.parent?.name === 'Subject'
        ? victim.nameId
        : piece.name === 'AttributeValue' && name !== undefined
          ? victim.attributes?.[unescaped(name)]
          : undefined
    if (value === undefined || piece.end === piece.contentStart) continue
    result = result.slice(0, piece.contentStart) + text(value) + result.slice(piece.contentEnd)
  }
  if (result === assertion) throw new RangeError('The genuine message has nothing that the victim is known by.')
  return result
}

function factsOf(xml: string, genuine: Genuine) {
  const pieces = outline(xml)
  const [response] = pieces
  const content = (name: string, parent: string) => {
    const piece = pieces.find((one) => one.name === name && one.parent?.name === parent)
    return piece === undefined ? '' : unescaped(xml.slice(piece.contentStart, piece.contentEnd))
  }
  const attributes = new Map<string, string[]>()
  for (const value of pieces.filter((one) => one.name === 'AttributeValue')) {
    const name = unescaped(attributeIn(value.parent ?? undefined, 'Name') ?? '')
    const said = unescaped(xml.slice(value.contentStart, value.contentEnd))
    attributes.set(name, [...(attributes.get(name) ?? []), said])
  }
  return {
    issuer: content('Issuer', 'Assertion') || genuine.spEntityId,
    issueInstant: attributeIn(response, 'IssueInstant') ?? '',
    inResponseTo: attributeIn(response, 'InResponseTo') ?? null,
    nameId: content('NameID', 'Subject'),
    format: attributeIn(
      pieces.find((one) => one.name === 'NameID' && one.parent?.name === 'Subject'),
      'Format',
    ),
    attributes,
  }
}

/** SHA-256 over the exclusive canonical form of the element with the ID, base64: what a DigestValue would have to be. */
export function digestOf(xml: string, id: string): string {
  const bytes = rawEngine.run((engine) =>
    withDocument(engine, Buffer.from(xml), { nodes: 20_000, purpose: 'metadata' }, (document) => {
      const element = byId(document.root, id)
      if (element === undefined) throw new RangeError(`No element has the ID ${id}.`)
      return canonicalBytes(document, element, ['xs'])
    }),
  )
  return createHash('sha256').update(bytes).digest('base64')
}

function byId(element: XmlElement, id: string): XmlElement | undefined {
  if (attributeOf(element, 'ID') === id) return element
  for (const child of element.children) {
    const found = byId(child, id)
    if (found !== undefined) return found
  }
  return undefined
}
