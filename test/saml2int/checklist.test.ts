/** docs/saml2int.md says of every duty whether it is met, and names tests that exist. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hasTest } from '../setup/titles.ts'

const folder = new URL('../', import.meta.url)
const page = readFileSync(new URL('../docs/saml2int.md', folder), 'utf8')

interface Row {
  readonly id: string
  readonly duty: string
  readonly verdict: string
  readonly how: string
  readonly shown: readonly { readonly file: string; readonly title: string }[]
}

const rows: readonly Row[] = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 7 && /^[A-Z]/i.test(cells[1] ?? ''))
  .map(([, id = '', duty = '', verdict = '', how = '', shown = '']) => ({
    id,
    duty,
    verdict,
    how,
    shown: (shown === '' ? [] : shown.split('<br>')).map((one) => {
      const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(one) ?? []
      return { file, title }
    }),
  }))

const numbered = (prefix: string, last: number) =>
  Array.from({ length: last }, (_, at) => `${prefix}${String(at + 1).padStart(2, '0')}`)

const duties = [
  ...numbered('G', 4),
  ...numbered('MD', 11),
  'ALG01',
  ...numbered('SP', 39),
  'ForceAuthn',
  ...['G03', 'ALG08', 'SP02', 'SP07', 'SP10', 'SP11', 'SP13', 'MD12', 'EXT01'].map((name) => `IIP-${name}`),
]

test('every duty has one row', () => {
  expect(rows.map(({ id }) => id).toSorted()).toEqual(duties.toSorted())
})

test('every row has a verdict, and what is met is shown by a test', () => {
  for (const { id, duty, verdict, how, shown } of rows) {
    expect([id, ['met', 'yours to set', 'partly', 'not met', 'not ours'].includes(verdict)]).toEqual([id, true])
    expect([id, duty.length > 0]).toEqual([id, true])
    if (verdict === 'not met' || verdict === 'not ours') expect([id, how.length > 20]).toEqual([id, true])
    else expect([id, shown.length > 0]).toEqual([id, true])
    if (verdict !== 'met') expect([id, how.length > 20]).toEqual([id, true])
  }
})

test.each(rows.flatMap(({ id, shown }) => shown.map((one) => [id, one.file, one.title])))(
  '%s names a test of %s that is there: %s',
  (_, file = '', title = '') => {
    const at = new URL(file, folder)
    expect([file, existsSync(at)]).toEqual([file, true])
    expect([title, hasTest(readFileSync(at, 'utf8'), title)]).toEqual([title, true])
  },
)

test('a title that is not there would be noticed', () => {
  const source = readFileSync(new URL('saml/good.test.ts', folder), 'utf8')
  expect(hasTest(source, 'when any one of several pinned keys made the signature')).toBe(true)
  expect(hasTest(source, 'when any one of several pinned keys made the')).toBe(false)
  // A text of the file that is no title.
  expect(hasTest(source, 'response')).toBe(false)
})
