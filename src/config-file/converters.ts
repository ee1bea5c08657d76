import type { ConfigConverter } from './config-file.ts'
import { checkProvider, whom } from './entries.ts'
import { type Entry, type Report, refuseTwice } from './report.ts'
import type { ConverterEntry } from './schema.ts'

/** The converters. Several rows may fill one column of one provider: then all of them but one have a condition. */
export function readConverters(
  entries: readonly Entry<ConverterEntry>[],
  report: Report,
  slugs: readonly string[],
): ConfigConverter[] {
  refuseTwice(
    entries.filter((one) => one.value.condition === undefined),
    report,
    {
      key: columnOf,
      field: 'column',
      message: (one) => `${JSON.stringify(one.column)} has a converter for ${whom(one.provider)}`,
    },
  )
  const positions = positionsOf(entries)
  refuseTwice(
    entries.map(({ path, value }, index) => ({ path, value: { ...value, position: positions[index] ?? 0 } })),
    report,
    {
      key: (one) => `${columnOf(one)} ${one.position}`,
      field: 'position',
      message: (one) => `Another row on ${JSON.stringify(one.column)} has the position ${one.position}`,
    },
  )
  const rows = rowsOf(entries, positions)
  return entries.map(({ path, value: entry }, index) => {
    const { attribute, column, default: text, provider, ...more } = entry
    checkProvider(path, provider, slugs, report)
    if (attribute === undefined && text === undefined && more.template === undefined) {
      report.at(path, 'needs an attribute, or a default as its fixed value.')
    }
    if (attribute !== undefined && more.template !== undefined) {
      report.at([...path, 'template'], 'stands instead of attribute; keep one of them.')
    }
    const attributes = typeof attribute === 'string' ? [attribute] : (attribute ?? null)
    if (attributes?.some((one) => one.trim() === '')) report.at([...path, 'attribute'], 'must not be blank.')
    const fields = { attributes, default: text ?? null, ...defined(more) }
    return { path, provider: provider ?? null, column, row: rows[index] ?? 0, position: positions[index] ?? 0, fields }
  })
}

/** Where each row stands: where it says, else after the one before it in the file. */
function positionsOf(entries: readonly Entry<ConverterEntry>[]): number[] {
  let last = 0
  return entries.map(({ value }) => {
    last = value.position ?? last + 1
    return last
  })
}

/** Which row of its provider and column each of them is. */
function rowsOf(entries: readonly Entry<ConverterEntry>[], positions: readonly number[]): number[] {
  const all = entries.map((one, index) => ({ key: columnOf(one.value), position: positions[index] ?? 0 }))
  return all.map(({ key, position }) => all.filter((one) => one.key === key && one.position < position).length)
}

const columnOf = (one: ConverterEntry): string => JSON.stringify([one.provider ?? null, one.column])

/** Without the entries that are undefined. */
const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
