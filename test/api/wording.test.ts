import { expect, it } from 'vitest'
import { z } from 'zod'
import * as contract from '../../src/api/contract.ts'
import { check, type FieldError } from '../../src/api/edit/change.ts'
import { isJitupError } from '../../src/errors.ts'

function wrongIn(schema: z.ZodType, input: unknown): readonly FieldError[] {
  try {
    check(schema, input)
    return []
  } catch (error) {
    if (!isJitupError(error)) throw error
    return error.details.errors as FieldError[]
  }
}

const attributes = (...names: unknown[]) => ({ column: 'Email', attributes: names })

it.each([
  [
    'a text that is too long',
    contract.converterInput,
    attributes('x'.repeat(300)),
    'attributes.0: This may have at most 256 characters.',
  ],
  ['an empty text', contract.converterInput, attributes(''), 'attributes.0: This must not be empty.'],
  ['an empty list', contract.converterInput, attributes(), 'attributes: This must not be empty.'],
  [
    'a list that is too long',
    contract.converterInput,
    attributes(...Array(21).fill('a')),
    'attributes: This may have at most 20 entries.',
  ],
  ['a missing field', contract.converterInput, {}, 'column: This is required.'],
  ['another type', contract.converterInput, { column: 'Email', defaultValue: 5 }, 'defaultValue: This must be a text.'],
  [
    'a number too large',
    contract.converterInput,
    { column: 'Email', position: 100_001 },
    'position: This may be at most 100000.',
  ],
  [
    'a broken number',
    contract.converterInput,
    { column: 'Email', position: 1.5 },
    'position: This must be a whole number.',
  ],
  ['a field that is not there', contract.converterInput, { column: 'Email', x: 1 }, 'x: There is no such field.'],
  ['no object at all', contract.converterInput, 7, ': This must be an object with fields.'],
  [
    'a word that is not in the list',
    contract.providerPatch,
    { roles: 'on' },
    'roles: This must be off, add, sync or replace.',
  ],
  [
    'a broken choice',
    contract.providerPatch,
    { loginFrom: 5 },
    'loginFrom: This must be auto, NameID or an object with fields.',
  ],
  [
    'what the contract words itself',
    contract.converterInput,
    { column: '1' },
    'column: This must have letters, digits and _, start with a letter, and have at most 60 characters.',
  ],
] as const)('says in a sentence of its own what is wrong with %s', (_, schema, input, sentence) => {
  const [first] = wrongIn(schema, input)
  expect(`${first?.field}: ${first?.message}`.replace(/^: : /, ': ')).toBe(sentence)
})

it('never shows the words of the validator, whatever is sent to whatever takes something', () => {
  const inputs = Object.entries<unknown>(contract).filter(
    (one): one is [string, z.ZodType] => one[1] instanceof z.ZodType && /Input|Patch/.test(one[0]),
  )
  expect(inputs.length).toBeGreaterThan(8)
  const long = 'x'.repeat(100_000)
  const junk: unknown[] = [
    undefined,
    null,
    0,
    -1,
    1e9,
    1.5,
    true,
    '',
    ' ',
    long,
    [],
    [''],
    [long],
    [null],
    {},
    { attribute: 1 },
  ]
  for (const [name, schema] of inputs) {
    const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
    for (const one of junk) {
      for (const input of [one, Object.fromEntries(fields.map((field) => [field, one]))]) {
        for (const { message } of wrongIn(schema, input)) {
          expect(message, name).toMatch(/^[A-Z].*\.$/)
          expect(message, name).not.toMatch(/Invalid|Too (big|small)|received|expected|undefined|\[object|something/)
        }
      }
    }
  }
})
