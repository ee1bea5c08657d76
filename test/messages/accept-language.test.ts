import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptedLanguage } from '../../src/messages/accept-language.ts'

describe('Accept-Language', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-at', 'de'],
    ['de-Latn-DE-1996', 'de'],
    ['en-US,en;q=0.9,de;q=0.8', 'en'],
    ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'en'],
    ['en;q=0.3, de;q=0.4', 'de'],
    ['de, en', 'de'],
    ['fr, de ; q=0.001', 'de'],
    ['en;q=0, de;q=0.1', 'de'],
    ['de;q=1.000', 'de'],
  ])('%s is %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language)
  })

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['other languages alone', 'fr, nl;q=0.5'],
    ['any language', '*'],
    ['any language before one of ours', '*, de;q=0.5'],
    ['what is not wanted at all', 'de;q=0'],
    ['a weight above one', 'de;q=2'],
    ['a weight that is none', 'de;q=NaN'],
    ['a negative weight', 'de;q=-1'],
    ['too many digits', 'de;q=0.12345'],
    ['a name that every object has', '__proto__, constructor, toString'],
    ['a language that only begins like one of ours', 'den, deu, english'],
    ['control characters', 'de\u0000'],
    ['a header that never comes to it', `${'fr,'.repeat(400)}de`],
    ['a tag without end', `de-${'a'.repeat(5000)}`],
  ])('%s asks for none of ours', (_, header) => {
    expect(acceptedLanguage(header)).toBeNull()
  })

  it('never throws, and answers with a language of ours or none, whatever is sent', () => {
    const piece = fc.constantFrom('de', 'en', 'fr', '*', ';', 'q=', '0.5', ',', ' ', '-', '\t', 'q=1', '__proto__')
    const header = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    )
    fc.assert(fc.property(header, (text) => [null, 'en', 'de'].includes(acceptedLanguage(text))))
  })
})
