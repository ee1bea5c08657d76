import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'

/**
 * All that PostgreSQL's programs see of our environment: nothing of it. Their messages are in English, as we read them.
 * (Windows adds by itself what its programs need.)
 */
export const programEnvironment = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as const

/** An account by its numbers. */
export type Owner = { readonly uid: number; readonly gid: number }

/** A program call, ready for `spawn`. */
export type Command = { readonly file: string; readonly args: readonly string[]; readonly options: Partial<Owner> }

/**
 * As whom PostgreSQL runs, since it refuses to be root.
 * `same-user`: as ourselves. `namespace`: we are root, and a user namespace shows PostgreSQL another number while files
 * stay root's. `other-user`: we are root, and PostgreSQL runs as `owner`, who must own and be able to reach its files.
 */
export type Runner = {
  readonly kind: 'same-user' | 'namespace' | 'other-user'
  readonly owner: Owner | undefined
  command(file: string, args: readonly string[]): Command
  /** `initdb` insists on an account with a name; the server itself does not. */
  readonly initOwner: Owner | undefined
}

const plain: Runner = {
  kind: 'same-user',
  owner: undefined,
  initOwner: undefined,
  command: (file, args) => ({ file, args, options: {} }),
}

/** The accounts of this machine, without root. */
function accounts(): { name: string; uid: number; gid: number }[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
      .filter(({ name, uid, gid }) => name !== '' && uid > 0 && Number.isInteger(gid))
  } catch {
    return []
  }
}

const nobody = (): Owner => {
  const known = accounts()
  const found = known.find(({ name }) => name === 'nobody') ?? known[0]
  return { uid: found?.uid ?? 65_534, gid: found?.gid ?? 65_534 }
}

/** A number nobody else uses: with `nobody` itself every other program that runs as it could read the database. */
function privateOwner(dataDir: string): Owner {
  const taken = new Set(accounts().map(({ uid }) => uid))
  let uid = 61_184 + (createHash('sha256').update(dataDir).digest().readUInt16BE(0) % 4_000)
  while (taken.has(uid)) uid += 1
  return { uid, gid: uid }
}

function namespace(unshare: string): Runner | undefined {
  const prefix = ['--user', `--map-user=${nobody().uid}`]
  const probe = spawnSync(unshare, [...prefix, 'true'], { cwd: '/', env: programEnvironment, stdio: 'ignore' })
  if (probe.status !== 0) return undefined
  return {
    kind: 'namespace',
    owner: undefined,
    initOwner: undefined,
    command: (file, args) => ({ file: unshare, args: [...prefix, file, ...args], options: {} }),
  }
}

const otherUser = (owner: Owner): Runner => ({
  kind: 'other-user',
  owner,
  initOwner: accounts().some(({ uid }) => uid === owner.uid) ? owner : nobody(),
  command: (file, args) => ({ file, args, options: owner }),
})

const hasName = (): boolean => {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/**
 * Decides as whom PostgreSQL runs for this data folder. `files` are looked at in order for an owner who is not root:
 * a cluster stays with whom it belongs to. `unshare` is the program that opens user namespaces, `false` to do without.
 */
export function chooseRunner(dataDir: string, files: readonly string[], unshare: string | false): Runner {
  const uid = process.geteuid?.()
  if (uid === undefined) return plain
  const inNamespace = () => (unshare === false || process.platform !== 'linux' ? undefined : namespace(unshare))
  // Containers run under numbers without an account: the namespace lends one that has a name.
  if (uid !== 0) return hasName() ? plain : (inNamespace() ?? plain)
  for (const file of files) {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found !== undefined && found.uid !== 0) return otherUser({ uid: found.uid, gid: found.gid })
  }
  return inNamespace() ?? otherUser(privateOwner(dataDir))
}

/** True when `owner` may pass through every folder above `path`. Group rights are not counted on. */
export function reachable(path: string, owner: Owner): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid } = statSync(folder)
    if ((mode & (uid === owner.uid ? 0o100 : 0o001)) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
