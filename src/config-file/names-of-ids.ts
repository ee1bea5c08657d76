import { nameKey } from '../core/names.ts'
import { builtInRoles } from './built-in.ts'
import type { ConfigFile } from './config-file.ts'
import type { Directory } from './directory.ts'
import type { NamesOfIds } from './provider-fields.ts'

/**
 * Turns the ids that rules hold into names, and every spelling of a role's name into one: a file and a database that mean the same
 * then say the same.
 */
export function namesOfIds(
  file: Pick<ConfigFile, 'roles'> | null,
  stored: Directory,
  { prune = false }: { readonly prune?: boolean } = {},
): NamesOfIds & { readonly roleNamed: (name: string) => string } {
  const byId = new Map([...stored.roles.values()].map((one) => [one.id, one.name]))
  const written = new Map((file?.roles ?? []).map((one) => [nameKey(one.name), one.name]))
  const builtIn = new Map(
    (file?.roles ?? []).flatMap(({ name, builtIn: which }) => {
      const known = [...stored.roles.values()].find((one) => one.builtIn !== null && one.builtIn === which)
      return known ? [[nameKey(known.name), name] as const] : []
    }),
  )
  const described = new Set((file?.roles ?? []).map((one) => one.builtIn))
  for (const { name, builtIn: which } of stored.roles.values()) {
    // It is about to have its first name again.
    if (prune && which !== null && !described.has(which)) builtIn.set(nameKey(name), builtInRoles[which])
  }
  return {
    role: (id) => byId.get(id) ?? null,
    roleNamed: (name) =>
      written.get(nameKey(name)) ?? builtIn.get(nameKey(name)) ?? stored.roles.get(nameKey(name))?.name ?? name,
    value: (lookup, text) => stored.valueNames.get(`${lookup} ${text.trim().toLowerCase()}`) ?? text,
  }
}
