import type { Given, Shape } from '../../api.ts'
import { differing, type Entry } from '../../parts/draft.ts'

export type SavedConverter = Shape<'converter'>
type Kept = 'provider' | 'attributes' | 'column' | 'defaultValue'
type Options = Omit<SavedConverter, 'id' | 'version' | 'position' | Kept>

/** A row of the mapping as it is edited; its place is that in the list. What is not set is not there. */
export type ConverterRow = Pick<SavedConverter, Kept> & { readonly [Name in keyof Options]?: Options[Name] | undefined }

export const rowOf = ({ id: _, version: __, position: ___, ...row }: SavedConverter): ConverterRow => row

export const newRow = (row: Partial<ConverterRow> = {}): ConverterRow => ({
  provider: null,
  attributes: [],
  column: '',
  defaultValue: null,
  ...row,
})

/** What a row takes its values from. */
export const sourceOf = (row: ConverterRow): 'attributes' | 'template' | 'fixed' =>
  row.template !== undefined && row.template !== null ? 'template' : row.attributes === null ? 'fixed' : 'attributes'

/** Nothing was entered yet: it is not saved, and no mistake. */
export const isBlank = (row: ConverterRow): boolean =>
  row.column === '' && (row.attributes?.join('') ?? '') === '' && (row.defaultValue ?? '') === '' && !row.template

const shown: ReadonlySet<string> = new Set([
  ...(['provider', 'attributes', 'column', 'defaultValue'] as const),
  'overwrite',
])

/** How many things are set of which the grid shows nothing: fallbacks and everything under More. */
export const moreOf = (row: ConverterRow): number =>
  Object.entries(row).filter(([name, value]) => !shown.has(name) && name !== 'template' && value !== undefined).length +
  Math.max(0, (row.attributes?.length ?? 0) - 1)

const named = (list: readonly string[]): string[] => list.filter((one) => one.trim() !== '')

/** Lines that were left blank while somebody typed a list are none. */
function tidied(name: string, value: unknown): unknown {
  if (name === 'attributes' && Array.isArray(value)) return named(value).length > 0 ? named(value) : null
  if (name === 'condition' && isObject(value) && 'oneOf' in value) {
    return { ...value, oneOf: named(value.oneOf as readonly string[]) }
  }
  if (name !== 'convert' || !Array.isArray(value)) return value ?? null
  return value.map((step) => {
    if (!isObject(step) || !isObject(step.boolean)) return step
    const { yes, no } = step.boolean as { yes: readonly string[]; no: readonly string[] }
    return { boolean: { yes: named(yes), no: named(no) } }
  })
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The row as the API takes it: what was taken back is null. */
const given = (fields: Partial<ConverterRow>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, tidied(name, value)]))

export interface ConverterDraft {
  readonly draft: { readonly upsert: readonly object[]; readonly remove: readonly string[] }
  /** The key of the row at each place of `upsert`: errors name places. */
  readonly keys: readonly string[]
}

/**
 * What has to be saved: of rows that were there their changed fields, so that nobody's change of another field is undone.
 * @param places where each saved row stands; those that stand elsewhere now get other places, and only they
 */
export function converterDraft(
  entries: readonly Entry<ConverterRow>[],
  places: ReadonlyMap<string, number>,
): ConverterDraft {
  const kept = entries.filter((one) => one.state !== 'removed' && !(one.saved === null && isBlank(one.row)))
  const placed = placesOf(kept, places)
  const upsert: object[] = []
  const keys: string[] = []
  for (const { key, saved, row } of kept) {
    const position = placed.get(key)
    const isMoved = position !== undefined && position !== places.get(key)
    const fields = saved === null ? given(row) : given(changed(saved, row))
    if (saved !== null && Object.keys(fields).length === 0 && !isMoved) continue
    upsert.push({ ...(saved === null ? {} : { id: key }), ...fields, ...(isMoved ? { position } : {}) })
    keys.push(key)
  }
  const remove = entries.filter((one) => one.state === 'removed').map((one) => one.key)
  return { draft: { upsert, remove }, keys }
}

const changed = (saved: ConverterRow, row: ConverterRow): Partial<ConverterRow> =>
  Object.fromEntries(differing(saved, row).map((field) => [field, row[field]]))

/** New rows at the end need no place: they get the next one. */
function placesOf(
  kept: readonly Entry<ConverterRow>[],
  places: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const lastKnown = kept.findLastIndex((one) => one.saved !== null)
  const standing = kept.slice(0, lastKnown + 1)
  const known = standing.flatMap(({ key, saved }) => (saved === null ? [] : [places.get(key) ?? 0]))
  // At one place they stand by their ids.
  const follows = (place: number, at: number) =>
    at === 0 ||
    place > (known[at - 1] ?? 0) ||
    (place === known[at - 1] && (standing[at]?.key ?? '') > (standing[at - 1]?.key ?? ''))
  if (known.length === standing.length && known.every(follows)) return new Map()
  const slots = known.toSorted((a, b) => a - b)
  let last = -1
  return new Map(
    standing.map(({ key }, at) => {
      last = Math.max(slots[at] ?? last + 1, last + 1)
      return [key, last]
    }),
  )
}

/** The type of what `POST /rules`, a preview and a replay take of it. */
export const asDraft = ({ draft }: ConverterDraft): Given<'draftInput'> => ({
  converters: draft as NonNullable<Given<'draftInput'>['converters']>,
})
