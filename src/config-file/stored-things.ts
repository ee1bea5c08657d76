import { isDeepStrictEqual } from 'node:util'
import { byCodeUnit, nameKey } from '../core/names.ts'
import { publishedNames } from '../protocols/saml/settings.ts'
import { defaultSpEntityId } from '../sign-on/trust.ts'
import type { RoleRecord } from '../store/roles.ts'
import { builtInCaptions, builtInLookups, builtInRoles } from './built-in.ts'
import { storedConverters } from './converter-things.ts'
import { defaultSettings } from './defaults.ts'
import { type Directory, settingNames } from './directory.ts'
import type { NamesOfIds } from './provider-fields.ts'
import { fieldsOf } from './provider-fields.ts'
import type { Fields, StoredThing } from './thing.ts'

/** Names for ids, and one spelling for the name of a role. */
export type Names = NamesOfIds & { readonly roleNamed: (name: string) => string }

/**
 * Everything in the database that a file could name, sorted as an export lists it. The demo's own provider is not part of it: it may
 * be nowhere else.
 */
export function storedThings(stored: Directory, names: Names, publicUrl: string): StoredThing[] {
  return [
    ...settingThings(stored),
    ...lookupThings(stored),
    ...columnThings(stored),
    ...roleThings(stored, names),
    ...providerThings(stored, names, publicUrl),
    ...storedConverters(stored, names),
    ...roleRuleThings(stored, names),
  ]
}

const isDemo = (stored: Directory, slug: string | null): boolean =>
  slug !== null && stored.providers.get(slug)?.demo === true

const settingThings = (stored: Directory): StoredThing[] =>
  settingNames.map((name) => {
    const value = stored.settings[name] ?? defaultSettings[name]
    const decided = !isDeepStrictEqual(value, defaultSettings[name])
    return { kind: 'setting', key: name, title: `setting ${name}`, fields: { value }, decided, unnamed: 'reset' }
  })

function lookupThings(stored: Directory): StoredThing[] {
  const values = [...stored.values.values()].toSorted(
    (a, b) => byCodeUnit(a.lookup, b.lookup) || byCodeUnit(nameKey(a.name), nameKey(b.name)),
  )
  const inUse = new Set(values.flatMap((one) => (one.decided ? [one.lookup] : [])))
  const lookups = [...stored.lookups].map(
    ([name, caption]): StoredThing => ({
      kind: 'lookup',
      key: name,
      title: `lookup ${name}`,
      fields: { caption },
      decided: name !== 'Contact' && (builtInLookups[name] !== caption || inUse.has(name)),
      unnamed: 'stays',
    }),
  )
  return [
    ...lookups.toSorted((a, b) => byCodeUnit(a.key, b.key)),
    ...values.map(
      ({ id, lookup, name, aliases, decided }): StoredThing => ({
        kind: 'lookup value',
        key: JSON.stringify([lookup, nameKey(name)]),
        title: `${lookup} ${JSON.stringify(name)}`,
        fields: { name, aliases },
        id,
        decided,
        unnamed: 'stays',
      }),
    ),
  ]
}

const columnThings = ({ columns }: Directory): StoredThing[] =>
  [...columns.values()].map(({ name, caption, type, lookup, custom }) => ({
    kind: 'column',
    key: name,
    title: `column ${name}`,
    fields: { caption, type, lookup },
    decided: custom || builtInCaptions[name] !== caption,
    unnamed: custom ? 'stays' : 'reset',
  }))

/** Under this key a role is known: no name's key starts with a blank. */
export const roleKey = (builtIn: string | null | undefined, name: string): string =>
  builtIn ? ` ${builtIn}` : nameKey(name)

const roleThings = (stored: Directory, names: Names): StoredThing[] =>
  [...stored.roles.values()].map((role) => ({
    kind: 'role',
    key: roleKey(role.builtIn, role.name),
    title: `role ${role.name}`,
    fields: fieldsOfRole(role, names),
    id: role.id,
    decided: role.builtIn === null || role.sensitive || builtInRoles[role.builtIn] !== role.name,
    unnamed: role.builtIn === null ? 'remove' : 'reset',
  }))

