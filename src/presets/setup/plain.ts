// Control characters, line and paragraph separators, and what turns the direction of writing round.
const disguising = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u

/** Is every character of a text seen for what it is? */
export const isVisible = (text: string): boolean => !disguising.test(text)

const everyDisguising = new RegExp(disguising, 'gu')

/** A text with everything that hides or moves others written out, as in `\n` or `\u{202e}`. For people, never for machines. */
export const visible = (text: string): string =>
  text.replace(everyDisguising, (character) =>
    character === '\n'
      ? '\\n'
      : character === '\r'
        ? '\\r'
        : character === '\t'
          ? '\\t'
          : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )

/** JSON for people to copy: what hides or moves other characters is written as `\\uXXXX`, which means the same. */
export const plainJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(everyDisguising, (character) =>
    // The line ends are ours: those of values are escaped already.
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
