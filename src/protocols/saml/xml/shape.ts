import { quotable, Refusal } from '../refusal.ts'
import { DS, SAML, SAMLP, XSI } from './namespaces.ts'
import { readSignedInfo, type SignedInfo } from './signed-info.ts'
import { attributeOf, childOf, is, textOf, type XmlElement } from './tree.ts'

/** A signature at its place, not yet verified. */
export interface SignaturePlace {
  /** The element it is enveloped in and refers to: the Response or the Assertion. */
  readonly element: XmlElement
  readonly signature: XmlElement
  readonly signedInfo: XmlElement
  readonly signatureValue: XmlElement
  readonly info: SignedInfo
}

export interface Shape {
  /** The one EncryptedAssertion; null when the Assertion is plain. */
  readonly encryptedAssertion: XmlElement | null
  /** The Response's before the Assertion's; at least one, unless the assertion is encrypted or was. */
  readonly signatures: readonly SignaturePlace[]
}

/**
 * What a schema cannot say: exactly one Assertion or EncryptedAssertion anywhere, as a child of the one Response, or as the
 * root when it was decrypted (then whoever decrypted it knows whether it must be signed itself); signatures nowhere but in those two, one each, each over its parent; attribute values that are text or a NameID.
 * Refuses with `assertion_missing`, `assertion_several`, `status_not_success`, `signature_missing`, `signature_shape`,
 * `signature_reference`, `signature_transform`, `algorithm_forbidden`, `schema_invalid`.
 */
export function shapeOf(root: XmlElement, options: { legacyAlgorithms: boolean }): Shape {
  const found = census(root)
  const decrypted = is(root, SAML, 'Assertion')
  const content = decrypted ? assertionIn(root, found) : theOneAssertion(root, found)
  const places = (decrypted ? [root] : [root, content]).flatMap((element) => {
    const signature = childOf(element, DS, 'Signature')
    return signature === null ? [] : [{ element, signature }]
  })
  const misplaced =
    found.signatures.length !== places.length || found.signedInfos !== places.length || found.objects > 0
  if (found.responses !== (decrypted ? 0 : 1) || misplaced) {
    throw new Refusal(
      'signature_shape',
      'The Response and its Assertion may each hold one Signature with one SignedInfo, and nothing else may. More came, or elsewhere: the message was tampered with.',
      { signatures: found.signatures.length, responses: found.responses },
    )
  }
  const encrypted = content.name === 'EncryptedAssertion'
  if (places.length === 0 && !encrypted && !decrypted) {
    throw new Refusal(
      'signature_missing',
      'The Response or its Assertion must be signed. Neither is; switch on signing at the identity provider.',
    )
  }
  return {
    encryptedAssertion: encrypted ? content : null,
    signatures: places.map(({ element, signature }) => placeOf(element, signature, options.legacyAlgorithms)),
  }
}

/** The one Assertion in verified or decrypted bytes: their root, or the child of the Response that is their root. */
export function assertionIn(root: XmlElement, found: Census = census(root)): XmlElement {
  const assertion = is(root, SAML, 'Assertion') ? root : childOf(root, SAML, 'Assertion')
  if (assertion === null || found.assertions.length !== 1 || found.encrypted.length > 0) {
    throw new Refusal('assertion_several', 'Exactly one Assertion is accepted, by itself. Something else came.')
  }
  return assertion
}

/** The one EncryptedAssertion in verified bytes, a child of the Response that is their root. */
export function encryptedIn(root: XmlElement): XmlElement {
  const found = census(root)
  const [content] = found.encrypted
  if (content?.parent !== root || found.encrypted.length !== 1 || found.assertions.length > 0) {
    throw new Refusal('assertion_several', 'Exactly one EncryptedAssertion is accepted. Something else came.')
  }
  return content
}

interface Census {
  readonly assertions: XmlElement[]
  readonly encrypted: XmlElement[]
  readonly signatures: XmlElement[]
  responses: number
  signedInfos: number
  objects: number
}

