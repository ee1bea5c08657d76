import { describe, expect, test } from 'vitest'
import type { WaitingCertificate } from '../../src/store/provider-metadata.ts'
import type { IdpCertificate } from '../../src/store/providers.ts'
import { decideKeys } from '../../src/trust/decide-keys.ts'

const now = new Date('2026-11-24T12:00:00Z')
const earlier = new Date('2026-11-23T12:00:00Z')
const key = (fingerprint: string): IdpCertificate => ({ fingerprint, pem: fingerprint, notAfter: now })
const waits = (fingerprint: string): WaitingCertificate => ({
  ...key(fingerprint),
  firstSeen: earlier,
  dismissedAt: null,
})

/** Decides and tells by names: `pinned` and `waiting` are what stands before, `published` what the document says. */
function decided(pinned: string, waiting: string, published: string, vouched = false) {
  const all = (text: string) => text.split('').map(key)
  const decision = decideKeys({ pinned: all(pinned), waiting: waiting.split('').map(waits) }, all(published), {
    vouched,
    now,
  })
  const names = (some: readonly IdpCertificate[]) => some.map((one) => one.fingerprint).join('')
  return [names(decision.pinned), names(decision.waiting), names(decision.retired)].join('|')
}

describe('Keys of a partner whose metadata is read again', () => {
  test.each([
    ['nothing new', 'a', '', 'a', 'a||'],
    ['a new one beside the old one waits', 'a', '', 'ab', 'a|b|'],
    ['it goes on waiting', 'a', 'b', 'ab', 'a|b|'],
    ['it waits when it stands alone too, and the old one stays', 'a', 'b', 'b', 'a|b|'],
    ['what waited and is gone again is forgotten', 'a', 'b', 'a', 'a||'],
    ['an approved one stands alone: the old one goes', 'ab', '', 'b', 'b||a'],
    ['one of two goes while the other stays', 'ab', '', 'a', 'a||b'],
    ['all are replaced by strangers: the old ones stay', 'ab', '', 'cd', 'ab|cd|'],
    ['one goes and a stranger comes', 'ab', '', 'ac', 'a|c|b'],
  ])('%s', (_, pinned, waiting, published, expected) => {
    expect(decided(pinned, waiting, published)).toBe(expected)
  })
  test.each([
    ['a new one is taken', 'a', '', 'ab', 'ab||'],
    ['one that waited is taken', 'a', 'b', 'ab', 'ab||'],
    ['a new one alone is taken, and the old one goes', 'a', '', 'b', 'b||a'],
  ])('vouched for: %s', (_, pinned, waiting, published, expected) => {
    expect(decided(pinned, waiting, published, true)).toBe(expected)
  })
  test('vouched for, but unwanted: it waits, whether it waited before or not', () => {
    const known = { pinned: [key('a')], waiting: [waits('b')] }
    const options = { vouched: true, unwanted: new Set(['b', 'c']), now }
    const { pinned, waiting, taken, arrived } = decideKeys(known, ['a', 'b', 'c', 'd'].map(key), options)
    expect([pinned, taken, arrived]).toEqual([[key('a'), key('d')], [key('d')], [key('c')]])
    expect(waiting.map((one) => one.fingerprint)).toEqual(['b', 'c'])
  })
  test('what is pinned stays pinned, unwanted or not', () => {
    const options = { vouched: true, unwanted: new Set(['a']), now }
    expect(decideKeys({ pinned: [key('a')], waiting: [] }, [key('a')], options).pinned).toEqual([key('a')])
  })
  test('who waits keeps the moment of the first sight and the dismissal', () => {
    const dismissed = { ...waits('b'), dismissedAt: earlier }
    const { waiting, arrived } = decideKeys(
      { pinned: [key('a')], waiting: [dismissed] },
      [key('a'), key('b'), key('c')],
      { vouched: false, now },
    )
    expect(waiting).toEqual([dismissed, { ...key('c'), firstSeen: now, dismissedAt: null }])
    expect(arrived).toEqual([key('c')])
  })
})
