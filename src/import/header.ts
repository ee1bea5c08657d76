import { nameKey } from '../core/names.ts'
import { nearest } from '../core/nearest.ts'
import type { Column } from '../core/types.ts'
import { captionOf } from '../messages/caption.ts'
import type { Columns } from '../store/columns.ts'
import { unreadable } from './read-csv.ts'

/** What a column of the file is for, beside the columns of contacts. */
export type Special = 'login' | 'type' | 'roles' | 'provider' | 'subject' | 'format'

/** What each place in a line means. */
export interface Header {
  readonly width: number
  readonly specials: ReadonlyMap<Special, number>
  readonly columns: ReadonlyMap<string, number>
  /** By what people are found again. */
  readonly key: { readonly kind: 'login' } | { readonly kind: 'column'; readonly column: Column }
}

const specials: Readonly<Record<string, Special>> = {
  login: 'login',
  type: 'type',
  'user.type': 'type',
  roles: 'roles',
  provider: 'provider',
  subject: 'subject',
  format: 'format',
}

const widthLimit = 200

/**
 * Reads the first line: the names of contact columns as the catalogue has them, or their captions, and the words of `Special`.
 * What is not known is refused, with the name that was probably meant: a column that is left out without a word is a loss
 * that nobody notices.
 * @param key by which column people are found again; null: by login name where the file has it, else by e-mail address
 * @throws JitupError `import_invalid`
 */
export function readHeader(cells: readonly string[], columns: Columns, key: string | null): Header {
  if (cells.length > widthLimit) throw unreadable(`The first line may have ${widthLimit} cells.`)
  const found = { specials: new Map<Special, number>(), columns: new Map<string, number>() }
  const unknown: string[] = []
  for (const [at, cell] of cells.entries()) {
    const name = cell.trim()
    const special = Object.hasOwn(specials, name) ? specials[name] : undefined
    const column = special === undefined ? columnNamed(name, columns) : null
    if (special !== undefined) put(found.specials, special, at, name)
    else if (column) put(found.columns, column.name, at, name)
    else unknown.push(shown(name))
  }
  if (unknown.length > 0) {
    const allowed = [...new Set([...columns.keys(), ...Object.keys(specials)])]
    throw unreadable(`Not known in the first line: ${unknown.slice(0, 10).map(near(allowed, columns)).join('; ')}.`, {
      row: 1,
    })
  }
  if (found.specials.has('subject') !== found.specials.has('provider')) {
    throw unreadable('“provider” and “subject” belong together: name both or neither.', { row: 1 })
  }
  return { width: cells.length, ...found, key: keyOf(found, columns, key) }
}

function put<Name>(map: Map<Name, number>, name: Name, at: number, shownName: string): void {
  if (map.has(name)) throw unreadable(`The first line has “${shown(shownName)}” twice.`, { row: 1 })
  map.set(name, at)
}

/** By its name as it is; else by name or caption, as it is stored or read, however it is spelled, when only one is meant. */
function columnNamed(name: string, columns: Columns): Column | null {
  const exact = columns.get(name)
  if (exact) return exact
  const key = nameKey(name)
  const alike = [...columns.values()].filter((one) =>
    [one.name, one.caption, captionOf(one)].some((text) => nameKey(text) === key),
  )
  return alike.length === 1 ? (alike[0] ?? null) : null
}

function keyOf(
  found: { readonly specials: ReadonlyMap<Special, number>; readonly columns: ReadonlyMap<string, number> },
  columns: Columns,
  key: string | null,
): Header['key'] {
  const wanted = key ?? (found.specials.has('login') ? 'login' : 'Email')
  if (wanted === 'login' && found.specials.has('login')) return { kind: 'login' }
  const column = columnNamed(wanted, columns)
  if (!column || !found.columns.has(column.name)) {
    const text = `People are found again by “${shown(wanted)}”, which the file does not have. Name another column as the key.`
    throw unreadable(text, { row: 1 })
  }
  if (!['text', 'email', 'phone', 'integer'].includes(column.type)) {
    throw unreadable(`Nobody can be found by “${column.name}”: choose a column of text, numbers or addresses.`)
  }
  return { kind: 'column', column }
}

const shown = (name: string): string => name.slice(0, 60).replace(/[\p{C}]/gu, '')

const near = (allowed: readonly string[], columns: Columns) => (name: string) => {
  const captions = [...columns.values()].map((one) => one.caption)
  const meant = nearest(name, [...allowed, ...captions])
  return meant === null ? `“${name}”` : `“${name}” (did you mean “${meant}”?)`
}
