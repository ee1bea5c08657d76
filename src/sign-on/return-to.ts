/**
 * Where a person goes after signing on: a path of ours, or `/`. Anything that a browser could read as another origin
 * (scheme, `//`, backslash, control character) is `/`, and so is what is longer than 2 000 characters.
 *
 * @example
 * safeReturnTo('/me?tab=2') // '/me?tab=2'
 * safeReturnTo('//evil.example') // '/'
 */
export function safeReturnTo(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > 2000 || !/^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(wanted)) return '/'
  const base = 'http://base.invalid'
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null
  if (url?.origin !== base) return '/'
  // Taking out dots can leave two slashes in front: what is sent must be harmless, not only what was asked.
  const path = `${url.pathname}${url.search}${url.hash}`
  return path.startsWith('//') ? '/' : path
}
