/** One parsed document as indented text for people. Not canonical, not for machines, no statement about trust. */
import { textAt, wordAt } from './memory.ts'
import { NODE, NS, TYPE, type XmlElement } from './tree.ts'

/** Characters that could change what a terminal shows: C0 and C1 controls, bidirectional and invisible format characters. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** The same text with every deceptive character written out by `show`; a character reference when not given. */
export const plain = (text: string, show: (code: number) => string = (code) => `&#x${code.toString(16)};`): string =>
  text.replace(DECEPTIVE, (character) => show(character.codePointAt(0) ?? 0))

/** The element and all below it, one per line. White space between elements is not kept; texts are, whole. */
export function printed(element: XmlElement, indent = ''): string {
  const { memory } = element.source
  const name = qualified(element, element.address)
  const opening = `${indent}<${name}${declarations(element)}${attributes(element)}`
  const inner: string[] = []
  let next = 0
  let lone = ''
  for (let at = wordAt(memory, element.address + NODE.children); at !== 0; at = wordAt(memory, at + NODE.next)) {
    if (wordAt(memory, at + NODE.type) === TYPE.element) {
      const child = element.children[next++]
      if (child !== undefined) inner.push(printed(child, `${indent}  `))
    } else if (wordAt(memory, at + NODE.type) === TYPE.text) {
      const text = textAt(memory, wordAt(memory, at + NODE.content))
      lone += text
      if (element.children.length > 0 && text.trim() !== '') inner.push(`${indent}  ${escaped(text)}`)
    }
  }
  if (element.children.length > 0) return [`${opening}>`, ...inner, `${indent}</${name}>`].join('\n')
  return lone === '' ? `${opening}/>` : `${opening}>${escaped(lone)}</${name}>`
}

function declarations({ address, source: { memory } }: XmlElement): string {
  let text = ''
  for (let at = wordAt(memory, address + NODE.nsDef); at !== 0; at = wordAt(memory, at + NS.next)) {
    const prefix = textAt(memory, wordAt(memory, at + NS.prefix))
    text += ` xmlns${prefix && `:${prefix}`}="${escaped(textAt(memory, wordAt(memory, at + NS.href)))}"`
  }
  return text
}

function attributes(element: XmlElement): string {
  const { memory } = element.source
  let text = ''
  for (let at = wordAt(memory, element.address + NODE.attributes); at !== 0; at = wordAt(memory, at + NODE.next)) {
    let value = ''
    for (let part = wordAt(memory, at + NODE.children); part !== 0; part = wordAt(memory, part + NODE.next)) {
      value += textAt(memory, wordAt(memory, part + NODE.content))
    }
    text += ` ${qualified(element, at)}="${escaped(value)}"`
  }
  return text
}

function qualified({ source: { memory } }: XmlElement, address: number): string {
  const ns = wordAt(memory, address + NODE.ns)
  const prefix = ns === 0 ? '' : textAt(memory, wordAt(memory, ns + NS.prefix))
  return plain(`${prefix && `${prefix}:`}${textAt(memory, wordAt(memory, address + NODE.name))}`)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => plain(text.replace(/[&<>"]/g, (character) => entities[character] ?? ''))
