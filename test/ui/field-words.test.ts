/** Dialogs and versions say what the forms say, and raw data of nothing that has words. */
import { expect, it } from 'vitest'
import { fieldLabel, fieldWords } from '../../ui/src/pages/rules/field-words.ts'
import { de } from '../../ui/src/texts/de/de.ts'
import { first as erste } from '../../ui/src/texts/de/first.ts'
import { en } from '../../ui/src/texts/en/en.ts'
import { first } from '../../ui/src/texts/en/first.ts'

const sayIn = (texts: Readonly<Record<string, unknown>>) => (key: string) => {
  const text = texts[key]
  if (typeof text !== 'string') throw new Error(`there is no text ${key}`)
  return text
}
const say = sayIn({ ...first, ...en })

it.each([
  ['convert', [{ map: [['R&D', 'Research']] }], 'Replace by a table (R&D = Research)'],
  [
    'convert',
    ['lower', { split: ';' }, { nth: 2 }],
    'lower case; Cut into several values (;); Take one of the values (2)',
  ],
  ['convert', null, null],
  ['ignoreGroups', [], 'nothing'],
  ['defaultValue', '', 'nothing'],
  ['absentGroups', 'none', 'There are none: roles are taken away'],
  ['overwrite', null, 'overwrite'],
  ['several', { join: ' / ' }, 'join them:  / '],
  ['unknownValue', { fallBack: 'Others' }, 'use this entry instead: Others'],
  ['condition', { attribute: 'type', oneOf: ['a', 'b'] }, 'an attribute has one of these values: type = a, b'],
  ['employees', { create: true, update: true }, 'Create people, Refresh contacts'],
  ['external', { create: false, update: false }, 'no'],
  ['enabled', true, 'yes'],
  ['loginFrom', { template: '{mail}' }, '{mail}'],
  [
    'link',
    [
      { by: 'email', attribute: 'mail' },
      { by: 'login', from: 'NameID' },
    ],
    'E-mail address (mail); Sign-in name (NameID)',
  ],
  ['attributes', ['mail', 'Mail'], 'mail, Mail'],
  ['template', '{First Name}', '{First Name}'],
  ['somethingNew', { a: 1 }, '{"a":1}'],
] as const)('%s %j is told as %j', (field, value, words) => {
  expect(fieldWords(say, field, value)).toBe(words)
  // German has a text for each of them too.
  fieldWords(sayIn({ ...erste, ...de }), field, value)
})

it('calls a field as its form does, and by the API where there is none', () => {
  expect(fieldLabel(say, { field: 'absentGroups', caption: 'when no groups arrive' })).toBe(
    'If the identity provider sends no groups',
  )
  expect(fieldLabel(say, { field: 'enabled', caption: 'switched on' })).toBe('switched on')
})
