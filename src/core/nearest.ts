/**
 * The name that was probably meant: the one with the fewest wrong, missing, superfluous or swapped letters, if these are few.
 * Differences of case count nothing.
 *
 * @example
 * nearest('Departmnt', ['Department', 'Email']) // 'Department'
 */
export function nearest(given: string, names: Iterable<string>): string | null {
  let best: string | null = null
  let fewest = Math.max(1, Math.floor(given.length / 3)) + 1
  for (const name of names) {
    if (Math.abs(name.length - given.length) >= fewest) continue
    const errors = distance(given.toLowerCase(), name.toLowerCase())
    if (errors < fewest) {
      best = name
      fewest = errors
    }
  }
  return best
}

/** `did you mean "Department"?`, or else what is allowed. */
export function suggestion(given: string, names: readonly string[]): string {
  const meant = nearest(given, names)
  return meant === null ? `allowed: ${names.join(', ')}` : `did you mean ${JSON.stringify(meant)}?`
}

/** Optimal string alignment distance. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      }
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
