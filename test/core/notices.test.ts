import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOf, expiryWarning, isDigestDue, type Notice, nextAttempt } from '../../src/core/notices.ts'
import { refusalsCalmed, refusalsJumped, usualShare } from '../../src/core/refusal-rate.ts'

const now = new Date('2026-11-23T12:00:00Z')
const plus = (ms: number) => new Date(now.getTime() + ms)
const [minute, day] = [60_000, 86_400_000]

describe('Refusals', () => {
  it('have jumped when they are ten, a fifth, and three times what is usual', () => {
    expect(refusalsJumped({ refused: 10, all: 50 }, { refused: 0, all: 0 })).toBe(true)
    expect(refusalsJumped({ refused: 9, all: 9 }, { refused: 0, all: 100 })).toBe(false)
    expect(refusalsJumped({ refused: 10, all: 51 }, { refused: 0, all: 100 })).toBe(false)
    expect(refusalsJumped({ refused: 30, all: 100 }, { refused: 10, all: 100 })).toBe(true)
    expect(refusalsJumped({ refused: 29, all: 100 }, { refused: 10, all: 100 })).toBe(false)
  })

  it('are told of once: what has just jumped is not over, whatever was usual', () => {
    const counts = fc
      .record({ refused: fc.nat(500), fine: fc.nat(500) })
      .map(({ refused, fine }) => ({ refused, all: refused + fine }))
    fc.assert(
      fc.property(counts, counts, (recent, before) => {
        fc.pre(refusalsJumped(recent, before))
        expect(refusalsCalmed(recent, usualShare(before))).toBe(false)
      }),
    )
  })

  it('are over when there are few, or when the share is what it was', () => {
    expect(refusalsCalmed({ refused: 4, all: 4 }, 0)).toBe(true)
    expect(refusalsCalmed({ refused: 9, all: 100 }, 0)).toBe(true)
    expect(refusalsCalmed({ refused: 10, all: 100 }, 0)).toBe(false)
    expect(refusalsCalmed({ refused: 40, all: 100 }, 0.3)).toBe(true)
  })
})

describe('A certificate', () => {
  it('is warned of at 30, 7 and 1 days, and no more when it is long over', () => {
    const warnings = [31, 30, 8, 7, 2, 1, 0.1, -0.5, -1.5].map((days) => expiryWarning(plus(days * day), now))
    expect(warnings).toEqual([null, 30, 30, 7, 7, 1, 1, 1, null])
  })
})

describe('An e-mail', () => {
  it('waits for what comes together, and a while after the one before', () => {
    expect(isDigestDue(plus(-minute), null, now)).toBe(false)
    expect(isDigestDue(plus(-2 * minute), null, now)).toBe(true)
    expect(isDigestDue(plus(-5 * minute), plus(-14 * minute), now)).toBe(false)
    expect(isDigestDue(plus(-5 * minute), plus(-15 * minute), now)).toBe(true)
  })

  it('adds up what is the same, and has so many lines at most', () => {
    const provider = (n: number) => ({ id: `id-${n}`, slug: `slug-${n}` })
    const work = (n: number): Notice => ({
      event: 'work.new',
      provider: provider(n),
      counts: { 'lookup-value': 2 },
      facts: {},
    })
    const { lines, more } = digestOf([work(1), work(2), work(1), { ...work(3), event: 'key.waiting' }])
    expect([lines.map(({ event, counts }) => [event, counts['lookup-value']]), more]).toEqual([
      [
        ['key.waiting', 2],
        ['work.new', 4],
        ['work.new', 2],
      ],
      0,
    ])
    const flood = digestOf(Array.from({ length: 1000 }, (_, n) => work(n)))
    expect([flood.lines.length, flood.more]).toEqual([40, 960])
  })
})

describe('A message that did not arrive', () => {
  it('is tried again later and later, at most an hour, and given up after a day', () => {
    let [at, attempts] = [now, 0]
    const waits: number[] = []
    for (;;) {
      const next = nextAttempt(++attempts, at, plus(day), 0.5)
      if (next === null) break
      waits.push((next.getTime() - at.getTime()) / 1000)
      at = next
    }
    expect(waits.slice(0, 9)).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    expect(waits.length).toBeLessThan(40)
    expect(plus(day).getTime() - at.getTime()).toBeLessThan(3_600_000)
  })

  it('does not come back together with all others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        const wait = (nextAttempt(attempts, now, plus(2 * day), random)?.getTime() ?? 0) - now.getTime()
        const middle = (nextAttempt(attempts, now, plus(2 * day), 0.5)?.getTime() ?? 0) - now.getTime()
        expect(Math.abs(wait - middle)).toBeLessThanOrEqual(middle / 5 + 1)
      }),
    )
  })
})
