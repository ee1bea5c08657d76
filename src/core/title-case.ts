/** A word: letters, marks and digits, with apostrophes inside. */
const word = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu

/** `O'Neil`, `D’Arcy`: one letter before the apostrophe is a prefix, and the name begins behind it. */
const prefix = /^(\p{L}\p{M}*['’])(.+)$/su

const capitalised = (text: string): string => {
  const [first = ''] = text
  const upper = first.toUpperCase()
  // Some letters become two (`ß` → `SS`): only the first of them is a capital.
  const [head = '', ...tail] = upper
  return head + tail.join('').toLowerCase() + text.slice(first.length)
}

/**
 * Writes every word with a capital and small letters: `ANNE-MARIE O'NEIL` → `Anne-Marie O'Neil`. Unicode's letters, no
 * locale's rules; capitals inside a name (`McDonald`) cannot be known and are lost.
 */
export const titleCase = (text: string): string =>
  text.replace(word, (found) => {
    const small = found.toLowerCase()
    const [, before, rest] = prefix.exec(small) ?? []
    return before === undefined || rest === undefined ? capitalised(small) : capitalised(before) + capitalised(rest)
  })
