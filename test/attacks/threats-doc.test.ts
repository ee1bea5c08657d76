/** docs/threats.md has a row for every class, names tests that exist and codes that are true. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planCodes, samlCodes, systemCodes } from '../../src/errors.ts'
import { hasTest } from '../setup/titles.ts'
import { verdicts } from './verdicts.ts'

const folder = new URL('../', import.meta.url)
const page = readFileSync(new URL('../docs/threats.md', folder), 'utf8')

const rows = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 7 && /^T\d\d$/.test(cells[1] ?? ''))
  .map(([, id = '', attack = '', does = '', refusedAt = '', shown = '']) => ({
    id,
    attack,
    does,
    refusedAt,
    shown: (shown === '' ? [] : shown.split('<br>')).map((one) => {
      const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(one) ?? []
      return { file, title }
    }),
  }))

/** `step: code, code; step: code` as `step code`. */
const pairs = (refusedAt: string): string[] =>
  refusedAt.split('; ').flatMap((part) => {
    const [step = '', codes = ''] = part.split(': ')
    return [...codes.matchAll(/`([a-z0-9_]+)`/g)].map(([, code]) => `${step} ${code}`)
  })

test('every class has one row, in order', () => {
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 66 }, (_, at) => `T${String(at + 1).padStart(2, '0')}`))
})

test('every row says what is done, and is shown by a test or says that it is not there yet', () => {
  for (const { id, attack, does, shown } of rows) {
    expect([id, attack.length > 3, does.length > 8]).toEqual([id, true, true])
    if (shown.length === 0) expect([id, does]).toEqual([id, expect.stringMatching(/Not yet/)])
  }
  const without = rows.filter(({ shown }) => shown.length === 0).map(({ id }) => id)
  expect(without.filter((id) => id < 'T46' || id > 'T59')).toEqual([])
})

test('every code is one of ours', () => {
  const known = new Set<string>([...samlCodes, ...planCodes, ...systemCodes])
  const named = rows.flatMap(({ refusedAt }) => [...refusedAt.matchAll(/`([a-z0-9_]+)`/g)].map(([, code = '']) => code))
  expect(named.length).toBeGreaterThan(100)
  expect(named.filter((code) => !known.has(code))).toEqual([])
})

test('steps and codes of messages are those of the attack suite, all of them', () => {
  const seen = new Map<string, Set<string>>()
  for (const [name, verdict] of Object.entries(verdicts)) {
    const id = name.slice(0, 3)
    const all = typeof verdict === 'string' ? [verdict] : Object.values(verdict)
    const refused = all.filter((one) => !one.startsWith('accepted'))
    seen.set(id, new Set([...(seen.get(id) ?? []), ...refused]))
  }
  for (const [id, wanted] of seen) {
    const { refusedAt = '' } = rows.find((row) => row.id === id) ?? {}
    expect([id, pairs(refusedAt).toSorted()]).toEqual([id, [...wanted].toSorted()])
  }
})

test.each(rows.flatMap(({ id, shown }) => shown.map(({ file, title }) => [id, file, title])))(
  '%s names a test of %s that is there: %s',
  (_, file = '', title = '') => {
    const at = new URL(file, folder)
    expect([file, existsSync(at)]).toEqual([file, true])
    expect([title, hasTest(readFileSync(at, 'utf8'), title)]).toEqual([title, true])
  },
)

test('every test that a class names is in its row', () => {
  for (const file of ['protocol', 'web', 'silence']) {
    const source = readFileSync(new URL(`attacks/${file}.test.ts`, folder), 'utf8')
    for (const [, id = ''] of source.matchAll(/\(\s*['"](T\d\d) /g)) {
      const { shown = [] } = rows.find((row) => row.id === id) ?? {}
      expect([id, shown.some((one) => one.file === `attacks/${file}.test.ts`)]).toEqual([id, true])
    }
  }
})
