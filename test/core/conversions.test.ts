import { expect, test } from 'vitest'
import { carryOut, wrongSteps } from '../../src/core/conversions.ts'
import { countryName } from '../../src/core/countries.ts'
import { languageTag } from '../../src/core/languages.ts'
import type { ColumnType, Conversion } from '../../src/core/types.ts'

const one = (step: Conversion, value: string) => carryOut([step], [value])
const failed = (failedAt: string) => [{ failedAt }]

test.each<[Conversion, string, string]>([
  ['trim', ' \u00a0a ', 'a'],
  ['lower', 'ÅSE ΟΔΟΣ', 'åse οδος'],
  ['upper', 'straße', 'STRASSE'],
  ['title-case', "ANNE-MARIE O'NEIL", "Anne-Marie O'Neil"],
  ['title-case', 'élodie d’arcy', 'Élodie D’Arcy'],
  ['title-case', "don't ßa ΟΔΟΣ", "Don't Ssa Οδος"],
  ['dn-cn', 'CN=Sales\\, West,OU=Groups,DC=example', 'Sales, West'],
  ['dn-cn', 'Sales', 'Sales'],
  ['before-at', 'ada@home@example.com', 'ada@home'],
  ['after-at', 'ada@example.com', 'example.com'],
  ['strip-domain', 'CORP\\ada', 'ada'],
  ['strip-domain', 'ada', 'ada'],
  [{ phone: 'GB' }, '020 7946 0142', '+442079460142'],
  [{ phone: 'NO' }, '+44 (0)20 7946 0142', '+442079460142'],
  [{ phone: 'US' }, 'tel:617-440-2031', '+16174402031'],
  [{ phone: 'US' }, '617-440-2031 x22', '+16174402031;ext=22'],
  [{ date: 'DD.MM.YYYY' }, '31.12.2026', '2026-12-31'],
  [{ date: 'D MMM YYYY' }, '5 Mar 2026', '2026-03-05'],
  [{ date: 'YYYYMMDD' }, '20240229', '2024-02-29'],
  [{ date: 'MM/DD/YYYY hh:mm A' }, '12/31/2026 11:59 PM', '2026-12-31'],
  [{ date: 'YYYYMMDDHHmmss[.0Z]' }, '20261231235959.0Z', '2026-12-31T23:59:59.000Z'],
  [{ number: ',' }, '1.234.567,50', '1234567.50'],
  [{ number: '.' }, '-1 234', '-1234'],
  [{ number: '.' }, "1'234.5", '1234.5'],
  [{ boolean: { yes: ['Ja', 'aktiv'], no: ['Nein'] } }, 'JA', 'true'],
  [{ boolean: { yes: ['Ja', 'aktiv'], no: ['Nein'] } }, 'nein', 'false'],
  ['country-name', 'de', 'Germany'],
  ['country-name', 'DEU', 'Germany'],
  ['country-name', 'GERMANY', 'Germany'],
  ['language-tag', 'EN-us', 'en-US'],
  ['language-tag', 'nb_NO.UTF-8', 'nb-NO'],
  ['language-tag', 'ger', 'de'],
  ['language-tag', 'Deutsch', 'de'],
  ['language-tag', 'norwegian bokmål', 'nb'],
  [
    {
      map: [
        ['R&D', 'Research'],
        ['r&d', 'never'],
      ],
    },
    ' r&D ',
    'Research',
  ],
  [{ map: [['a', 'b']] }, 'c', 'c'],
  [{ map: [['a', 'b']], otherwise: 'other' }, 'c', 'other'],
])('%j makes of %j %j', (step, received, text) => {
  expect(one(step, received)).toEqual([text])
})

test.each<[Conversion, string, string]>([
  ['dn-cn', 'CN=Sales\\', 'dn-cn'],
  ['before-at', 'ada', 'before-at'],
  ['before-at', '@example.com', 'before-at'],
  ['after-at', 'ada@', 'after-at'],
  [{ phone: 'NO' }, '22 00 00', 'phone'],
  [{ phone: 'NO' }, 'call 22 00 00 00 after six', 'phone'],
  [{ phone: 'NO' }, '2'.repeat(1_000_000), 'phone'],
  [{ date: 'DD.MM.YYYY' }, '30.02.2026', 'date'],
  [{ date: 'DD.MM.YYYY' }, '1.2.2026', 'date'],
  [{ date: 'DD.MM.YYYY' }, '2026-02-01', 'date'],
  [{ number: ',' }, '1.5', 'number'],
  [{ number: ',' }, '1.234,5.6', 'number'],
  [{ number: '.' }, '1,234 567', 'number'],
  [{ number: '.' }, '1e3', 'number'],
  [{ boolean: { yes: ['ja'], no: ['nein'] } }, 'vielleicht', 'boolean'],
  ['country-name', 'ZZ', 'country-name'],
  ['country-name', 'Atlantis', 'country-name'],
  ['language-tag', 'Klingonish', 'language-tag'],
  ['language-tag', 'english tea', 'language-tag'],
])('%j cannot read %j', (step, received, at) => {
  expect(one(step, received)).toEqual(failed(at))
})

