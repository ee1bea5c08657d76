import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gate } from '../../src/protocols/saml/xml/gate.ts'

const passes = (xml: string) => {
  try {
    gate(Buffer.from(xml))
    return true
  } catch {
    return false
  }
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

test('marks that follow no < pass, however many there are; one that does is found among them', () => {
  for (const mark of ['!', '?']) {
    for (const count of [0, 1, 50, 51, 52, 5000]) {
      const text = `<a>${mark.repeat(count)}</a>`
      expect(passes(text)).toBe(true)
      expect(passes(`${text}<${mark}`)).toBe(false)
      expect(passes(`<${mark}${text}`)).toBe(false)
      expect(passes(`<a>${mark.repeat(count)}<${mark}${mark.repeat(count)}</a>`)).toBe(false)
      expect(passes(`${DECLARATION}${text}`)).toBe(true)
      expect(passes(`${DECLARATION}<${mark}${text}`)).toBe(false)
      expect(passes(`${DECLARATION}${text}${DECLARATION}`)).toBe(false)
    }
  }
})

test('a text passes when it holds neither mark-up of declarations nor of instructions', () => {
  const piece = fc.constantFrom(
    '<',
    '!',
    '?',
    'a',
    '/',
    '>',
    '<!',
    '<?',
    '!!!',
    '????',
    'x'.repeat(60),
    '! '.repeat(60),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const xml = pieces.join('')
      expect(passes(xml)).toBe(!xml.includes('<!') && !xml.includes('<?'))
    }),
    { numRuns: 2000 },
  )
})
