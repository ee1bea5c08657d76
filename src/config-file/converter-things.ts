import { isDeepStrictEqual } from 'node:util'
import { byCodeUnit } from '../core/names.ts'
import type { ConfigConverter } from './config-file.ts'
import { fieldsOfConverter, withNames } from './converter-fields.ts'
import type { Directory } from './directory.ts'
import type { Names } from './stored-things.ts'
import type { Fields, NamedThing, StoredThing } from './thing.ts'

type Row = { readonly provider: string | null; readonly column: string; readonly row: number }

const keyOf = ({ provider, column, row }: Row): string => JSON.stringify([provider, column, row])
const titleOf = ({ provider, column, row }: Row): string =>
  `converter for ${column}${row === 0 ? '' : `, row ${row + 1}`}${provider === null ? '' : ` (${provider})`}`

/**
 * The rows of the database in their order. Of two rows on one column of one provider that have the same position the older comes
 * first; here it gets its own, so that a file says the same by its order alone.
 */
export function storedConverters(stored: Directory, names: Names): StoredThing[] {
  const last = new Map<string, { position: number; row: number }>()
  const things = [...stored.converters.values()]
    .filter((one) => one.provider === null || stored.providers.get(one.provider)?.demo !== true)
    .map((one): StoredThing => {
      const group = JSON.stringify([one.provider, one.column])
      const before = last.get(group)
      const position = before ? Math.max(one.position, before.position + 1) : one.position
      const row = before ? before.row + 1 : 0
      last.set(group, { position, row })
      const said = named(fieldsOfConverter(one), one.column, stored, names)
      const fields = { provider: one.provider ?? undefined, column: one.column, ...said, position }
      const at = { provider: one.provider, column: one.column, row }
      return {
        kind: 'converter',
        key: keyOf(at),
        title: titleOf(at),
        fields,
        id: one.id,
        decided: true,
        unnamed: 'remove',
      }
    })
  return things.toSorted((a, b) => Number(a.fields.position) - Number(b.fields.position) || byCodeUnit(a.key, b.key))
}

/**
 * The rows of a file. All rows that a file has on one column of a provider are one decision: each is paired with the row of the
 * database that has its condition, else with one that has none of theirs, so that rows keep who they are.
 */
export function namedConverters(
  converters: readonly ConfigConverter[],
  stored: Directory,
  names: Names,
  known: readonly StoredThing[],
): NamedThing[] {
  const free = new Map(known.filter((one) => one.kind === 'converter').map((one) => [one.key, one]))
  const take = (wanted: readonly StoredThing[]): string | null => {
    const [first] = wanted
    if (first) free.delete(first.key)
    return first?.key ?? null
  }
  const keys = new Map<ConfigConverter, string>()
  const on = ({ provider, column }: ConfigConverter) =>
    [...free.values()].filter((one) => one.fields.column === column && (one.fields.provider ?? null) === provider)
  for (const one of converters) {
    const key = take(on(one).filter(({ fields }) => isDeepStrictEqual(fields.condition, one.fields.condition)))
    if (key !== null) keys.set(one, key)
  }
  let more = 0
  return converters.map((one): NamedThing => {
    const key = keys.get(one) ?? take(on(one)) ?? JSON.stringify([one.provider, one.column, 'new', more++])
    const { position: _, ...given } = one.fields
    const said = named(given, one.column, stored, names)
    const fields = { provider: one.provider ?? undefined, column: one.column, ...said, position: one.position }
    return { kind: 'converter', key, title: titleOf(one), fields, path: one.path }
  })
}

function named(
  given: Omit<ConfigConverter['fields'], 'position'>,
  column: string,
  stored: Directory,
  names: Names,
): Fields {
  const lookup = stored.columns.get(column)?.lookup
  const { attributes, default: text, ...options } = lookup ? withNames(given, (one) => names.value(lookup, one)) : given
  return { attribute: attributes ?? undefined, default: text ?? undefined, ...options }
}
