import { expect, test } from 'vitest'
import { PERSISTENT, TRANSIENT } from '../../src/core/attributes.ts'
import { loginCandidates, loginOf } from '../../src/core/login.ts'
import { subjectOf } from '../../src/core/subject.ts'
import { claimsOf, nameIdOf } from './world.ts'

const byNameId = { subjectFrom: 'NameID' } as const
const byNumber = { subjectFrom: { attribute: 'number' } } as const
const none = new Map()

test('the NameID is the subject, byte by byte and with its format', () => {
  const subject = { value: ' John ', format: PERSISTENT }
  expect(subjectOf(byNameId, nameIdOf(' John ', PERSISTENT), none)).toEqual({ ok: true, subject })
})

test('an attribute can be the subject and then the NameID says nothing, even a transient one', () => {
  expect(subjectOf(byNumber, nameIdOf('x', TRANSIENT), claimsOf({ number: '42' }))).toEqual({
    ok: true,
    subject: { value: '42', format: null },
  })
})

test.each([
  ['no NameID', byNameId, null, {}, 'subject_attribute_missing'],
  ['an empty NameID', byNameId, nameIdOf(' '), {}, 'subject_attribute_missing'],
  ['a transient NameID', byNameId, nameIdOf('x', TRANSIENT), {}, 'subject_transient'],
  ['an absent attribute', byNumber, nameIdOf('x'), {}, 'subject_attribute_missing'],
  ['an empty attribute', byNumber, nameIdOf('x'), { number: ['', ' '] }, 'subject_attribute_missing'],
  ['an attribute with two values', byNumber, nameIdOf('x'), { number: ['1', '2'] }, 'attribute_multi_valued'],
  ['a NameID with a NUL', byNameId, nameIdOf('x\u0000'), {}, 'value_invalid'],
  ['a NameID that no index takes', byNameId, nameIdOf('x'.repeat(513)), {}, 'value_too_long'],
])('%s is no subject', (_, provider, nameId, attributes, code) => {
  expect(subjectOf(provider, nameId, claimsOf(attributes))).toMatchObject({ ok: false, problem: { code } })
})

const auto = { loginFrom: 'auto' } as const
const subject = { value: 'opaque', format: PERSISTENT }
const codes = (result: ReturnType<typeof loginOf>): readonly string[] =>
  result.ok ? result.problems.map(({ code }) => code) : [result.problem.code]

test('auto: a speaking NameID is the login name', () => {
  expect(loginOf(auto, nameIdOf(' john '), none, subject, 'j@x.test')).toEqual({
    ok: true,
    login: 'john',
    problems: [],
  })
})

test.each([[PERSISTENT], [TRANSIENT]])('auto: an opaque NameID gives way to the e-mail address (%s)', (format) => {
  expect(loginOf(auto, nameIdOf('opaque', format), none, subject, 'j@x.test')).toMatchObject({ login: 'j@x.test' })
})

test('auto: without an address the subject is the login name, with a problem', () => {
  const result = loginOf(auto, nameIdOf('opaque', PERSISTENT), none, subject, null)
  expect(result).toMatchObject({ ok: true, login: 'opaque' })
  expect(codes(result)).toEqual(['login_opaque'])
})

test('a named attribute is the login name, the first of several with a problem', () => {
  const provider = { loginFrom: { attribute: 'uid' } } as const
  const result = loginOf(provider, nameIdOf('x'), claimsOf({ uid: ['', 'jb', 'bj'] }), subject, 'j@x.test')
  expect(result).toMatchObject({ ok: true, login: 'jb' })
  expect(codes(result)).toEqual(['attribute_multi_valued'])
  expect(codes(loginOf(provider, nameIdOf('x'), none, subject, 'j@x.test'))).toEqual(['login_missing'])
})

test.each([
  ['x'.repeat(257), 'value_too_long'],
  ['a\tb', 'value_invalid'],
  ['a\u0000', 'value_invalid'],
  ['ﷺ'.repeat(200), 'value_too_long'],
])('%j is no login name', (value, code) => {
  expect(codes(loginOf({ loginFrom: 'NameID' }, nameIdOf(value), none, subject, null))).toEqual([code])
})

test('a taken name is tried with -2 to -9, unless the provider refuses, and never beyond 256 characters', () => {
  expect(loginCandidates('jb', 'refuse')).toEqual(['jb'])
  expect(loginCandidates('jb', 'suffix')).toEqual(['jb', ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `jb-${n}`)])
  expect(loginCandidates('x'.repeat(255), 'suffix')).toEqual(['x'.repeat(255)])
})
