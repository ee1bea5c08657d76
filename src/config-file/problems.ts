import { JitupError } from '../errors.ts'

/** Where something is written: line and column count from 1, the column in UTF-16 code units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** One mistake in a configuration file. */
export interface ConfigProblem extends Place {
  /** The entry's path, counted from 0: `converters[3].column`; empty for the file itself. */
  readonly path: string
  /** What is wrong and what is allowed. Never repeats a value that is not a name. */
  readonly message: string
}

/** `file.yaml:12:5 converters[3].column: …`, as editors and terminals make a link of it. */
export const problemLine = (fileName: string, problem: ConfigProblem): string =>
  `${fileName}:${problem.line}:${problem.column}${problem.path === '' ? '' : ` ${problem.path}`}: ${problem.message}`

/**
 * The one error of a configuration file: all its problems, in the order of the file, one a line in the message and as a
 * list in `details.problems`.
 */
export function configInvalid(fileName: string, problems: readonly ConfigProblem[]): JitupError {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
  const message = sorted.map((one) => problemLine(fileName, one)).join('\n')
  return new JitupError('config_invalid', message, { file: fileName, problems: sorted })
}

/** The way to an entry from the top: keys of mappings and indexes of lists. */
export type Path = readonly (string | number)[]

/** `converters[3].column` */
export const pathText = (path: Path): string =>
  path.map((part, depth) => (typeof part === 'number' ? `[${part}]` : depth === 0 ? part : `.${part}`)).join('')

/** Where every value is written, by `pathText`; a key itself, as opposed to its value, by `keyText`. */
export type Places = ReadonlyMap<string, Place>

/** The name in `Places` of the key that leads to `path`. */
export const keyText = (path: Path): string => `${pathText(path)}\nkey`

/** A mistake at a path; what is missing is reported at the entry that should have it. */
export function problemAt(places: Places, path: Path, message: string): ConfigProblem {
  let place: Place | undefined
  for (let length = path.length; length >= 0 && !place; length--) place = places.get(pathText(path.slice(0, length)))
  return { ...(place ?? { line: 1, column: 1 }), path: pathText(path), message }
}

/** A mistake about a key itself. */
export const problemAtKey = (places: Places, path: Path, message: string): ConfigProblem => {
  const place = places.get(keyText(path))
  return place ? { ...place, path: pathText(path), message } : problemAt(places, path, message)
}
