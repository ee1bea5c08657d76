import { filledValues } from './filled-values.ts'
import type { Claims } from './types.ts'

/** A template in pieces: text as it stands, and names of attributes. */
type Piece = { readonly text: string } | { readonly name: string }

/** `{email_name_part}` is what stands before the `@` of `email`, unless an attribute of that very Name arrived. */
const macros: readonly { readonly suffix: string; readonly part: (value: string) => string }[] = [
  { suffix: '_name_part', part: (value) => value.slice(0, Math.max(value.lastIndexOf('@'), 0)) },
  { suffix: '_domain_part', part: (value) => (value.includes('@') ? value.slice(value.lastIndexOf('@') + 1) : '') },
]

/** `{{` and `}}` stand for the braces themselves. Null: a brace is left open, closes nothing, or holds no name. */
const piecesOf = (template: string): readonly Piece[] | null => {
  const pieces: Piece[] = []
  let rest = template
  while (rest !== '') {
    const [, text = '', name] = /^((?:[^{}]|\{\{|\}\})*)(?:\{([^{}]*)\})?/.exec(rest) ?? []
    if (text === '' && name === undefined) return null
    if (text !== '') pieces.push({ text: text.replaceAll('{{', '{').replaceAll('}}', '}') })
    if (name !== undefined && name.trim() === '') return null
    if (name !== undefined) pieces.push({ name })
    rest = rest.slice(text.length + (name === undefined ? 0 : name.length + 2))
  }
  return pieces
}

/** Is this a template: do its braces match, and does it name an attribute? */
export const isTemplate = (text: string): boolean => piecesOf(text)?.some((piece) => 'name' in piece) ?? false

/** The attribute Names that a template may read, each once: as written, and without the macro's ending. */
export const templateAttributes = (template: string): readonly string[] => {
  const names = (piecesOf(template) ?? []).flatMap((piece) => ('name' in piece ? [piece.name] : []))
  const bases = names.flatMap((name) =>
    macros.flatMap(({ suffix }) => (name.endsWith(suffix) ? [name.slice(0, -suffix.length)] : [])),
  )
  return [...new Set([...names, ...bases])].filter((name) => name !== '')
}

/** A template's text is as it should be up to this length, in UTF-16 code units; a longer one says only that it is too long. */
export const TEMPLATE_LIMIT = 4096

/**
 * Fills a template from the claims: the first value of each attribute. Null when any part is absent or empty: half a name is
 * no name. Values that are longer than `TEMPLATE_LIMIT` are cut just behind it: named a hundred times, a large one would
 * otherwise exhaust the memory.
 *
 * @example
 * fillTemplate('{First Name} {Last Name}', new Map([['First Name', ['John']], ['Last Name', ['Best']]])) // 'John Best'
 */
export const fillTemplate = (template: string, claims: Claims): string | null => {
  const pieces = piecesOf(template)
  if (!pieces) return null
  const texts = pieces.map((piece) => ('text' in piece ? piece.text : textFor(piece.name, claims)))
  return texts.every((text) => text !== '') ? texts.map((text) => text.slice(0, TEMPLATE_LIMIT + 1)).join('') : null
}

const textFor = (name: string, claims: Claims): string => {
  if (claims.has(name)) return filledValues(claims.get(name) ?? [])[0] ?? ''
  const macro = macros.find(({ suffix }) => name.endsWith(suffix))
  if (!macro) return ''
  return macro.part(filledValues(claims.get(name.slice(0, -macro.suffix.length)) ?? [])[0] ?? '').trim()
}