function fieldsOfRole(role: RoleRecord, names: Names): Fields {
  const { name, kind, parent, protected: isProtected, scopes, sensitive, builtIn } = role
  if (builtIn !== null) return { name, sensitive }
  return {
    name,
    kind,
    parent: parent === null ? undefined : names.roleNamed(parent),
    protected: isProtected,
    scopes,
    sensitive,
  }
}

function providerThings(stored: Directory, names: Names, publicUrl: string): StoredThing[] {
  const records = [...stored.providers.values()].filter((one) => !one.demo)
  return records
    .toSorted((a, b) => byCodeUnit(a.policy.slug, b.policy.slug))
    .map((record) => {
      const { slug, id } = record.policy
      const { metadata, allowedRoles, roleAttributes, ignoreGroups, spEntityId, ...fields } = fieldsOf(
        record,
        stored.sources.get(id),
        names,
      )
      const own = [...stored.domains].flatMap(([domain, owner]) => (owner === slug ? [domain] : []))
      return {
        kind: 'provider',
        key: slug,
        title: `provider ${slug}`,
        fields: withoutNothing({
          ...fields,
          ...partnerFields(metadata),
          spEntityId: spEntityId === defaultSpEntityId(publicUrl, slug) ? undefined : spEntityId,
          roleAttributes: unique(roleAttributes),
          ignoreGroups: unique(ignoreGroups),
          allowedRoles: allowedRoles && sorted(allowedRoles.map(names.roleNamed)),
          domains: sorted(own),
        }),
        id,
        decided: true,
        unnamed: 'remove',
      }
    })
}

/** The fields that follow from a partner's metadata. */
export const partnerNames: readonly string[] = [
  'entityId',
  'keys',
  ...publishedNames.filter((one) => one !== 'version'),
]

/** The partner itself: who it is, its keys as fingerprints, and its addresses. */
export const partnerFields = ({
  entityId,
  keys,
  endpoints,
}: {
  readonly entityId: string
  readonly keys: readonly string[]
  readonly endpoints: Readonly<Record<string, unknown>>
}): Fields => ({
  entityId,
  keys,
  ...Object.fromEntries(
    Object.entries(endpoints).map(([name, value]) => [name, isDeepStrictEqual(value, []) ? undefined : value]),
  ),
})

/** Null and an empty list of signers say as much as nothing; only the separator of groups is told to be none. */
export const withoutNothing = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) =>
        value !== undefined &&
        (value !== null || name === 'groupSeparator') &&
        !(name === 'metadataCertificates' && isDeepStrictEqual(value, [])),
    ),
  )

export const sorted = (names: readonly string[]): string[] => [...new Set(names)].toSorted(byCodeUnit)
export const unique = <T>(list: T): T | string[] => (Array.isArray(list) ? [...new Set(list as string[])] : list)

const roleRuleThings = (stored: Directory, names: Names): StoredThing[] =>
  [...stored.roleRules.values()]
    .filter((one) => !isDemo(stored, one.provider))
    .map(({ id, provider, groups, match, role }): StoredThing => {
      const fields = { provider: provider ?? undefined, groups, match, role: names.roleNamed(role) }
      return { kind: 'role rule', key: id, title: titleOfRule(fields), fields, id, decided: true, unnamed: 'remove' }
    })
    .toSorted((a, b) => byCodeUnit(orderOf(a.fields), orderOf(b.fields)))

const orderOf = ({ provider, role, match, groups }: Fields): string =>
  JSON.stringify([provider ?? '', role, match ?? '', groups])

/** What people read of a rule: its groups, the first few. */
export function titleOfRule({ provider, groups, role, match }: Fields): string {
  const all = groups as readonly string[]
  const some = all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ')
  return `role rule ${some}${match ? ' (glob)' : ''} → ${role}${provider === undefined ? '' : ` (${provider})`}`
}
