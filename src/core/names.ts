/** When two names are one. Nothing else in the product compares names; the database stores these keys and never folds case itself. */

/**
 * The key under which a display name, alias or login name is compared: two names are one exactly when their keys are equal.
 *
 * NFKC, then to lower, upper and lower case (the nearest to Unicode's full case folding that needs no table), then white space
 * trimmed and every run of it one blank. What follows from that:
 * - `ß`, `ẞ` and `ss` are one; `ſ` and `s` are one (NFKC); `ς`, `σ` and `Σ` are one.
 * - `ı` (dotless) and `i` are one, because both have the capital `I`; `İ` keeps its dot (`i` + U+0307) and stays a name of its own.
 * - No locale is ever asked: a Turkish server and an English one make the same key.
 *
 * SQL `lower()` gives other answers (`İ`), therefore the key is computed here and stored in a column with `COLLATE "C"`.
 */
export const nameKey = (text: string): string =>
  text
    .normalize('NFKC')
    // Down first: ẞ has no other capital, and only its small letter becomes SS on the way up.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    // Lower-casing decides between σ and ς by the letters around them; a key must not.
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * The key under which an e-mail address counts as taken.
 * Deliberately wide (the whole address folds like a name): it may only ever *keep* an address from being written, never
 * identify a person. Linking by address needs a stricter comparison.
 */
export const emailKey = (text: string): string => nameKey(text)

/** Orders texts by UTF-16 code units: the same on every machine, whatever its locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
