import { roleScopes } from '../api/contract/roles.ts'
import { GLOB_LIMIT, globFault } from '../core/glob.ts'
import { byCodeUnit, nameKey } from '../core/names.ts'
import { suggestion } from '../core/nearest.ts'
import type { ConfigColumn, ConfigRole, ConfigRoleRule } from './config-file.ts'
import type { Path } from './problems.ts'
import { type Entry, type Report, refuseTwice } from './report.ts'
import type { ColumnEntry, RoleEntry, RoleRuleEntry } from './schema.ts'

/** The custom columns: each name once, whatever its case, and a lookup exactly where the type asks for one. */
export function readColumns(entries: readonly Entry<ColumnEntry>[], report: Report): ConfigColumn[] {
  refuseTwice(entries, report, {
    key: (one) => one.name.toLowerCase(),
    field: 'name',
    message: (one) => `The column ${one.name} is there`,
  })
  for (const { path, value } of entries) {
    if (value.type === 'lookup' && value.lookup === undefined) {
      report.at([...path, 'lookup'], 'is required: a column of type lookup names the lookup with its values.')
    }
    if (value.type !== 'lookup' && value.lookup !== undefined) {
      report.at([...path, 'lookup'], `belongs to columns of type lookup only; this one has type ${value.type}.`)
    }
  }
  return entries.map(({ path, value }) => ({ ...value, path, lookup: value.lookup ?? null }))
}

/** The roles, each after the one above it. */
export function readRoles(entries: readonly Entry<RoleEntry>[], report: Report): ConfigRole[] {
  refuseTwice(entries, report, {
    key: (one) => nameKey(one.name),
    field: 'name',
    message: (one) => `The role ${one.name} is there`,
  })
  const builtIn = entries.filter((one) => one.value.builtIn !== undefined)
  refuseTwice(builtIn, report, {
    key: (one) => one.builtIn ?? '',
    field: 'builtIn',
    message: (one) => `The built-in role ${one.builtIn} is there`,
  })
  const byName = new Map(entries.map((one) => [nameKey(one.value.name), one]))
  const above = (one: Entry<RoleEntry>) => byName.get(nameKey(one.value.parent ?? ''))
  const depth = new Map<Entry<RoleEntry>, number>()
  for (const entry of entries) {
    const seen = new Set<Entry<RoleEntry>>()
    let at: Entry<RoleEntry> | undefined = entry
    for (; at !== undefined && !seen.has(at); at = above(at)) seen.add(at)
    if (at === entry) report.at([...entry.path, 'parent'], 'must not lead back to the role itself.')
    depth.set(entry, seen.size)
    checkBuiltIn(entry, report)
    if (
      entry.value.builtIn === undefined &&
      entry.value.parent !== undefined &&
      entry.value.kind !== 'organisational'
    ) {
      report.at([...entry.path, 'parent'], 'is for roles of kind organisational only; those form a tree.')
    }
  }
  return entries
    .toSorted((a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0))
    .map(({ path, value: { name, builtIn, scopes, ...fields } }) => ({
      path,
      name,
      builtIn,
      fields: scopes ? { ...fields, scopes: roleScopes.filter((one) => scopes.includes(one)) } : fields,
    }))
}

/** Of a built-in role only name and sensitivity can change. */
function checkBuiltIn({ path, value }: Entry<RoleEntry>, report: Report): void {
  if (value.builtIn === undefined) return
  for (const key of ['kind', 'parent', 'protected', 'scopes'] as const) {
    if (value[key] !== undefined) report.at([...path, key], 'never changes of a built-in role; leave it out.')
  }
}

/** The role rules: each once. */
export function readRoleRules(
  entries: readonly Entry<RoleRuleEntry>[],
  report: Report,
  slugs: readonly string[],
): ConfigRoleRule[] {
  refuseTwice(entries, report, {
    key: (one) => JSON.stringify([one.provider ?? null, groupsOf(one), one.match ?? null, nameKey(one.role)]),
    field: 'group',
    message: (one) => `${JSON.stringify(groupsOf(one)[0])} gives the role ${one.role} for ${whom(one.provider)}`,
  })
  return entries.map(({ path, value }) => {
    checkProvider(path, value.provider, slugs, report)
    if ((value.group === undefined) === (value.groups === undefined)) {
      report.at(path, 'needs a group, or else a list of groups.')
    }
    if (value.match === 'glob') checkGlobs(path, value, report)
    return { path, provider: value.provider ?? null, groups: groupsOf(value), match: value.match, role: value.role }
  })
}

const groupsOf = ({ group, groups }: RoleRuleEntry): readonly string[] => groups ?? (group === undefined ? [] : [group])

function checkGlobs(path: Path, value: RoleRuleEntry, report: Report): void {
  for (const [index, glob] of groupsOf(value).entries()) {
    const fault = globFault(glob)
    const at = value.groups === undefined ? [...path, 'group'] : [...path, 'groups', index]
    if (fault === 'too-long') report.at(at, `must have at most ${GLOB_LIMIT} characters, being a glob.`)
    if (fault === 'everything') report.at(at, 'means everybody: a glob needs a character of its own.')
  }
}

/** How a message names the providers of an entry. */
export const whom = (provider: string | undefined): string => (provider === undefined ? 'all providers' : provider)

/** Notes a provider that the file does not have. */
export function checkProvider(path: Path, slug: string | undefined, slugs: readonly string[], report: Report): void {
  if (slug === undefined || slugs.includes(slug)) return
  const known = [...new Set(slugs)].filter((one) => one !== '').toSorted(byCodeUnit)
  const hint = known.length === 0 ? 'it has no providers.' : suggestion(slug, known)
  report.at([...path, 'provider'], `${JSON.stringify(slug)} is not the slug of a provider in this file; ${hint}`)
}
