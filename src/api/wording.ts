import type { z } from 'zod'
import { type MessageKey, say } from '../messages.ts'

/**
 * Says in our own words what an input breaks, for API and pages alike; the validator's own texts speak of its insides.
 * Undefined where the contract has a sentence of its own. Whole sentences that fit under a field's name.
 */
export function wordingOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'custom' && issue.input === undefined) return say('wrong.required')
  switch (issue.code) {
    case 'invalid_type':
      return say('wrong.must-be', { what: kindOf(issue.expected) })
    case 'invalid_value':
      return say('wrong.must-be', { what: either(issue.values.map(String)) })
    case 'too_big':
      return amountOf(issue.origin, 'at-most', Number(issue.maximum))
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum))
    case 'invalid_format':
      return say(formats[issue.format] ?? 'wrong.format')
    case 'unrecognized_keys':
      return say('wrong.field-unknown')
    case 'invalid_union':
      return say('wrong.must-be', { what: either([...new Set(issue.errors.flatMap(choicesOf))]) })
    case 'invalid_key':
    case 'invalid_element':
      return say('wrong.part')
    case 'not_multiple_of':
      return say('wrong.multiple', { divisor: String(issue.divisor) })
    case 'custom':
      return undefined
    default:
      return issue satisfies never
  }
}

const kinds: Readonly<Record<string, MessageKey>> = {
  string: 'wrong.kind-string',
  number: 'wrong.kind-number',
  int: 'wrong.kind-int',
  boolean: 'wrong.kind-boolean',
  array: 'wrong.kind-array',
  object: 'wrong.kind-object',
  record: 'wrong.kind-object',
  null: 'wrong.kind-null',
}

const kindOf = (expected: string): string => say(kinds[expected] ?? 'wrong.kind-else')

const formats: Readonly<Record<string, MessageKey>> = {
  uuid: 'wrong.format-uuid',
  datetime: 'wrong.format-datetime',
}

const units: Readonly<Record<string, 'characters' | 'entries'>> = { string: 'characters', array: 'entries' }

function amountOf(origin: string, bound: 'at-most' | 'at-least', limit: number): string {
  const unit = units[origin]
  return unit ? say(`wrong.${unit}-${bound}`, { count: limit }) : say(`wrong.${bound}`, { limit: String(limit) })
}

function tooSmall(origin: string, least: number): string {
  if (least === 1 && origin in units) return say('wrong.empty')
  return amountOf(origin, 'at-least', least)
}

/** What one alternative of several would take. */
const choicesOf = (issues: readonly z.core.$ZodIssue[]): string[] =>
  issues.slice(0, 1).flatMap((issue) => {
    if (issue.path.length > 0) return [say('wrong.kind-object')]
    if (issue.code === 'invalid_value') return issue.values.map(String)
    if (issue.code === 'invalid_union') return issue.errors.flatMap(choicesOf)
    return [issue.code === 'invalid_type' ? kindOf(issue.expected) : say('wrong.kind-allowed')]
  })

const either = (choices: readonly string[]): string =>
  choices.length < 2
    ? choices.join('')
    : say('wrong.or', { some: choices.slice(0, -1).join(', '), last: choices.at(-1) ?? '' })
