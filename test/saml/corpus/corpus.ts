/** The fixtures of three well-known SAML libraries: data that is read where it lies and never copied into the project. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const folder = resolve(process.env.JITUP_CORPUS ?? join(import.meta.dirname, '../../../../shared/corpus'))

/** At JITUP_CORPUS, or at `../shared/corpus` beside the project. */
export const corpusPresent = existsSync(join(folder, 'ruby-saml'))

export type Library = 'node-saml' | 'python3-saml' | 'ruby-saml'

const testsOf = {
  'node-saml': 'node-saml/test/static',
  'python3-saml': 'python3-saml/tests',
  'ruby-saml': 'ruby-saml/test',
} as const

/** All files of one library by their path inside its tests. */
export function filesOf(library: Library): readonly string[] {
  const root = join(folder, testsOf[library])
  const within = (place: string): string[] =>
    readdirSync(place, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? within(join(place, entry.name)) : [relative(root, join(place, entry.name))],
    )
  return within(root).sort()
}

export const readFixture = (library: Library, path: string): Buffer =>
  readFileSync(join(folder, testsOf[library], path))

/** A message as XML, whether it is kept as XML or as base64. Deflated ones stay deflated: the POST binding never is. */
export function messageIn(library: Library, path: string): Buffer {
  const bytes = readFixture(library, path)
  const text = bytes.toString('latin1').trim()
  return text.startsWith('<') ? bytes : Buffer.from(text, 'base64')
}

/** The responses among a library's files. */
export const responsesOf = (library: Library): readonly string[] =>
  filesOf(library).filter(
    (path) =>
      !/logout/.test(path) && (/responses\/|^signatures\//.test(path) || /^[^/]*response[^/]*\.xml$/.test(path)),
  )

/** What a library calls its metadata fixtures. */
export const metadataOf = (library: Library): readonly string[] =>
  filesOf(library).filter((path) => /metadata.*\.xml$|^acme_tools_com\.xml$|(^|\/)metadata\/[^/]+\.xml$/i.test(path))
