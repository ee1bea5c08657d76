/** Ways to change a genuine response's tags, as somebody would who wants to be somebody else. Each changes the tree in place. */
import { forgeries } from './forgeries.ts'
import { anyPlace, anyTag, evil, insert, type Mutation, names, oneOf, spaces, takeOut } from './material.ts'
import { copyOf, localName, type Tag, tagsIn } from './tree.ts'

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
  rewrite,
  space,
  ...forgeries,
}