function census(root: XmlElement): Census {
  const found: Census = { assertions: [], encrypted: [], signatures: [], responses: 0, signedInfos: 0, objects: 0 }
  const visit = (element: XmlElement) => {
    if (element.namespace === SAML) {
      if (element.name === 'Assertion') found.assertions.push(element)
      else if (element.name === 'EncryptedAssertion') found.encrypted.push(element)
      else if (element.name === 'Attribute') checkValues(element)
    } else if (element.namespace === DS) {
      if (element.name === 'Signature') found.signatures.push(element)
      else if (element.name === 'SignedInfo') found.signedInfos += 1
      else if (element.name === 'Object') found.objects += 1
    } else if (is(element, SAMLP, 'Response')) found.responses += 1
    element.children.forEach(visit)
  }
  visit(root)
  return found
}

function theOneAssertion(response: XmlElement, { assertions, encrypted }: Census): XmlElement {
  const all = [...assertions, ...encrypted]
  if (all.length > 1) {
    throw new Refusal('assertion_several', `Exactly one Assertion is accepted. ${all.length} came.`, {
      count: all.length,
    })
  }
  const [content] = all
  if (content !== undefined && content.parent === response) return content
  const status = childOf(childOf(response, SAMLP, 'Status'), SAMLP, 'StatusCode')
  const code = status && attributeOf(status, 'Value')
  if (content === undefined && code !== SUCCESS) {
    throw new Refusal(
      'status_not_success',
      'The identity provider must answer with an Assertion. It answered with an error; its own log says why.',
      unverifiedStatus(response),
    )
  }
  throw new Refusal('assertion_missing', 'The Response must hold an Assertion. It holds none at its place.')
}

export const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'

function unverifiedStatus(response: XmlElement) {
  const status = childOf(response, SAMLP, 'Status')
  const codes: string[] = []
  for (let code = childOf(status, SAMLP, 'StatusCode'); code !== null; code = childOf(code, SAMLP, 'StatusCode')) {
    codes.push(quotable(attributeOf(code, 'Value')) ?? '')
  }
  const message = childOf(status, SAMLP, 'StatusMessage')
  return { unverifiedStatus: codes, unverifiedStatusMessage: message && quotable(textOf(message)) }
}

function checkValues(attribute: XmlElement): void {
  // Text beside a NameID, or anything in a value that calls itself nil, would be dropped in silence.
  const plain = (value: XmlElement) => {
    const [nameId, ...more] = value.children
    if (nameId === undefined) return !isNil(value) || textOf(value) === ''
    const alone = more.length === 0 && textOf(value).trim() === '' && !isNil(value)
    return alone && is(nameId, SAML, 'NameID') && nameId.children.length === 0
  }
  if (attribute.children.every((value) => is(value, SAML, 'AttributeValue') && plain(value))) return
  throw new Refusal('schema_invalid', 'An attribute value must be text or one NameID. Other markup came.', {
    unverifiedAttribute: quotable(attributeOf(attribute, 'Name')),
  })
}

function placeOf(element: XmlElement, signature: XmlElement, legacyAllowed: boolean): SignaturePlace {
  const signedInfo = childOf(signature, DS, 'SignedInfo')
  const signatureValue = childOf(signature, DS, 'SignatureValue')
  if (signedInfo === null || signatureValue === null) {
    throw new Refusal('signature_shape', 'A signature must have a SignedInfo and a SignatureValue. It has not.')
  }
  const info = readSignedInfo(signedInfo, legacyAllowed)
  if (info.referencedId !== attributeOf(element, 'ID')) {
    throw new Refusal(
      'signature_reference',
      'A signature must refer to the element it stands in. It refers to another one: the message was tampered with.',
    )
  }
  return { element, signature, signedInfo, signatureValue, info }
}

/** Does the value say of itself that it is none (xsi:nil)? */
export function isNil(value: XmlElement): boolean {
  const nil = attributeOf(value, 'nil', XSI)
  return nil !== null && /^\s*(true|1)\s*$/.test(nil)
}