test('steps go in their order, from one value to several and back', () => {
  expect(carryOut([{ split: ';' }, 'upper', { join: ', ' }], ['a; b;;c'])).toEqual(['A, B, C'])
  expect(carryOut([{ join: ', ' }, 'upper'], ['a', '', 'b'])).toEqual(['A, B'])
  expect(carryOut([{ split: ';' }, { nth: 3 }], ['Doe;;John'])).toEqual(['John'])
  expect(carryOut([{ split: ';' }, { nth: 2 }], ['Doe;;John'])).toEqual([])
  expect(carryOut([{ split: ';' }, 'first'], [';a;b'])).toEqual(['a'])
  expect(carryOut([{ split: ';' }, 'last'], ['a;b;'])).toEqual(['b'])
  expect(carryOut(['lower'], ['A', 'a', 'B'])).toEqual(['a', 'b'])
})

test('a value that a step cannot read fails alone; the others go on', () => {
  const items = carryOut([{ phone: 'NO' }], ['22 00 00 00', 'later'])
  expect(items).toEqual(['+4722000000', { failedAt: 'phone' }])
  expect(carryOut([{ phone: 'NO' }, 'first'], ['22 00 00 00', 'later'])).toEqual(['+4722000000'])
  expect(carryOut([{ phone: 'NO' }, { join: ', ' }], ['22 00 00 00', 'later'])).toEqual(failed('phone'))
})

test('splitting and joining in turns cannot grow without end', () => {
  const grow: Conversion[] = Array.from({ length: 10 }, (_, at) =>
    at % 2 ? { split: 'x' } : { join: 'x'.repeat(256) },
  )
  expect(carryOut([{ split: ';' }, ...grow], [';'.repeat(500_000)])).toEqual(failed('split'))
  expect(
    carryOut(
      grow,
      Array.from({ length: 5000 }, (_, at) => `v${at}`),
    ),
  ).toEqual(failed('join'))
  expect(
    carryOut(
      ['lower'],
      Array.from({ length: 20_000 }, (_, at) => `V${at}`),
    ),
  ).toEqual(failed('lower'))
})

test.each<[Conversion[], ColumnType, number]>([
  [[{ phone: 'GB' }], 'date', 0],
  [['trim', { date: 'DD.MM.YYYY' }], 'integer', 1],
  [[{ date: 'DD.MM.YYYY HH:mm' }], 'datetime', 0],
  [[{ boolean: { yes: ['y'], no: ['n'] } }, 'first'], 'email', 0],
  [['language-tag'], 'timezone', 0],
  [[{ phone: 'XX' }], 'phone', 0],
  [[{ date: 'DD.MM.YY' }], 'date', 0],
  [[{ date: 'yyyy-mm-dd' }], 'date', 0],
  [[{ date: 'YYYY-MM' }], 'date', 0],
  [[{ date: 'YYYY-MM-DD DD' }], 'date', 0],
  [['lower', { date: 'Week YYYY-MM-DD' }], 'date', 1],
])('%j can never fill a column of type %s', (steps, type, step) => {
  expect(wrongSteps(steps, type).map((wrong) => wrong.step)).toEqual([step])
})

test.each<[Conversion[], ColumnType]>([
  [[{ phone: 'GB' }], 'phone'],
  [[{ phone: 'GB' }], 'text'],
  [[{ date: 'DD.MM.YYYY' }], 'date'],
  [[{ date: 'YYYYMMDDHHmmss[Z]' }], 'datetime'],
  [[{ number: ',' }, { map: [['1', 'yes']] }], 'boolean'],
  [['country-name'], 'lookup'],
  [['upper'], 'date'],
])('%j may fill a column of type %s', (steps, type) => {
  expect(wrongSteps(steps, type)).toEqual([])
})

test('every country of ISO 3166 has a name, by both its codes', () => {
  expect([countryName('US'), countryName('usa'), countryName('UK')]).toEqual([
    'United States',
    'United States',
    'United Kingdom',
  ])
  expect(countryName('EU')).toBeNull()
})

test('a language is found by its own name, and one that nobody knows is none', () => {
  expect(languageTag('Français')).toBe('fr')
  expect(languageTag('qqq')).toBeNull()
  expect(languageTag('')).toBeNull()
})
