import { stringify } from 'yaml'
import { byCodeUnit } from '../core/names.ts'
import type { App } from '../sign-on/app.ts'
import { type Directory, readDirectory } from './directory.ts'
import { exportProvider } from './export-provider.ts'
import { namesOfIds } from './names-of-ids.ts'
import { storedThings } from './stored-things.ts'
import type { Fields, Kind, StoredThing } from './thing.ts'

const head = `# The configuration of jitup, as it was decided. Apply it with: jitup config apply FILE
# docs/configuration.md explains every key. Whatever is not here has its default.

`

/**
 * Everything that administrators have decided, as the text of a configuration file: applied to an empty server it makes the same, and
 * the same text once more. Names and slugs, no ids; no secrets; no people.
 */
export async function exportConfig(app: App): Promise<string> {
  const { stored, things } = await app.db.transaction(async (tx) => {
    const directory = await readDirectory(tx, null)
    return { stored: directory, things: storedThings(directory, namesOfIds(null, directory), app.publicUrl) }
  })
  return yamlOf(
    documentOf(
      stored,
      things.filter((one) => one.decided),
    ),
  )
}

function documentOf(stored: Directory, things: readonly StoredThing[]): Fields {
  const of = (kind: Kind) => things.filter((one) => one.kind === kind)
  const values = of('lookup value')
  const sections = {
    settings: Object.fromEntries(of('setting').map(({ key, fields }) => [key, fields.value])),
    lookups: of('lookup').map(({ key, fields }) => ({
      name: key,
      caption: fields.caption,
      ...notEmpty({
        values: values.filter((one) => lookupOf(one) === key).map(({ fields: value }) => writtenValue(value)),
      }),
    })),
    columns: of('column').map(({ key, fields: { caption, type, lookup } }) => ({
      name: key,
      caption,
      type,
      ...(lookup === null ? {} : { lookup }),
    })),
    roles: of('role').map(({ key, fields }) => roleOf(key, fields)),
    providers: of('provider').map(({ key, fields }) => exportProvider(key, fields, stored)),
    converters: convertersOf(of('converter')),
    roleRules: of('role rule').map(({ fields: { provider, groups, match, role } }) => {
      const all = groups as readonly string[]
      return {
        ...(all.length === 1 ? { group: all[0] } : { groups: all }),
        ...defined({ match }),
        role,
        ...defined({ provider }),
      }
    }),
  }
  return notEmpty(sections)
}

const lookupOf = ({ key }: StoredThing): string => (JSON.parse(key) as [string])[0]

const writtenValue = ({ name, aliases }: Fields): unknown =>
  (aliases as readonly string[]).length === 0 ? name : { name, aliases }

function roleOf(key: string, { name, kind, parent, protected: isProtected, scopes, sensitive }: Fields): Fields {
  const builtIn = key.startsWith(' ') ? key.trim() : undefined
  return defined({
    name,
    builtIn,
    kind: kind === 'organisational' ? kind : undefined,
    parent,
    protected: isProtected || undefined,
    scopes: (scopes as readonly string[] | undefined)?.length ? scopes : undefined,
    sensitive: sensitive || undefined,
  })
}

/** Rows in their order; a position is told where it does not follow from that. */
function convertersOf(rows: readonly StoredThing[]): Fields[] {
  let last = 0
  return rows.map(({ fields: { provider, column, attribute, default: text, position, ...options } }) => {
    const next = last + 1
    last = Number(position)
    const names = attribute as readonly string[] | undefined
    return defined({
      attribute: names?.length === 1 ? names[0] : names,
      column,
      default: text,
      provider,
      ...options,
      position: last === next ? undefined : last,
    })
  })
}

const defined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const notEmpty = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => Object.keys(value as object).length > 0))

const firstKeys = ['by', 'entityId', 'name', 'email', 'attribute', 'subjects']

/** As people write it, whatever order the database keeps: what a mapping is about comes first. */
function inOrder(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((one) => inOrder(one, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, of]) => [key, inOrder(of, depth + 1)] as const)
  // Entries of the lists themselves are in order already.
  if (depth < 3) return Object.fromEntries(entries)
  const rank = ([key]: readonly [string, unknown]) => (firstKeys.includes(key) ? firstKeys.indexOf(key) : 9)
  return Object.fromEntries(entries.toSorted((a, b) => rank(a) - rank(b) || byCodeUnit(a[0], b[0])))
}

/** Anchors would be hard to edit, and lines are as long as what stands in them. */
const yamlOf = (document: Fields): string =>
  Object.keys(document).length === 0
    ? `${head}{}\n`
    : head +
      stringify(inOrder(document), { schema: 'core', aliasDuplicateObjects: false, lineWidth: 0, version: '1.2' })
