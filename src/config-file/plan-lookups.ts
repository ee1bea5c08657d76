import { nameKey } from '../core/names.ts'
import { makeValue, putAliases, putLookup } from '../store/lookup-configuration.ts'
import type { ConfigLookup, ConfigLookupValue } from './config-file.ts'
import { valueKey } from './last-applied.ts'
import { merge } from './merge.ts'
import { entryOf, type Planning } from './step.ts'

/** Plans lookups and the values that people decided on. None is removed, and what an administrator has removed stays so. */
export function planLookups(planning: Planning): void {
  for (const lookup of planning.file.lookups) planLookup(planning, lookup)
}

function planLookup(planning: Planning, lookup: ConfigLookup): void {
  const { last, stored, steps, kept } = planning
  const { path, name, caption } = lookup
  const known = stored.lookups.get(name)
  const once = entryOf(last.lookups ?? {}, name)?.caption
  const before = once === undefined ? undefined : { caption: once }
  if (known === undefined) {
    steps.push({ path, change: `lookup ${name} added`, run: (tx) => putLookup(tx, name, caption ?? name) })
  } else if (caption !== undefined) {
    const merged = merge({ now: { caption }, last: before, stored: { caption: known } })
    if (merged.kept.length > 0) kept.push(`lookup ${name}: caption`)
    else if (merged.taken.caption !== undefined) {
      steps.push({ path, change: `lookup ${name}: caption changed`, run: (tx) => putLookup(tx, name, caption) })
    }
  }
  for (const value of lookup.values) planValue(planning, name, value)
}

function planValue({ last, stored, report, steps, kept }: Planning, lookup: string, value: ConfigLookupValue): void {
  const { path, name, aliases } = value
  const title = `${lookup} ${JSON.stringify(name)}`
  const before = entryOf(last.values ?? {}, valueKey(lookup, name))
  const known = stored.values.get(valueKey(lookup, name))
  const taken = aliasOwner(stored.values.values(), lookup, name, aliases)
  if (taken !== null && !before) report.at(path, `${taken} finds this value already.`)
  if (!known && before) kept.push(`${title}: removed`)
  else if (!known) {
    steps.push({
      path,
      change: `${title} added`,
      run: async (tx, app) => putAliases(tx, lookup, await makeValue(tx, lookup, name, app.now()), aliases),
    })
  } else {
    // Aliases are added; none is taken away here.
    const now = [...new Set([...known.aliases, ...aliases.map(nameKey)])]
    const once = new Set((before?.aliases ?? []).map(nameKey))
    const wanted = now.filter((one) => known.aliases.includes(one) || !once.has(one))
    if (wanted.length < now.length) kept.push(`${title}: aliases`)
    if (wanted.length === known.aliases.length) return
    steps.push({ path, change: `${title}: aliases changed`, run: (tx) => putAliases(tx, lookup, known.id, wanted) })
  }
}

/** Another value that one of these names finds; null: none. */
export function aliasOwner(
  values: Iterable<{ readonly lookup: string; readonly name: string; readonly aliases: readonly string[] }>,
  lookup: string,
  name: string,
  aliases: readonly string[],
): string | null {
  const keys = new Set(aliases.map(nameKey))
  const own = nameKey(name)
  for (const one of values) {
    if (one.lookup !== lookup || nameKey(one.name) === own) continue
    if (one.aliases.includes(own) || keys.has(nameKey(one.name)) || one.aliases.some((key) => keys.has(key))) {
      return JSON.stringify(one.name)
    }
  }
  return null
}
