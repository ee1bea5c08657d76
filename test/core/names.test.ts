import { expect, test } from 'vitest'
import { byCodeUnit, emailKey, nameKey } from '../../src/core/names.ts'

test.each([
  ['Sales', 'SALES'],
  ['  Sales\u00a0 and\n\tSupport ', 'sales and support'],
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'strasse'],
  ['ﬁnance', 'FINANCE'],
  ['Ｓａｌｅｓ', 'sales'],
  ['ſales', 'Sales'],
  ['ΟΔΟΣ', 'οδος'],
  ['οδοσ', 'οδος'],
  ['Cafe\u0301', 'CAFÉ'],
  ['ısparta', 'ISPARTA'],
])('%j and %j are one name', (a, b) => {
  expect(nameKey(a)).toBe(nameKey(b))
})

test.each([
  ['İzmir', 'Izmir'],
  ['Sales', 'Sale s'],
  ['Café', 'Cafe'],
])('%j and %j are two names', (a, b) => {
  expect(nameKey(a)).not.toBe(nameKey(b))
})

test('the key of every character is its own key, whatever its case', () => {
  const wrong: string[] = []
  for (let code = 0; code < 0x1_f000; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const character = String.fromCodePoint(code)
    const key = nameKey(character)
    const others = [key, character.toUpperCase(), character.toLowerCase()].map(nameKey)
    if (others.some((other) => other !== key)) wrong.push(code.toString(16))
  }
  expect(wrong).toEqual([])
})

test('an address counts as taken whatever its case', () => {
  expect(emailKey(' John@X.test ')).toBe(emailKey('john@x.TEST'))
})

test('texts are ordered by code unit, not by language', () => {
  expect(['ä', 'b', 'Z', 'a'].toSorted(byCodeUnit)).toEqual(['Z', 'a', 'b', 'ä'])
  expect(byCodeUnit('a', 'a')).toBe(0)
})
