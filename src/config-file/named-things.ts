import { nameKey } from '../core/names.ts'
import { defaultSpEntityId } from '../sign-on/trust.ts'
import { type ConfigFile, type ConfigProvider, metadataFacts } from './config-file.ts'
import { namedConverters } from './converter-things.ts'
import { plainFields, presetFields } from './defaults.ts'
import type { Directory } from './directory.ts'
import { valueKey } from './last-applied.ts'
import { namedRoleRules } from './role-rule-things.ts'
import { type Names, partnerFields, roleKey, sorted, unique, withoutNothing } from './stored-things.ts'
import type { Fields, NamedThing, StoredThing } from './thing.ts'

/** Everything that a file names, complete: what an entry leaves out has its default. */
export function namedThings(
  file: ConfigFile,
  stored: Directory,
  names: Names,
  known: readonly StoredThing[],
  publicUrl: string,
): NamedThing[] {
  return [
    ...settingThings(file),
    ...lookupThings(file, stored),
    ...file.columns.map(
      ({ path, name, caption, type, lookup }): NamedThing => ({
        kind: 'column',
        key: name,
        title: `column ${name}`,
        fields: { caption, type, lookup },
        path,
      }),
    ),
    ...roleThings(file, names),
    ...file.providers.map((one) => providerThing(one, file, stored, names, publicUrl)),
    ...namedConverters(file.converters, stored, names, known),
    ...namedRoleRules(file.roleRules, names, known),
  ]
}

const settingThings = ({ settings }: ConfigFile): NamedThing[] =>
  Object.entries(settings).flatMap(([name, value]): NamedThing[] =>
    value === undefined
      ? []
      : [{ kind: 'setting', key: name, title: `setting ${name}`, fields: { value }, path: ['settings', name] }],
  )

const lookupThings = ({ lookups }: ConfigFile, stored: Directory): NamedThing[] => [
  ...lookups.map(
    ({ path, name, caption }): NamedThing => ({
      kind: 'lookup',
      key: name,
      title: `lookup ${name}`,
      fields: { caption: caption ?? stored.lookups.get(name) ?? name },
      path,
    }),
  ),
  ...lookups.flatMap((lookup) =>
    lookup.values.map(
      ({ path, name, aliases }): NamedThing => ({
        kind: 'lookup value',
        key: valueKey(lookup.name, name),
        title: `${lookup.name} ${JSON.stringify(name)}`,
        fields: { name: name.replace(/\s+/g, ' '), aliases: sorted(aliases.map(nameKey)) },
        path,
      }),
    ),
  ),
]

const roleThings = ({ roles }: ConfigFile, names: Names): NamedThing[] =>
  roles.map(({ path, name, builtIn, fields }): NamedThing => {
    const { kind = 'functional', parent, protected: isProtected = false, scopes = [], sensitive = false } = fields
    const above = parent === undefined ? undefined : names.roleNamed(parent)
    const all = builtIn ? { name, sensitive } : { name, kind, parent: above, protected: isProtected, scopes, sensitive }
    return { kind: 'role', key: roleKey(builtIn, name), title: `role ${name}`, fields: all, path }
  })

function providerThing(
  provider: ConfigProvider,
  file: ConfigFile,
  stored: Directory,
  names: Names,
  publicUrl: string,
): NamedThing {
  const { path, slug, partner, fields: given } = provider
  const known = stored.providers.get(slug)
  const { metadata: _, allowedRoles, allowedAccounts, spEntityId, ...rest } = given
  const users = given.users ?? 'employee'
  // Of a partner that is fetched by its address the file says nothing; our name towards a partner never changes.
  const facts = partner ? metadataFacts(partner) : known ? metadataFacts(known) : null
  const ours = spEntityId ?? known?.spEntityId
  const fields: Fields = {
    ...plainFields({ users }),
    ...presetFields(given),
    ...withoutUndefined(rest),
    ...(facts === null ? {} : partnerFields(facts)),
    spEntityId: ours === defaultSpEntityId(publicUrl, slug) ? undefined : ours,
    roleAttributes: unique(given.roleAttributes ?? presetFields(given).roleAttributes ?? 'well-known'),
    allowedRoles: allowedRoles && sorted(allowedRoles.map(names.roleNamed)),
    allowedAccounts: allowedAccounts?.map((text) => names.value('Account', text)),
    domains: sorted(file.domains.flatMap((one) => (one.provider === slug ? [one.domain] : []))),
  }
  return { kind: 'provider', key: slug, title: `provider ${slug}`, fields: withoutNothing(fields), path, provider }
}

const withoutUndefined = (fields: object): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
