/** What mutations are made of: places to change, and things to put there. */
import type { Random } from './random.ts'
import { type Tag, tagsIn } from './tree.ts'

/** `donor` is another genuine response by the same provider, to another person. */
export type Mutation = (root: Tag, random: Random, donor: Tag) => void

export const evil = [
  'ceo@victim.example',
  'admin',
  '',
  ' admin ',
  'a&amp;b',
  '&lt;admin&gt;',
  'ad<!---->min',
  'ad<?x y?>min',
  '<![CDATA[admin]]>',
  'ad&#109;in',
  'ad&#x200B;min',
  '&undefined;',
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  'http://www.w3.org/TR/1999/REC-xslt-19991116',
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  '#_other',
  '',
] as const
export const names = [
  ...['saml2:Assertion', 'saml2:NameID', 'saml2:Attribute', 'saml2:AttributeValue', 'saml2:Subject', 'saml2:Advice'],
  ...['saml2:Conditions', 'saml2:Issuer', 'saml2:EncryptedAssertion', 'saml2p:Response', 'saml2p:Extensions'],
  ...['saml2p:Status', 'ds:Signature', 'ds:SignedInfo', 'ds:Object', 'ds:Reference', 'ds:KeyInfo', 'evil', 'x:NameID'],
] as const
export const spaces = [
  'urn:oasis:names:tc:SAML:2.0:assertion',
  'urn:oasis:names:tc:SAML:2.0:protocol',
  'http://www.w3.org/2000/09/xmldsig#',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'urn:evil',
  'relative',
  '',
] as const

export const anyTag = (root: Tag, random: Random) => random.pick(tagsIn(root))
export const anyPlace = (root: Tag, random: Random) => anyTag(root, random).tag

/** One of a list that earlier mutations may have emptied. */
export const oneOf = <T>(from: readonly T[], otherwise: T, random: Random): T =>
  from.length > 0 ? random.pick(from) : otherwise

export function insert(tag: Tag | string, into: Tag, random: Random): void {
  into.children.splice(random.below(into.children.length + 1), 0, tag)
}

export function takeOut(tag: Tag, parent: Tag | null): void {
  if (parent !== null) parent.children.splice(parent.children.indexOf(tag), 1)
}
