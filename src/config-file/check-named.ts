import { nameKey } from '../core/names.ts'
import { suggestion } from '../core/nearest.ts'
import { builtInRoles } from './built-in.ts'
import type { ConfigFile } from './config-file.ts'
import type { Directory } from './directory.ts'
import { aliasOwner } from './plan-lookups.ts'
import type { Report } from './report.ts'

/** Notes what the database holds against a file and no edit would say at the right place, or only one at a time. */
export function checkNamed(
  file: ConfigFile,
  stored: Directory,
  how: { readonly prune: boolean; readonly publicUrl: string },
  report: Report,
): void {
  checkColumns(file, stored, report)
  const roles = roleNames(file, stored, how.prune)
  checkRoles(file, stored, roles, report)
  checkProviders(file, stored, { prune: how.prune, roles }, report)
  checkRules(file, roles, report)
  for (const { name: lookup, values } of file.lookups) {
    // Those that the file names itself are as it says.
    const here = new Set(values.map((one) => nameKey(one.name)))
    const others = [...stored.values.values()].filter((one) => one.lookup === lookup && !here.has(nameKey(one.name)))
    for (const { path, name, aliases } of values) {
      const owner = aliasOwner(others, lookup, name, aliases)
      if (owner !== null) report.at(path, `${owner} has this name or alias already.`)
    }
  }
}

function checkColumns(file: ConfigFile, stored: Directory, report: Report): void {
  for (const { path, name, type, lookup } of file.columns) {
    const known = stored.columns.get(name)
    const twin = [...stored.columns.keys()].find((one) => one.toLowerCase() === name.toLowerCase())
    if (!known && twin) report.at([...path, 'name'], `There is a column ${twin} already; write it that way.`)
    if (!known && name.includes('.')) report.at([...path, 'name'], 'This cannot be the name of a column.')
    if (known && known.type !== type) {
      report.at([...path, 'type'], `The column ${name} has type ${known.type}, and a column's type never changes.`)
    } else if (known && known.lookup !== lookup) {
      report.at([...path, 'lookup'], `The column ${name} has the lookup ${known.lookup}, and that never changes.`)
    }
  }
  const columns = [...stored.columns.keys(), ...file.columns.map((one) => one.name)]
  for (const { path, column } of file.converters) {
    if (columns.includes(column)) continue
    report.at([...path, 'column'], `${JSON.stringify(column)} is not a contact column; ${suggestion(column, columns)}`)
  }
}

function checkRoles(file: ConfigFile, stored: Directory, names: readonly string[], report: Report): void {
  for (const { path, name, builtIn, fields } of file.roles) {
    const known = stored.roles.get(nameKey(name))
    if (builtIn === undefined && known?.builtIn) {
      const text = `The role ${known.name} is built in: say builtIn: ${known.builtIn}, or leave it out.`
      report.at([...path, 'name'], text)
    } else if (builtIn === undefined && known && known.kind !== (fields.kind ?? 'functional')) {
      report.at([...path, 'kind'], `The role ${known.name} is ${known.kind}, and a role's kind never changes.`)
    }
    const { parent } = fields
    if (parent !== undefined && !names.some((one) => nameKey(one) === nameKey(parent))) {
      report.at([...path, 'parent'], `${JSON.stringify(parent)} is not a role; ${suggestion(parent, names)}`)
    }
  }
}

/** What the roles will be called: with `prune` a built-in one that the file does not describe has its first name again. */
const roleNames = (file: ConfigFile, stored: Directory, prune: boolean): string[] => [
  ...[...stored.roles.values()].map(({ name, builtIn }) => {
    const described = file.roles.some((one) => one.builtIn !== undefined && one.builtIn === builtIn)
    return prune && builtIn !== null && !described ? builtInRoles[builtIn] : name
  }),
  ...file.roles.map((one) => one.name),
]

function checkProviders(
  file: ConfigFile,
  stored: Directory,
  { prune, roles: names }: { readonly prune: boolean; readonly roles: readonly string[] },
  report: Report,
): void {
  const named = new Set(file.providers.map((one) => one.slug))
  for (const { path, slug, partner, fields } of file.providers) {
    const known = stored.providers.get(slug)
    if (known?.demo) report.at([...path, 'slug'], `The provider ${slug} is the demo's own, and not for a file.`)
    if (known && partner && partner.entityId !== known.entityId) {
      const text = `The provider ${slug} is ${known.entityId}; this is the metadata of ${partner.entityId}. Another partner needs another slug.`
      report.at([...path, 'metadata'], text)
    }
    if (known && fields.spEntityId !== undefined && fields.spEntityId !== known.spEntityId) {
      const text = `The provider ${slug} knows us as ${known.spEntityId}, and that never changes.`
      report.at([...path, 'spEntityId'], text)
    }
    for (const [index, role] of (fields.allowedRoles ?? []).entries()) {
      if (names.some((one) => nameKey(one) === nameKey(role))) continue
      report.at([...path, 'allowedRoles', index], `${JSON.stringify(role)} is not a role; ${suggestion(role, names)}`)
    }
  }
  for (const { path, provider, domain } of file.domains) {
    const owner = stored.domains.get(domain)
    if (owner === undefined || owner === provider || named.has(owner)) continue
    if (prune && stored.providers.get(owner)?.demo !== true) continue
    report.at(path, `The domain ${domain} belongs to ${owner} already; free it there first.`)
  }
}

function checkRules(file: ConfigFile, names: readonly string[], report: Report): void {
  const seen = new Map<string, number>()
  for (const { path, provider, groups, match, role } of file.roleRules) {
    if (!names.some((one) => nameKey(one) === nameKey(role))) {
      report.at([...path, 'role'], `${JSON.stringify(role)} is not a role; ${suggestion(role, names)}`)
    }
    for (const group of groups) {
      const key = JSON.stringify([provider, match, nameKey(role), group])
      const line = seen.get(key)
      const here = report.places.get(`roleRules[${path[1]}]`)?.line ?? 0
      if (line !== undefined && line !== here) {
        report.at(path, `The rule on line ${line} gives this role for ${JSON.stringify(group)} already.`)
      }
      seen.set(key, here)
    }
  }
}
