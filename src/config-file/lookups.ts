import { nameKey } from '../core/names.ts'
import { hasInvisible, keyFits } from '../core/text.ts'
import type { ConfigLookup, ConfigLookupValue } from './config-file.ts'
import type { Path } from './problems.ts'
import { type Entry, type Report, refuseTwice } from './report.ts'
import type { LookupEntry } from './schema.ts'

/** The lookups with the values that people decided on: within one lookup, every name and alias means one value. */
export function readLookups(entries: readonly Entry<LookupEntry>[], report: Report): ConfigLookup[] {
  refuseTwice(entries, report, {
    key: (one) => one.name,
    field: 'name',
    message: (one) => `The lookup ${one.name} is there`,
  })
  return entries.map(({ path, value: { name, caption, values = [] } }) => {
    if (name === 'Contact') report.at([...path, 'name'], 'Contact is the lookup of people; they are not configuration.')
    const read = values.map((one, index): ConfigLookupValue => {
      const at = [...path, 'values', index]
      return typeof one === 'string' ? { path: at, name: one, aliases: [] } : { path: at, ...one }
    })
    checkNames(read, report)
    return { path, name, caption, values: read }
  })
}

function checkNames(values: readonly ConfigLookupValue[], report: Report): void {
  const seen = new Set<string>()
  const look = (path: Path, text: string) => {
    if (!keyFits(text)) report.at(path, 'is too long.')
    if (hasInvisible(text)) report.at(path, 'must not contain characters that nobody sees.')
    const key = nameKey(text)
    if (seen.has(key)) report.at(path, `${JSON.stringify(text)} is a value or an alias of this lookup already.`)
    seen.add(key)
  }
  for (const { path, name } of values) look(path, name)
  for (const { path, aliases } of values) {
    for (const [index, alias] of aliases.entries()) look([...path, 'aliases', index], alias)
  }
}
