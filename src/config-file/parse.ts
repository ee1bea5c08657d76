import type { z } from 'zod'
import type { ConfigFile, ConfigProvider } from './config-file.ts'
import { readConverters } from './converters.ts'
import { readDocument } from './document.ts'
import { readDomains } from './domains.ts'
import { readColumns, readRoleRules, readRoles } from './entries.ts'
import { readLookups } from './lookups.ts'
import { mistakesOf, unknownKey } from './mistakes.ts'
import { configInvalid } from './problems.ts'
import { readMetadata, readProviders } from './providers.ts'
import { type Entry, type Report, startReport } from './report.ts'
import { entrySchemas, type ProviderEntry, type Section, settingsSchema } from './schema.ts'

/**
 * Reads a configuration file: YAML text in, checked parts out. Nothing is applied and no database is asked.
 * `readFile` gives the text of a metadata file by its path as written, which is relative to the configuration file.
 * @throws JitupError `config_invalid` with every problem and its place in `details.problems`
 */
export function parseConfig(text: string, fileName: string, readFile: (path: string) => string): ConfigFile {
  const { value, places, problems } = readDocument(text)
  const report = startReport(places, problems)
  const root = rootOf(value, report)
  const entries = <T>(name: Section, schema: z.ZodType<T>) => entriesOf(name, schema, root, report)
  // As written, even of entries that are wrong elsewhere: one mistake is not reported twice.
  const slugs = listOf(root.providers).map((one) => (isMapping(one) ? String(one.slug) : ''))
  const providers = entries('providers', entrySchemas.providers)
  const file: ConfigFile = {
    fileName,
    settings: settingsOf(root, report),
    lookups: readLookups(entries('lookups', entrySchemas.lookups), report),
    columns: readColumns(entries('columns', entrySchemas.columns), report),
    roles: readRoles(entries('roles', entrySchemas.roles), report),
    providers: providersOf(providers, root, report, readFile),
    domains: readDomains(providers, report),
    converters: readConverters(entries('converters', entrySchemas.converters), report, slugs),
    roleRules: readRoleRules(entries('roleRules', entrySchemas.roleRules), report, slugs),
    places,
  }
  if (report.problems.length > 0) throw configInvalid(fileName, report.problems)
  return file
}

/** An entry that is wrong elsewhere still has its metadata read: one start of the server tells all that is wrong. */
function providersOf(
  entries: readonly Entry<ProviderEntry>[],
  root: Mapping,
  report: Report,
  readFile: (path: string) => string,
): ConfigProvider[] {
  const right = new Set(entries.map((one) => one.path[1]))
  for (const [index, one] of listOf(root.providers).entries()) {
    if (right.has(index) || !isMapping(one) || typeof one.metadata !== 'string') continue
    readMetadata(['providers', index, 'metadata'], one.metadata, report, readFile)
  }
  return readProviders(entries, report, readFile)
}

type Mapping = Readonly<Record<string, unknown>>

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const sections = ['settings', ...Object.keys(entrySchemas)]

function rootOf(value: unknown, report: Report): Mapping {
  // A file of nothing but comments names nothing, and that is what it does.
  if (value === null) return {}
  if (!isMapping(value)) {
    report.at([], `The file must have the keys ${sections.join(', ')}, each where it is needed.`)
    return {}
  }
  for (const key of Object.keys(value)) {
    if (!sections.includes(key)) report.problems.push(unknownKey(report.places, [key], key, sections))
  }
  return value
}

function settingsOf(root: Mapping, report: Report) {
  if (!('settings' in root)) return {}
  return checked(settingsSchema, { path: ['settings'], value: root.settings }, report) ?? {}
}

function entriesOf<T>(name: Section, schema: z.ZodType<T>, root: Mapping, report: Report): Entry<T>[] {
  const list = root[name]
  if (name in root && !Array.isArray(list)) report.at([name], 'must be a list: every entry starts with "- ".')
  return listOf(list).flatMap((one, index) => {
    const path = [name, index]
    const value = checked(schema, { path, value: one }, report)
    return value === null ? [] : [{ path, value }]
  })
}

function checked<T>(schema: z.ZodType<T>, { path, value }: Entry<unknown>, report: Report): T | null {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  report.problems.push(...mistakesOf(result.error.issues, schema, value, { path, places: report.places }))
  return null
}
