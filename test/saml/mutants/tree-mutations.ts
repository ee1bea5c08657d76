/** Ways to change a genuine response's tags, as somebody would who wants to be somebody else. Each changes the tree in place. */

import { encryptedAssertion } from '../../../src/testing/index.ts'
import { ourPublicKey } from './our-key.ts'
import type { Random } from './random.ts'
import { copyOf, localName, readTags, type Tag, tagsIn, tagsNamed, writeTags } from './tree.ts'

/** `donor` is another genuine response by the same provider, to another person. */
type Mutation = (root: Tag, random: Random, donor: Tag) => void

const evil = [
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
const names = [
  ...['saml2:Assertion', 'saml2:NameID', 'saml2:Attribute', 'saml2:AttributeValue', 'saml2:Subject', 'saml2:Advice'],
  ...['saml2:Conditions', 'saml2:Issuer', 'saml2:EncryptedAssertion', 'saml2p:Response', 'saml2p:Extensions'],
  ...['saml2p:Status', 'ds:Signature', 'ds:SignedInfo', 'ds:Object', 'ds:Reference', 'ds:KeyInfo', 'evil', 'x:NameID'],
] as const
const spaces = [
  'urn:oasis:names:tc:SAML:2.0:assertion',
  'urn:oasis:names:tc:SAML:2.0:protocol',
  'http://www.w3.org/2000/09/xmldsig#',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'urn:evil',
  'relative',
  '',
] as const

const anyTag = (root: Tag, random: Random) => random.pick(tagsIn(root))
const anyPlace = (root: Tag, random: Random) => anyTag(root, random).tag

/** One of a list that earlier mutations may have emptied. */
const oneOf = <T>(from: readonly T[], otherwise: T, random: Random): T =>
  from.length > 0 ? random.pick(from) : otherwise

function insert(tag: Tag | string, into: Tag, random: Random): void {
  into.children.splice(random.below(into.children.length + 1), 0, tag)
}

function takeOut(tag: Tag, parent: Tag | null): void {
  if (parent !== null) parent.children.splice(parent.children.indexOf(tag), 1)
}

/** Says other things in an element and everything below it, where a verifier would read them. */
function forge(tag: Tag, random: Random): void {
  for (const name of ['NameID', 'AttributeValue']) {
    for (const found of tagsNamed(tag, name)) found.children = [random.pick(evil)]
  }
}

function newIdentity(tag: Tag, random: Random): void {
  const id = tag.attributes.find(({ name }) => name === 'ID')
  if (id !== undefined && random.below(2) === 0) id.value = random.pick(['_other', '', `${id.value}x`, ` ${id.value}`])
}

const move: Mutation = (root, random) => {
  const { tag, parent } = anyTag(root, random)
  takeOut(tag, parent)
  // A tag never goes into itself: what was taken out is no longer in the tree, unless it is the root.
  insert(parent === null ? copyOf(tag) : tag, anyPlace(root, random), random)
}

const duplicate: Mutation = (root, random) => {
  const { tag, parent } = anyTag(root, random)
  insert(copyOf(tag), parent !== null && random.below(2) === 0 ? parent : anyPlace(root, random), random)
}

const remove: Mutation = (root, random) => {
  const { tag, parent } = anyTag(root, random)
  takeOut(tag, parent)
}

const unwrap: Mutation = (root, random) => {
  const { tag, parent } = anyTag(root, random)
  parent?.children.splice(parent.children.indexOf(tag), 1, ...tag.children)
}

const wrap: Mutation = (root, random) => {
  const { tag, parent } = anyTag(root, random)
  const around: Tag = { name: random.pick(names), attributes: [], children: [tag] }
  parent?.children.splice(parent.children.indexOf(tag), 1, around)
}

const rename: Mutation = (root, random) => {
  anyPlace(root, random).name = random.pick(names)
}

const changeText: Mutation = (root, random) => {
  const holders = tagsIn(root).filter(({ tag }) => tag.children.some((child) => typeof child === 'string'))
  oneOf(holders, { tag: root, parent: null }, random).tag.children = [random.pick(evil)]
}

/** The same text, with something in the middle of it. */
const splitText: Mutation = (root, random) => {
  const inside = [
    '<!---->',
    '<!-- x -->',
    '<?x?>',
    '<?x y?>',
    '<![CDATA[]]>',
    '<![CDATA[x]]>',
    '<x/>',
    '&#x0;',
    '\0',
    '\n',
  ]
  const holders = tagsIn(root).filter(({ tag }) => typeof tag.children[0] === 'string')
  const { tag } = oneOf(holders, { tag: root, parent: null }, random)
  const text = typeof tag.children[0] === 'string' ? tag.children[0] : ''
  const at = random.below(text.length + 1)
  tag.children[text === '' ? tag.children.length : 0] = text.slice(0, at) + random.pick(inside) + text.slice(at)
}

const changeAttribute: Mutation = (root, random) => {
  const holders = tagsIn(root).filter(({ tag }) => tag.attributes.length > 0)
  const attribute = oneOf(
    oneOf(holders, { tag: root, parent: null }, random).tag.attributes,
    { name: 'x', value: '' },
    random,
  )
  const values = tagsIn(root).flatMap(({ tag }) => tag.attributes.map(({ value }) => value))
  attribute.value = random.pick(random.below(2) === 0 ? values : evil.filter((text) => !/[<"]/.test(text)))
}

const renameAttribute: Mutation = (root, random) => {
  const holders = tagsIn(root).filter(({ tag }) => tag.attributes.length > 0)
  const attribute = oneOf(
    oneOf(holders, { tag: root, parent: null }, random).tag.attributes,
    { name: 'x', value: '' },
    random,
  )
  attribute.name = random.pick(['ID', 'Id', 'id', 'xml:id', 'x:ID', 'saml2:ID', 'Name', 'Value', 'URI', 'xmlns', 'x'])
}

const moveAttribute: Mutation = (root, random) => {
  const from = oneOf(
    tagsIn(root).filter(({ tag }) => tag.attributes.length > 0),
    { tag: root, parent: null },
    random,
  ).tag
  const [attribute] = from.attributes.splice(random.below(from.attributes.length), 1)
  if (attribute !== undefined && random.below(3) > 0) anyPlace(root, random).attributes.push(attribute)
}

const addAttribute: Mutation = (root, random) => {
  const holders = tagsIn(root).filter(({ tag }) => tag.attributes.length > 0)
  const copied = oneOf(
    oneOf(holders, { tag: root, parent: null }, random).tag.attributes,
    { name: 'x', value: '' },
    random,
  )
  anyPlace(root, random).attributes.push({ ...copied })
}

const rebind: Mutation = (root, random) => {
  const name = random.pick(['xmlns', 'xmlns:saml2', 'xmlns:saml2p', 'xmlns:ds', 'xmlns:x', 'xmlns:xs', 'xmlns:xml'])
  const { attributes } = anyPlace(root, random)
  const known = attributes.find((attribute) => attribute.name === name)
  if (known !== undefined) known.value = random.pick(spaces)
  else attributes.unshift({ name, value: random.pick(spaces) })
}

const changePrefix: Mutation = (root, random) => {
  const tag = anyPlace(root, random)
  tag.name = `${random.pick(['saml2', 'saml2p', 'ds', 'x', ''])}:${localName(tag)}`.replace(/^:/, '')
}

const copySignature: Mutation = (root, random, donor) => {
  const signatures = [...tagsNamed(root, 'Signature'), ...tagsNamed(donor, 'Signature')]
  const targets = [...tagsNamed(root, 'Response'), ...tagsNamed(root, 'Assertion'), anyPlace(root, random)]
  insert(copyOf(oneOf(signatures, root, random)), random.pick(targets), random)
}

/** The classic wrapping attack in all its forms: a forged copy here, the signed original there. */
const wrapSignature: Mutation = (root, random) => {
  const signed = tagsIn(root).filter(({ tag }) => ['Assertion', 'Response'].includes(localName(tag)))
  const { tag, parent } = oneOf(signed, { tag: root, parent: null }, random)
  const original = copyOf(tag)
  forge(tag, random)
  newIdentity(tag, random)
  if (random.below(2) === 0)
    tag.children = tag.children.filter((child) => typeof child === 'string' || localName(child) !== 'Signature')
  const holder = random.pick<Tag | null>([
    null,
    { name: 'saml2p:Extensions', attributes: [], children: [] },
    { name: 'ds:Object', attributes: [{ name: 'xmlns:ds', value: spaces[2] }], children: [] },
    { name: 'saml2:Advice', attributes: [], children: [] },
  ])
  holder?.children.push(original)
  const place = random.pick([tag, ...(parent === null ? [] : [parent]), anyPlace(tag, random)])
  if (random.below(2) === 0) place.children.unshift(holder ?? original)
  else insert(holder ?? original, place, random)
}

/** A forged part where a schema lets anything stand, or nearly. */
const hide: Mutation = (root, random, donor) => {
  const wanted = random.pick(['Assertion', 'Assertion', 'Response', 'Signature', 'Attribute', 'NameID', 'Subject'])
  const hidden = copyOf(
    oneOf(
      [root, donor].flatMap((tree) => tagsNamed(tree, wanted)),
      root,
      random,
    ),
  )
  if (random.below(2) === 0) forge(hidden, random)
  newIdentity(hidden, random)
  if (random.below(2) === 0)
    for (const { tag } of tagsIn(hidden)) tag.attributes = tag.attributes.filter(({ name }) => name !== 'ID')
  const lax = [
    'KeyInfo',
    'SubjectConfirmationData',
    'AttributeValue',
    'Status',
    'AuthnContext',
    'Conditions',
    'X509Data',
  ]
  const place = oneOf(
    lax.flatMap((name) => tagsNamed(root, name)),
    root,
    random,
  )
  insert(
    random.below(3) === 0 ? { name: random.pick(names), attributes: [], children: [hidden] } : hidden,
    place,
    random,
  )
}

/** What lies outside a signature: nothing of it may ever be believed. */
const changeUnsigned: Mutation = (root, random) => {
  const certificates = tagsNamed(root, 'X509Certificate')
  const [assertion] = tagsNamed(root, 'Assertion')
  const within = new Set(assertion === undefined ? [] : tagsIn(assertion).map(({ tag }) => tag))
  const outside = tagsIn(root).filter(({ tag, parent }) => parent !== null && !within.has(tag))
  const { tag } = random.pick(outside.length > 0 ? outside : tagsIn(root))
  if (random.below(2) === 0 && certificates.length > 0) random.pick(certificates).children = ['AAAA']
  else insert({ name: 'saml2p:Extensions', attributes: [], children: ['<x xmlns="urn:x">admin</x>'] }, tag, random)
}

/** Anything at all, encrypted for us: an assertion as it was, a forged one, one without its signature, or no assertion. */
const seal: Mutation = (root, random, donor) => {
  const all = [root, donor].flatMap((tree) => tagsNamed(tree, 'Assertion'))
  const content = copyOf(all.length > 0 && random.below(4) > 0 ? random.pick(all) : random.pick(tagsIn(root)).tag)
  if (random.below(2) === 0) forge(content, random)
  if (random.below(3) === 0)
    content.children = content.children.filter((child) => typeof child === 'string' || localName(child) !== 'Signature')
  const around = random.pick(['', '', '', '<?xml version="1.0"?>', '<!DOCTYPE a>', '<a/>', 'text'])
  const data = random.pick(['aes256-gcm', 'aes128-gcm', 'aes256-cbc'] as const)
  const sealed = readTags(encryptedAssertion(around + writeTags(content), ourPublicKey, { data }))
  const places = tagsIn(root).filter(({ tag, parent }) => parent !== null && /Assertion$/.test(localName(tag)))
  const place = places.length > 0 && random.below(4) > 0 ? random.pick(places) : null
  if (place?.parent == null) insert(sealed, random.pick([root, anyPlace(root, random)]), random)
  else place.parent.children.splice(place.parent.children.indexOf(place.tag), 1, sealed)
}

/** Parts of another person's genuine response in this one. */
const splice: Mutation = (root, random, donor) => {
  const theirs = random.pick(tagsIn(donor)).tag
  const alike = tagsIn(root).filter(({ tag, parent }) => tag.name === theirs.name && parent !== null)
  const target = alike.length > 0 && random.below(3) > 0 ? random.pick(alike) : null
  if (target?.parent == null) insert(copyOf(theirs), anyPlace(root, random), random)
  else target.parent.children.splice(target.parent.children.indexOf(target.tag), 1, copyOf(theirs))
}

/** Another way to write the same thing: canonical form undoes it, so a mutant of this kind may be accepted. */
const rewrite: Mutation = (root, random) => {
  const { attributes } = anyPlace(root, random)
  const [first] = attributes.splice(0, 1)
  if (first !== undefined) attributes.push(first)
  const attribute = attributes[0]
  if (attribute === undefined || attribute.value === '' || random.below(2) === 0) return
  const code = attribute.value.charCodeAt(0)
  if (!attribute.value.startsWith('&') && code < 0xd800) attribute.value = `&#${code};${attribute.value.slice(1)}`
}

const space: Mutation = (root, random) => {
  insert(random.pick(['\n', ' ', '\t', '\r\n', '&#13;', 'text']), anyPlace(root, random), random)
}

/** Each by its name, which a failing mutant tells. */
export const treeMutations: Readonly<Record<string, Mutation>> = {
  move,
  duplicate,
  remove,
  unwrap,
  wrap,
  rename,
  changeText,
  splitText,
  changeAttribute,
  renameAttribute,
  moveAttribute,
  addAttribute,
  rebind,
  changePrefix,
  copySignature,
  wrapSignature,
  hide,
  changeUnsigned,
  seal,
  splice,
  rewrite,
  space,
}
