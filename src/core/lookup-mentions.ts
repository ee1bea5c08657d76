import { nameKey } from './names.ts'
import { offerOf } from './offers.ts'
import type { Column, Converter, ProviderPolicy } from './types.ts'

/** One place where an administrator has named a value of a lookup. */
export type Mention =
  | {
      readonly kind: 'converter'
      readonly converterId: string
      /** Null: a row for all providers. */
      readonly providerId: string | null
      readonly column: string
      /** `defaultValue`, `unknownValue.fallBack`, `convert.2`. */
      readonly field: string
      readonly text: string
    }
  | { readonly kind: 'provider'; readonly providerId: string; readonly field: 'allowedAccounts'; readonly text: string }

/** The value that is looked for, with every key that leads to it: that of its name and those of its aliases. */
export interface Named {
  readonly lookup: string
  readonly id: string
  readonly name: string
  readonly keys: ReadonlySet<string>
}

/** Does this text mean the value? By id, by name or by alias: as a sign-on would read it. */
const means = ({ id, keys }: Named, text: string): boolean => {
  const key = nameKey(text)
  return key === id.toLowerCase() || keys.has(key)
}

const textsOf = (row: Converter, column: Column): readonly (readonly [field: string, text: string])[] => {
  const texts: (readonly [string, string])[] = []
  if (row.defaultValue !== null) {
    const { template: _, ...fixed } = { ...row, attributes: null }
    const offer = offerOf(fixed, column, new Map())
    // A default goes the way of every value, through the steps of its row.
    texts.push(['defaultValue', offer.kind === 'value' ? offer.text : row.defaultValue])
  }
  if (typeof row.unknownValue === 'object') texts.push(['unknownValue.fallBack', row.unknownValue.fallBack])
  for (const [at, step] of (row.convert ?? []).entries()) {
    if (typeof step !== 'object' || !('map' in step)) continue
    for (const [, to] of step.map) texts.push([`convert.${at}`, to])
    if (step.otherwise !== undefined) texts.push([`convert.${at}`, step.otherwise])
  }
  return texts
}

/**
 * Where the rules and the lists of external providers name a value. What is named by an alias goes on meaning the value; what is
 * named by the id of a value that goes does so too, because that stays an alias.
 */
export const mentionsOf = (
  converters: readonly Converter[],
  providers: readonly Pick<ProviderPolicy, 'id' | 'allowedAccounts'>[],
  columns: ReadonlyMap<string, Column>,
  named: Named,
): readonly Mention[] => {
  const rows = converters.flatMap((row): Mention[] => {
    const column = columns.get(row.column)
    if (column?.lookup !== named.lookup) return []
    return textsOf(row, column)
      .filter(([, text]) => means(named, text))
      .map(([field, text]) => ({
        kind: 'converter',
        converterId: row.id,
        providerId: row.providerId,
        column: row.column,
        field,
        text,
      }))
  })
  if (named.lookup !== 'Account') return rows
  const lists = providers.flatMap(({ id, allowedAccounts = [] }): Mention[] =>
    allowedAccounts
      .filter((text) => isEntryOf(text, named))
      .map((text) => ({ kind: 'provider', providerId: id, field: 'allowedAccounts', text })),
  )
  return [...rows, ...lists]
}

/** Does a list let a provider name this account: by its id or its present name? As `lookupCells` reads it: aliases do not count. */
const allows = (list: readonly string[], { id, name }: Account): boolean =>
  list.some((entry) => isEntryOf(entry, { id, name }))

const isEntryOf = (entry: string, { id, name }: Account): boolean =>
  nameKey(entry) === id.toLowerCase() || nameKey(entry) === nameKey(name)

interface Account {
  readonly id: string
  readonly name: string
}

/**
 * A provider's list of accounts after one of them was renamed, or merged into another: whoever could name the account still can,
 * by what it is called now. `list` null: nothing changes. `wider`: the provider may then name an account that it could not name
 * before.
 *
 * @param namesakes true when another account still has the name: its entry stays
 */
export const movedAccounts = (
  list: readonly string[],
  before: Account,
  after: Account,
  namesakes: boolean,
): { readonly list: readonly string[] | null; readonly wider: boolean } => {
  const could = allows(list, before.id === after.id ? before : after)
  const wider = !could && (allows(list, before) || allows(list, after))
  const respelt = before.id === after.id && nameKey(before.name) === nameKey(after.name)
  if (respelt || !allows(list, before)) return { list: null, wider }
  const moved = list.flatMap((entry) => {
    if (!isEntryOf(entry, before)) return [entry]
    if (nameKey(entry) === after.id.toLowerCase()) return [entry]
    return namesakes && nameKey(entry) === nameKey(before.name) ? [entry, after.name] : [after.name]
  })
  const next = [...new Map(moved.map((entry) => [nameKey(entry), entry])).values()]
  const isSame = next.length === list.length && next.every((entry, at) => entry === list[at])
  return { list: isSame ? null : next, wider }
}
