import { expect, test } from 'vitest'
import { toColumn } from '../../src/core/convert.ts'
import type { ColumnType } from '../../src/core/types.ts'
import { columnNamed } from './world.ts'

const of = (type: ColumnType) => ({ ...columnNamed('JobTitle'), name: 'X', type })

test.each<[ColumnType, string, string]>([
  ['text', '  Head of\nSales ', 'Head of\nSales'],
  ['phone', ' +47 22 00 (00) ', '+47 22 00 (00)'],
  ['email', ' John.Best@X.test ', 'John.Best@X.test'],
  ['integer', '+007', '7'],
  ['integer', '-0', '0'],
  ['integer', '-12', '-12'],
  ['decimal', '007.500', '7.5'],
  ['decimal', '-0.00', '0'],
  ['decimal', '-0.10', '-0.1'],
  ['decimal', '100', '100'],
  ['boolean', 'YES', 'true'],
  ['boolean', '1', 'true'],
  ['boolean', 'off', 'false'],
  ['date', '2024-02-29', '2024-02-29'],
  ['date', '0099-12-31', '0099-12-31'],
  ['datetime', '2026-01-01T00:30:00+02:00', '2025-12-31T22:30:00.000Z'],
  ['datetime', '2026-01-01 10:00Z', '2026-01-01T10:00:00.000Z'],
  ['datetime', '2026-01-01T10:00:00.123456+0000', '2026-01-01T10:00:00.123Z'],
  ['language', 'EN-us', 'en-US'],
  ['language', 'nb_NO', 'nb-NO'],
  ['timezone', 'Europe/Oslo', 'Europe/Oslo'],
  ['lookup', ' Research \t and\nDevelopment ', 'Research and Development'],
])('%s: %j becomes %j', (type, received, text) => {
  expect(toColumn(of(type), received)).toEqual({ ok: true, text })
})

test.each<[ColumnType, string]>([
  ['text', 'a\u0000b'],
  ['text', 'a\u001bb'],
  ['text', 'a\rb'],
  ['text', '\ud800'],
  ['email', 'john'],
  ['email', 'a@b@c'],
  ['email', 'a b@c'],
  ['email', '@x'],
  ['integer', '1.0'],
  ['integer', '9007199254740993'],
  ['integer', '0x10'],
  ['decimal', '1,5'],
  ['decimal', '1e3'],
  ['boolean', 'perhaps'],
  ['date', '2023-02-29'],
  ['date', '01/02/2023'],
  ['date', '0000-01-01'],
  ['datetime', '2026-01-01T10:00:00'],
  ['datetime', '2026-02-30T10:00:00Z'],
  ['datetime', '2026-01-01T24:00:00Z'],
  ['datetime', '9999-12-31T23:59:59-10:00'],
  ['language', 'not a language'],
  ['timezone', 'Mars/Olympus'],
  ['timezone', '+02:00'],
  ['lookup', 'ﷺ'.repeat(256)],
  ['email', `${'ﷺ'.repeat(200)}@x`],
])('%s: %j is not a value', (type, received) => {
  expect(toColumn(of(type), received)).toEqual({
    ok: false,
    problem: { code: 'value_invalid', subject: 'X', details: { type } },
  })
})

test('256 characters fit and 257 do not, after trimming', () => {
  expect(toColumn(of('text'), ` ${'x'.repeat(256)} `)).toMatchObject({ ok: true })
  expect(toColumn(of('text'), 'x'.repeat(257))).toEqual({
    ok: false,
    problem: { code: 'value_too_long', subject: 'X', details: { length: 257, limit: 256 } },
  })
})

test('a pair of surrogates is a character', () => {
  expect(toColumn(of('text'), '😀')).toEqual({ ok: true, text: '😀' })
})
