/** Longest glob, in UTF-16 code units. */
export const GLOB_LIMIT = 256

/** Most globs that the sign-ons of one provider may meet: its own and those for all providers. */
export const GLOBS_LIMIT = 500

/** A supplementary character is two code units and still one character. */
const widthAt = (text: string, at: number): number => {
  const code = text.codePointAt(at)
  return code !== undefined && code > 0xffff ? 2 : 1
}

/**
 * Does the glob describe the whole text? `*` stands for any run of characters, also none, and `?` for exactly one; everything
 * else for itself, case and all. Nothing takes a wildcard its meaning: a value with a real `*` in it belongs into a rule of values.
 *
 * Reads the text once and comes back only behind the latest `*`, so that the time is at most the length of the text times that
 * of the glob's longest piece, never more than `GLOB_LIMIT`. No regular expressions, hence none that hang.
 */
export const matchesGlob = (glob: string, text: string): boolean => {
  let at = 0
  let of = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    const wanted = glob[of]
    if (wanted === '*') {
      star = of++
      resume = at
    } else if (wanted === '?') {
      at += widthAt(text, at)
      of++
    } else if (wanted !== undefined && wanted === text[at]) {
      at++
      of++
    } else if (star >= 0) {
      resume += widthAt(text, resume)
      at = resume
      of = star + 1
    } else return false
  }
  while (glob[of] === '*') of++
  return of === glob.length
}

/** What every text begins with that the glob describes: all before its first wildcard. */
export const literalStart = (glob: string): string => {
  const wildcards = [glob.indexOf('*'), glob.indexOf('?')].filter((at) => at >= 0)
  return glob.slice(0, Math.min(glob.length, ...wildcards))
}

/** Why a text cannot serve as a glob, or null when it can: too long, or nothing but wildcards, which would mean everybody. */
export const globFault = (glob: string): 'too-long' | 'everything' | null =>
  glob.length > GLOB_LIMIT ? 'too-long' : [...glob].every((one) => '*? '.includes(one)) ? 'everything' : null
