import * as fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { safeReturnTo } from '../../src/sign-on/return-to.ts'

test.each(['/', '/me', '/me?tab=2#x', '/a/b//c', '/%2F%2Fevil.example', '/ü'])('%s is a path of ours', (path) => {
  expect(new URL(safeReturnTo(path), 'https://app.example').href).toBe(new URL(path, 'https://app.example').href)
})

test.each([
  null,
  '',
  'me',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/%2E%2e//evil.example',
  '/\tevil',
  '/\n/evil.example',
  `/${'a'.repeat(3000)}`,
])('%j leads home', (path) => {
  expect(safeReturnTo(path)).toBe('/')
})

it('whatever is asked for, the browser stays here', () => {
  const part = fc.constantFrom(
    '/',
    '//',
    '\\',
    '.',
    '..',
    '%2e',
    '%2f',
    '%5c',
    'evil.example',
    ':',
    '@',
    '?',
    '#',
    '\t',
    ' ',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part, { maxLength: 8 }).map((all) => `/${all.join('')}`),
      ),
      (wanted) => {
        const answer = safeReturnTo(wanted)
        expect(answer).toMatch(/^\/(?!\/)/)
        expect(new URL(answer, 'https://app.example/sso/acme/acs').origin).toBe('https://app.example')
      },
    ),
    { numRuns: 2000 },
  )
})
