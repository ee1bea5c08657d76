import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Colour,
  contrastOf,
  inkOn,
  luminanceOf,
  mixed,
  readableOn,
  TEXT_CONTRAST,
} from '../../src/core/contrast.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value): Colour => `#${value.toString(16).padStart(6, '0')}`)

describe('contrast', () => {
  it('is what WCAG 2.2 says it is', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastOf('#ffffff', '#ffffff')).toBe(1)
    // Well-known borders: the first passes AA on white, the second does not.
    expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrastOf('#ff0000', '#ffffff')).toBeCloseTo(3.998, 2)
    expect(luminanceOf('#00ff00')).toBeCloseTo(0.7152, 4)
  })

  it('does not depend on the order, and lies between 1 and 21', () => {
    fc.assert(
      fc.property(colour, colour, (one, other) => {
        const ratio = contrastOf(one, other)
        expect(ratio).toBe(contrastOf(other, one))
        expect(ratio).toBeGreaterThanOrEqual(1)
        expect(ratio).toBeLessThanOrEqual(21.0000001)
      }),
    )
  })

  it('of black or white on any colour is enough for text', () => {
    fc.assert(fc.property(colour, (ground) => contrastOf(inkOn(ground), ground) >= TEXT_CONTRAST))
  })
})

describe('a readable shade', () => {
  it('is the colour itself where that can be read', () => {
    expect(readableOn('#0b5d66', ['#ffffff', '#f6f5f1'])).toBe('#0b5d66')
  })

  it('is darker on light grounds and lighter on dark ones', () => {
    expect(luminanceOf(readableOn('#ffd400', ['#ffffff']))).toBeLessThan(luminanceOf('#ffd400'))
    expect(luminanceOf(readableOn('#10206a', ['#14171a']))).toBeGreaterThan(luminanceOf('#10206a'))
  })

  it('can be read on every ground of a light or a dark look, whatever the colour', () => {
    const looks = fc.constantFrom<readonly Colour[]>(
      ['#ffffff', '#f6f5f1', '#faf9f6'],
      ['#1d2125', '#14171a', '#191c20'],
    )
    fc.assert(
      fc.property(colour, looks, (one, grounds) => {
        const shade = readableOn(one, grounds)
        for (const ground of grounds) expect(contrastOf(shade, ground)).toBeGreaterThanOrEqual(TEXT_CONTRAST)
      }),
    )
  })
})

it('mixes by share', () => {
  expect([0, 0.5, 1].map((share) => mixed('#000000', '#ffffff', share))).toEqual(['#000000', '#808080', '#ffffff'])
})
