import { type ConfigProblem, type Path, type Places, problemAt } from './problems.ts'

/** A well-formed entry of one of the file's lists. */
export interface Entry<T> {
  readonly path: Path
  readonly value: T
}

/** Collects the mistakes of a file, each with its place. */
export interface Report {
  readonly places: Places
  readonly problems: ConfigProblem[]
  /** Notes a mistake at a path. */
  at(path: Path, message: string): void
}

export function startReport(places: Places, problems: readonly ConfigProblem[]): Report {
  const collected = [...problems]
  return { places, problems: collected, at: (path, message) => collected.push(problemAt(places, path, message)) }
}

/** Notes every entry that repeats an earlier one, and where that one is. */
export function refuseTwice<T>(
  entries: readonly Entry<T>[],
  report: Report,
  about: { key: (value: T) => string; field: string; message: (value: T) => string },
): void {
  const first = new Map<string, Path>()
  for (const { path, value } of entries) {
    const key = about.key(value)
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, path)
    else {
      const { line } = problemAt(report.places, earlier, '')
      report.at([...path, about.field], `${about.message(value)} already, on line ${line}; keep one of them.`)
    }
  }
}
