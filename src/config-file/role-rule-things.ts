import type { ConfigRoleRule } from './config-file.ts'
import { type Names, titleOfRule } from './stored-things.ts'
import type { NamedThing, StoredThing } from './thing.ts'

/**
 * The role rules of a file. A rule is known by provider, role and kind, and by the groups: the one that has the same, else one that
 * has some of them. A rule that shares no group with any is a new one.
 */
export function namedRoleRules(
  rules: readonly ConfigRoleRule[],
  names: Names,
  known: readonly StoredThing[],
): NamedThing[] {
  const free = new Map<string, StoredThing[]>()
  const kindOf = (fields: StoredThing['fields']) => JSON.stringify([fields.provider, fields.role, fields.match])
  for (const one of known) {
    if (one.kind === 'role rule') free.set(kindOf(one.fields), [...(free.get(kindOf(one.fields)) ?? []), one])
  }
  const wanted = rules.map(({ path, provider, groups, match, role }) => {
    const fields = { provider: provider ?? undefined, groups, match, role: names.roleNamed(role) }
    return { path, fields, text: JSON.stringify(groups), key: '' }
  })
  const take = (one: (typeof wanted)[number], suits: (groups: readonly string[]) => boolean) => {
    const all = free.get(kindOf(one.fields)) ?? []
    const found = all.find((other) => suits(other.fields.groups as readonly string[]))
    if (!found) return
    one.key = found.key
    free.set(
      kindOf(one.fields),
      all.filter((other) => other !== found),
    )
  }
  for (const one of wanted) take(one, (groups) => JSON.stringify(groups) === one.text)
  for (const one of wanted) {
    const own = new Set(one.fields.groups)
    if (one.key === '') take(one, (groups) => groups.some((group) => own.has(group)))
  }
  return wanted.map(
    ({ path, fields, key }, index): NamedThing => ({
      kind: 'role rule',
      key: key === '' ? `new ${index}` : key,
      title: titleOfRule(fields),
      fields,
      path,
    }),
  )
}
