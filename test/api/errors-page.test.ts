import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { statusOf } from '../../src/api/status.ts'
import { JitupError, planCodes, samlCodes, systemCodes } from '../../src/errors.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| <a id="([a-z0-9_]+)"><\/a>`([a-z0-9_]+)` \|(?: (\d{3}) \|)? (.+) \| (.+) \|$/gm)]

it('explains every code once, under its own anchor, and no code that does not exist', () => {
  const documented = rows.map(([, anchor, code]) => {
    expect(anchor).toBe(code)
    return code
  })
  expect(documented.toSorted()).toEqual([...samlCodes, ...planCodes, ...systemCodes].toSorted())
})

it('says what each code means and what to do, and the status that it is answered with', () => {
  for (const code of [...samlCodes, ...planCodes, ...systemCodes]) {
    const [, , , status, means = '', remedy = ''] = rows.find(([, anchor]) => anchor === code) ?? []
    expect([code, means.length > 10, remedy.length > 5]).toEqual([code, true, true])
    const actual = statusOf(new JitupError(code, ''))
    if (status !== undefined) expect([code, status]).toEqual([code, String(actual)])
    else if (code.startsWith('metadata_')) expect([code, actual]).toEqual([code, 422])
    else if (planCodes.some((one) => one === code)) expect([code, actual]).toEqual([code, 422])
  }
})
