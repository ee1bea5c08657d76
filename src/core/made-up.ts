import { attributesOf, lastPartOf } from './converters.ts'
import { type Disguise, type MakeUp, newMakeUp, wordsOf } from './made-up-text.ts'
import { nameKey } from './names.ts'
import type { ScenarioBefore, ScenarioInput, ScenarioPerson, ScenarioRules } from './scenario.ts'
import type { ColumnType, Condition, Conversion, Converter } from './types.ts'

type Row = ScenarioRules['converters'][number]

/**
 * The same scenario with made-up values in the place of people's: what arrived, the contact, names, addresses. What the rules
 * name themselves stays, or they would not be met any more; so do groups and lookup values of that name.
 * @param pick a number from 0 to n - 1, at random
 */
export const withMadeUpValues = (input: ScenarioInput, pick: (n: number) => number): ScenarioInput => {
  const { claims, rules, before } = input
  const types = new Map(before.columns.map((one) => [one.name, one]))
  const disguises = disguisesOf(rules, types)
  const makeUp = newMakeUp(keptWords(rules, before), pick)
  const subjects = rules.provider.pilot?.subjects
  return {
    claims: Object.fromEntries(
      Object.entries(claims).map(([name, values]) => [
        name,
        values.map((value) => makeUp(value, disguises.attribute(name))),
      ]),
    ),
    rules: subjects
      ? {
          ...rules,
          provider: {
            ...rules.provider,
            pilot: { ...rules.provider.pilot, subjects: subjects.map((one) => makeUp(one, 'text')) },
          },
        }
      : rules,
    before: disguised(before, disguises.column, makeUp),
  }
}

const disguised = (before: ScenarioBefore, column: (name: string) => Disguise, makeUp: MakeUp): ScenarioBefore => {
  const text = (value: string): string => makeUp(value, 'text')
  const keys = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [text(key), value]))
  const kept = new Set(
    before.columns.flatMap(({ name, lookup }) => (lookup !== undefined && column(name) === 'none' ? [lookup] : [])),
  )
  const named = (value: ScenarioBefore['lookups'][string][number]) =>
    typeof value === 'string'
      ? text(value)
      : {
          name: text(value.name),
          ...(value.id === undefined ? {} : { id: text(value.id) }),
          ...(value.aliases === undefined ? {} : { aliases: value.aliases.map((one) => nameKey(text(one))) }),
        }
  return {
    ...before,
    nameId: before.nameId === null ? null : text(before.nameId),
    ...(before.person ? { person: disguisedPerson(before.person, column, makeUp) } : {}),
    lookups: Object.fromEntries(
      Object.entries(before.lookups).map(([lookup, values]) => [lookup, kept.has(lookup) ? values : values.map(named)]),
    ),
    emails: keys(before.emails),
    loginsTaken: before.loginsTaken.map(text),
    domains: keys(before.domains),
  }
}

const disguisedPerson = (
  person: ScenarioPerson,
  column: (name: string) => Disguise,
  makeUp: MakeUp,
): ScenarioPerson => ({
  ...person,
  user: { ...person.user, login: makeUp(person.user.login, 'text') },
  values: Object.fromEntries(
    Object.entries(person.values).map(([name, value]) => [name, value === null ? null : makeUp(value, column(name))]),
  ),
})

interface Disguises {
  readonly attribute: (name: string) => Disguise
  readonly column: (name: string) => Disguise
}

/** What would say more: an attribute that fills several columns is disguised for the strictest of them. */
const strictest: readonly Disguise[] = ['text', 'phone', 'date', 'none']
const stricter = (a: Disguise, b: Disguise): Disguise => (strictest.indexOf(a) < strictest.indexOf(b) ? a : b)

const disguisesOf = (
  { converters }: ScenarioRules,
  types: ReadonlyMap<string, { readonly type: ColumnType }>,
): Disguises => {
  const attributes = new Map<string, Disguise>()
  const parts = new Map<string, Disguise>()
  const columns = new Map<string, Disguise>()
  for (const row of converters) {
    const how = disguiseFor(row, types.get(row.column)?.type)
    columns.set(row.column, stricter(columns.get(row.column) ?? 'none', how))
    for (const name of read(row)) {
      attributes.set(name, stricter(attributes.get(name) ?? 'none', how))
      if (row.lastPart) parts.set(name, stricter(parts.get(name) ?? 'none', how))
    }
  }
  return {
    attribute: (name) => attributes.get(name) ?? parts.get(lastPartOf(name)) ?? 'text',
    column: (name) => columns.get(name) ?? byType(types.get(name)?.type) ?? 'text',
  }
}

const read = ({ attribute, template }: Row): readonly string[] =>
  attributesOf({
    attributes: attribute === undefined ? null : typeof attribute === 'string' ? [attribute] : attribute,
    ...(template === undefined ? {} : { template }),
  } as Converter)

const byType = (type: ColumnType | undefined): Disguise | null => {
  if (type === 'boolean' || type === 'language' || type === 'timezone') return 'none'
  if (type === 'date' || type === 'datetime') return 'date'
  return type === 'phone' ? 'phone' : null
}

const disguiseFor = (row: Row, type: ColumnType | undefined): Disguise => {
  const steps = row.convert ?? []
  const has = (test: (step: Conversion) => boolean): boolean => steps.some(test)
  // There are few countries and languages: a made-up one would be none.
  if (has((step) => step === 'country-name' || step === 'language-tag')) return 'none'
  if (has((step) => typeof step === 'object' && 'phone' in step)) return 'phone'
  if (has((step) => typeof step === 'object' && 'date' in step)) return 'date'
  return byType(type) ?? 'text'
}

const conditionTexts = (condition: Condition | undefined): readonly string[] => {
  if (!condition) return []
  if ('equals' in condition) return [condition.equals]
  return 'oneOf' in condition ? condition.oneOf : []
}

const stepTexts = (step: Conversion): readonly string[] => {
  if (typeof step === 'string') return []
  if ('map' in step) return [...step.map.flat(), ...(step.otherwise === undefined ? [] : [step.otherwise])]
  return 'boolean' in step ? [...step.boolean.yes, ...step.boolean.no] : []
}

/** What administrators wrote, whole and word by word; names of roles likewise; and what distinguished names are made of. */
const keptWords = ({ provider, converters, roleRules }: ScenarioRules, { roles }: ScenarioBefore): Set<string> => {
  const texts = [
    ...converters.flatMap((row) => [
      row.default ?? '',
      ...(typeof row.unknownValue === 'object' ? [row.unknownValue.fallBack] : []),
      ...conditionTexts(row.condition),
      ...(row.convert ?? []).flatMap(stepTexts),
    ]),
    ...roleRules.flatMap((rule) => rule.groups),
    ...roles.map((role) => role.name),
    ...provider.ignoreGroups,
    ...(provider.allowedAccounts ?? []),
    ...conditionTexts(provider.externalWhen),
    ...conditionTexts(provider.pilot?.when),
  ]
  const whole = texts.map((one) => one.toLowerCase())
  return new Set([...whole, ...texts.flatMap(wordsOf), 'cn', 'ou', 'dc', 'true', 'false', 'yes', 'no'])
}
