/** Is there a test, or a table of tests, of this title in the source of a test file? Pages of the documentation name tests. */
export function hasTest(source: string, title: string): boolean {
  const written = [`'${title.replaceAll("'", "\\'")}'`, `"${title}"`, `\`${title}\``]
  return written.some((text) => {
    for (let at = source.indexOf(text); at >= 0; at = source.indexOf(text, at + 1)) {
      // Right behind the opening bracket of test(…), it(…) or of the call that a table ends with.
      if (/(\b(test|it)|\))\(\s*$/.test(source.slice(Math.max(0, at - 40), at))) return true
    }
    return false
  })
}
