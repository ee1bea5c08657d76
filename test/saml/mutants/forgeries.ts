/** Mutations that put something forged, borrowed or hidden into a genuine response. */
import { encryptedAssertion } from '../../../src/testing/index.ts'
import { anyPlace, evil, insert, type Mutation, names, oneOf, spaces } from './material.ts'
import { ourPublicKey } from './our-key.ts'
import type { Random } from './random.ts'
import { copyOf, localName, readTags, type Tag, tagsIn, tagsNamed, writeTags } from './tree.ts'

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

export const forgeries: Readonly<Record<string, Mutation>> = {
  copySignature,
  wrapSignature,
  hide,
  changeUnsigned,
  seal,
  splice,
}
