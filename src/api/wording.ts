import type { z } from 'zod'

/**
 * Says in our own words what an input breaks, for API and pages alike; the validator's own texts speak of its insides.
 * Undefined where the contract has a sentence of its own. Whole sentences that fit under a field's name.
 */
export function wordingOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'custom' && issue.input === undefined) return 'This is required.'
  switch (issue.code) {
    case 'invalid_type':
      return `This must be ${kindOf(issue.expected)}.`
    case 'invalid_value':
      return `This must be ${either(issue.values.map(String))}.`
    case 'too_big':
      return `This may ${amountOf(issue.origin, 'at most', Number(issue.maximum))}.`
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum))
    case 'invalid_format':
      return formats[issue.format] ?? 'This does not have the form that is asked for.'
    case 'unrecognized_keys':
      return 'There is no such field.'
    case 'invalid_union':
      return `This must be ${either([...new Set(issue.errors.flatMap(choicesOf))])}.`
    case 'invalid_key':
    case 'invalid_element':
      return 'A name or value in this is not allowed.'
    case 'not_multiple_of':
      return `This must be a multiple of ${issue.divisor}.`
    case 'custom':
      return undefined
    default:
      return issue satisfies never
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with fields',
  null: 'null',
}

const kindOf = (expected: string): string => kinds[expected] ?? 'something else'

const formats: Readonly<Record<string, string>> = {
  uuid: 'This must be an id (UUID).',
  datetime: 'This must be a date and time in UTC, such as 2026-01-31T12:00:00Z.',
}

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
}

function amountOf(origin: string, bound: 'at most' | 'at least', limit: number): string {
  const unit = units[origin]
  return unit ? `have ${bound} ${limit} ${unit[limit === 1 ? 0 : 1]}` : `be ${bound} ${limit}`
}

function tooSmall(origin: string, least: number): string {
  if (least === 1 && origin in units) return 'This must not be empty.'
  return `This must ${amountOf(origin, 'at least', least)}.`
}

/** What one alternative of several would take. */
const choicesOf = (issues: readonly z.core.$ZodIssue[]): string[] =>
  issues.slice(0, 1).flatMap((issue) => {
    if (issue.path.length > 0) return ['an object with fields']
    if (issue.code === 'invalid_value') return issue.values.map(String)
    if (issue.code === 'invalid_union') return issue.errors.flatMap(choicesOf)
    return [issue.code === 'invalid_type' ? kindOf(issue.expected) : 'something that is allowed here']
  })

const either = (choices: readonly string[]): string =>
  choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
