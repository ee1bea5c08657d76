/**
 * A tree of tags for making mutants. It reads only what our own test identity provider writes and understands nothing
 * of namespaces or entities: texts and attribute values stay as they were written. Not an XML parser.
 */
export interface Tag {
  name: string
  attributes: { name: string; value: string }[]
  children: (Tag | string)[]
}

const TOKEN = /<\/[^>]*>|<[^>]*>|[^<]+/g
const ATTRIBUTE = /([^\s=]+)="([^"]*)"/g

/** The root tag; an XML declaration before it is left out. */
export function readTags(xml: string): Tag {
  const top: Tag = { name: '', attributes: [], children: [] }
  const open = [top]
  for (const [token] of xml.replace(/^<\?.*?\?>/, '').matchAll(TOKEN)) {
    const parent = open.at(-1)
    if (parent === undefined) throw new RangeError('An end tag came too early.')
    if (token.startsWith('</')) open.pop()
    else if (!token.startsWith('<')) parent.children.push(token)
    else {
      const tag: Tag = {
        name: /^<([^\s/>]+)/.exec(token)?.[1] ?? '',
        attributes: [...token.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => ({ name, value })),
        children: [],
      }
      parent.children.push(tag)
      if (!token.endsWith('/>')) open.push(tag)
    }
  }
  const [root] = top.children
  if (root === undefined || typeof root === 'string') throw new RangeError('There is no root tag.')
  return root
}

export function writeTags(tag: Tag | string): string {
  if (typeof tag === 'string') return tag
  const attributes = tag.attributes.map(({ name, value }) => ` ${name}="${value}"`).join('')
  return `<${tag.name}${attributes}>${tag.children.map(writeTags).join('')}</${tag.name}>`
}

export const copyOf = (tag: Tag): Tag => ({
  name: tag.name,
  attributes: tag.attributes.map((attribute) => ({ ...attribute })),
  children: tag.children.map((child) => (typeof child === 'string' ? child : copyOf(child))),
})

/** The tag itself and all below it, in document order, each with its parent. */
export function tagsIn(root: Tag): readonly { readonly tag: Tag; readonly parent: Tag | null }[] {
  const found: { tag: Tag; parent: Tag | null }[] = []
  const visit = (tag: Tag, parent: Tag | null) => {
    found.push({ tag, parent })
    for (const child of tag.children) if (typeof child !== 'string') visit(child, tag)
  }
  visit(root, null)
  return found
}

export const localName = (tag: Tag): string => tag.name.slice(tag.name.indexOf(':') + 1)

/** All tags with this local name. */
export const tagsNamed = (root: Tag, name: string): readonly Tag[] =>
  tagsIn(root)
    .map(({ tag }) => tag)
    .filter((tag) => localName(tag) === name)
