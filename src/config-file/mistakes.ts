import type { z } from 'zod'
import { nearest, suggestion } from '../core/nearest.ts'
import { type ConfigProblem, type Path, type Places, problemAt, problemAtKey } from './problems.ts'
import { keysAt } from './schema.ts'

/** What a schema holds against a value: one problem for each entry, in a sentence that says what is allowed. */
export function mistakesOf(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  value: unknown,
  about: { path: Path; places: Places },
): ConfigProblem[] {
  const found = issues.flatMap((issue) => {
    const path = [...about.path, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))]
    if (issue.code !== 'unrecognized_keys') {
      return [problemAt(about.places, path, sentence(issue, valueAt(value, issue.path), keysAt(schema, issue.path)))]
    }
    const allowed = keysAt(schema, issue.path)
    return issue.keys.map((key) => unknownKey(about.places, [...path, key], key, allowed))
  })
  // One value that breaks two rules is still one thing to mend.
  return found.filter((one, index) => found.findIndex((other) => other.path === one.path) === index)
}

/** A key that does not exist where it stands. */
export const unknownKey = (places: Places, path: Path, key: string, allowed: readonly string[]): ConfigProblem =>
  problemAtKey(places, path, `there is no key ${JSON.stringify(key)} here; ${suggestion(key, allowed)}`)

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined),
    value,
  )

const kinds: Readonly<Record<string, string>> = {
  string: 'must be text',
  boolean: 'must be true or false',
  number: 'must be a whole number',
  int: 'must be a whole number',
  array: 'must be a list',
}

const ofCondition = 'must be { attribute: NAME }, with equals: TEXT or oneOf: [TEXT, …] where the value matters.'
const forms: Readonly<Record<string, string>> = {
  condition: ofCondition,
  externalWhen: ofCondition,
  when: ofCondition,
  several: 'must be first, last, refuse or { join: TEXT }.',
  unknownValue: 'must be create, keep, refuse, queue or { fallBack: NAME }.',
  from: 'must be NameID or { attribute: NAME }.',
}

/** `keys` are those that the schema knows at this place; none where it wants no mapping. */
function sentence(issue: z.core.$ZodIssue, value: unknown, keys: readonly string[]): string {
  if (value === undefined) return 'is required.'
  if (value === null) return 'has no value: give it one or remove the key.'
  if (issue.code === 'invalid_type' && issue.expected === 'object') {
    // The only mapping in the middle of an entry: an example is shorter than a rule.
    if (keys.join() === 'create,update') return 'must be as in { create: true, update: true }.'
    return `must have keys with values; allowed: ${keys.join(', ')}.`
  }
  if (issue.code === 'invalid_type') {
    const kind = kinds[issue.expected] ?? 'has the wrong kind of value'
    const scalar = typeof value === 'number' || typeof value === 'boolean'
    return issue.expected === 'string' && scalar ? `${kind}: put it in quotes, "${value}".` : `${kind}.`
  }
  if (issue.code === 'invalid_value') return `must be ${choice(value, issue.values.map(String))}`
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input') {
    return (
      forms[String(issue.path.at(-1))] ?? 'has none of the forms that it may have; docs/configuration.md shows them.'
    )
  }
  if (issue.code === 'too_small' && issue.origin === 'array') return `must have at least ${issue.minimum} entries.`
  if (issue.code === 'too_big' && issue.origin === 'array') return `must have at most ${issue.maximum} entries.`
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}.`
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}.`
  return /[.!?]$/.test(issue.message) ? issue.message : `${issue.message}.`
}

function choice(value: unknown, allowed: readonly string[]): string {
  const listed = `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`
  const meant = typeof value === 'string' ? nearest(value, allowed) : null
  return meant === null ? `${listed}.` : `${listed}; did you mean ${JSON.stringify(meant)}?`
}
