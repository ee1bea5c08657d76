import type { ResponseOptions } from '../../../src/testing/index.ts'
import { respond, spEntityId } from '../world.ts'
import { byteMutations } from './byte-mutations.ts'
import { ourPublicKey } from './our-key.ts'
import { type Random, randomFrom } from './random.ts'
import { copyOf, readTags, type Tag, writeTags } from './tree.ts'
import { treeMutations } from './tree-mutations.ts'

/** A genuine response, and one to another person by the same provider, in the same shape. */
export interface Genuine {
  readonly name: string
  readonly xml: string
  readonly donor: string
}

export interface Mutant {
  /** Which genuine response it was, and what was done to it in which order. */
  readonly recipe: readonly string[]
  readonly genuine: Genuine
  readonly xml: Buffer
}

const person = (name: string): Partial<ResponseOptions> => ({
  nameId: {
    value: `${name}-7f1e1c`,
    format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    spNameQualifier: spEntityId,
  },
  attributes: {
    Email: [`${name}@x.example`],
    'R&D "quoted"': ['a < b', 'c\r\nd', ''],
    memberOf: [`${name}s`, 'Berlin'],
    none: [],
  },
})

/** Written otherwise than it was signed: prefixes declared on the root, attributes in another order, empty tags closed at once. */
function rewritten(xml: string): string {
  const root = readTags(xml)
  const declared = { name: 'xmlns:saml2', value: 'urn:oasis:names:tc:SAML:2.0:assertion' }
  const visit = (tag: Tag) => {
    tag.attributes = tag.attributes.filter(({ name }) => name !== declared.name).reverse()
    for (const child of tag.children) if (typeof child !== 'string') visit(child)
  }
  visit(root)
  root.attributes.push(declared)
  return writeTags(root).replace(/(<[^/<>][^<>]*)><\/[\w:]+>/g, '$1/>')
}

const two = (options: Partial<ResponseOptions>): [xml: string, donor: string] => [
  respond({ ...person('john'), ...options }),
  respond({ ...person('mallory'), ...options }),
]

const shapes = ['assertion', 'response', 'both'] as const

/** Genuine responses in every signing shape, each as it was signed and rewritten on the way. */
export const plainResponses: readonly Genuine[] = shapes.flatMap((sign) => {
  const [xml, donor] = two({ sign })
  return [
    { name: `signed ${sign}`, xml, donor },
    { name: `signed ${sign}, rewritten`, xml: rewritten(xml), donor },
  ]
})

/** The same with the assertion encrypted for us, under a signed Response or signed itself. */
export const encryptedResponses: readonly Genuine[] = shapes.map((sign) => {
  const [xml, donor] = two({ sign, encrypt: { recipients: ourPublicKey } })
  return { name: `signed ${sign}, encrypted`, xml, donor }
})

export const genuineResponses: readonly Genuine[] = [...plainResponses, ...encryptedResponses]

const trees = new Map<string, Tag>()
function treeOf(xml: string): Tag {
  const known = trees.get(xml) ?? readTags(xml)
  trees.set(xml, known)
  return copyOf(known)
}

/** Declares every prefix on the root, so that whatever is moved about stays well formed. */
function declareAll(root: Tag): void {
  for (const [prefix, value] of [
    ['saml2', 'urn:oasis:names:tc:SAML:2.0:assertion'],
    ['ds', 'http://www.w3.org/2000/09/xmldsig#'],
    ['xsi', 'http://www.w3.org/2001/XMLSchema-instance'],
    ['x', 'urn:x'],
  ] as const) {
    const name = `xmlns:${prefix}`
    if (root.attributes.every((attribute) => attribute.name !== name)) root.attributes.unshift({ name, value })
  }
}

/** The mutants of one seed, without end: 13 of 20 are changed as trees, 4 as bytes, 3 as both. */
export function* mutants(seed: number, among = genuineResponses): Generator<Mutant> {
  for (let number = 0; ; number += 1) yield mutantOf(randomFrom(seed * 1_000_003 + number), among)
}

function mutantOf(random: Random, among: readonly Genuine[]): Mutant {
  const genuine = random.pick(among)
  const recipe: string[] = [genuine.name]
  const kind = random.below(20)
  const [asTree, asBytes] = [kind < 16, kind < 3 || kind >= 16]
  let xml = Buffer.from(genuine.xml)
  if (asTree) {
    const [tree, donor] = [treeOf(genuine.xml), treeOf(genuine.donor)]
    if (random.below(2) === 0) declareAll(tree)
    for (let more = random.pick([1, 1, 1, 2, 3]); more > 0; more -= 1) {
      const [name, mutate] = random.pick(Object.entries(treeMutations))
      recipe.push(name)
      mutate(tree, random, donor)
    }
    xml = Buffer.from(writeTags(tree))
  }
  if (asBytes) {
    for (let more = 1 + random.below(2); more > 0; more -= 1) {
      const [name, mutate] = random.pick(Object.entries(byteMutations))
      recipe.push(name)
      xml = mutate(xml, random) as typeof xml
    }
  }
  return { recipe, genuine, xml }
}
