import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Package, packagedBinaries } from '../../src/store/embedded/binaries.ts'
import { supervise } from '../../src/store/embedded/supervise.ts'
import { ask, openFolder, postmasterPid, removeFolder } from '../setup/embedded-folder.ts'
import { type Compiled, compileSupervisor, othersMayEnter, startProcess } from '../setup/embedded-process.ts'

const root = process.geteuid?.() === 0
const others = root && othersMayEnter()
const nobody = 65_534

let compiled: Compiled
let folder: string
let dataDir: string
let shelter: string

beforeAll(() => {
  compiled = compileSupervisor()
})

afterAll(() => compiled.remove())

beforeEach(() => {
  folder = openFolder()
  dataDir = join(folder, 'data')
  shelter = join(folder, 'shelter')
})

afterEach(() => removeFolder(folder))

/** The numbers of the account a process runs as, outside every namespace. */
const uidOf = (pid: number | undefined): number => statSync(`/proc/${pid}`).uid

const packageCopy = (): Package => {
  const packaged = packagedBinaries()
  const copy = join(folder, 'package', 'native')
  cpSync(packaged.folder, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
  return { folder: copy, version: packaged.version }
}

const linksOf = (packaged: Package): string[] =>
  (JSON.parse(readFileSync(join(packaged.folder, 'pg-symlinks.json'), 'utf8')) as { target: string }[]).map(
    ({ target }) => join(packaged.folder, '..', target),
  )

const withoutLinks = (packaged: Package): Package => {
  for (const link of linksOf(packaged)) rmSync(link, { force: true })
  return packaged
}

describe('the packaged programs', () => {
  it('run after their missing library links are made', async () => {
    const packaged = withoutLinks(packageCopy())
    expect(linksOf(packaged).filter(existsSync)).toEqual([])
    const { stop } = await supervise({ dataDir, packaged })
    await stop()
    expect(linksOf(packaged).every(existsSync)).toBe(true)
  })

  it.runIf(others)('run from a copy when links are missing and their folder is read-only', async () => {
    const packaged = withoutLinks(packageCopy())
    mkdirSync(dataDir)
    chownSync(dataDir, nobody, nobody)
    const other = startProcess(compiled.entry, { dataDir, packaged }, nobody)
    expect(await other.answer).toMatchObject({ adopted: false })
    await other.stop()
    expect(linksOf(packaged).filter(existsSync)).toEqual([])
    expect(readdirSync(dataDir).filter((name) => name.startsWith('binaries-'))).toEqual([
      `binaries-${packaged.version}`,
    ])
  })

  it('are missed in words that help', async () => {
    const packaged = packageCopy()
    writeFileSync(join(packaged.folder, 'bin', 'postgres'), 'for another kind of machine')
    await expect(supervise({ dataDir, packaged })).rejects.toMatchObject({
      code: 'database_start_failed',
      message: expect.stringContaining('DATABASE_URL'),
    })
  })
})

describe.runIf(root)('started by root', () => {
  const namespaces = spawnSync('unshare', ['--user', `--map-user=${nobody}`, 'true']).status === 0

  it.runIf(namespaces)('runs in a folder only root can enter, by a user namespace', async () => {
    chmodSync(folder, 0o700)
    const { connection, stop } = await supervise({ dataDir })
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(0)
    await stop()
  })

  it('runs under a number of its own where user namespaces are forbidden', async () => {
    const { connection, stop } = await supervise({ dataDir, unshare: false, shelter })
    const cluster = join(dataDir, 'postgres')
    const uid = uidOf(postmasterPid(cluster))
    expect([0, nobody]).not.toContain(uid)
    expect([statSync(cluster).uid, statSync(connection.host).uid]).toEqual([uid, uid])
    expect([cluster, connection.host].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700])
    expect(readdirSync(dataDir).filter((name) => !['postgres', 'leases'].includes(name))).not.toEqual([])
    for (const name of ['embedded.json', 'postgres.log', 'leases'])
      expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0)
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await stop()
    expect(existsSync(shelter)).toBe(false)
  })

  it('behaves the same when unshare is not installed', async () => {
    const { stop } = await supervise({ dataDir, unshare: join(folder, 'no-such-program'), shelter })
    expect(uidOf(postmasterPid(join(dataDir, 'postgres')))).not.toBe(0)
    await stop()
  })

  it.runIf(namespaces)(
    'takes its data along when namespaces become forbidden and no other account can enter',
    async () => {
      chmodSync(folder, 0o700)
      const first = await supervise({ dataDir })
      await ask(first.connection, 'create table kept as select 1 as one')
      await first.stop()
      // The place is open to others, unlike the data folder.
      shelter = openFolder()
      const said: string[] = []
      const log = (level: string) => said.push(level)
      const second = await supervise({ dataDir, unshare: false, shelter, log })
      expect(await ask(second.connection, 'select one from kept')).toEqual([{ one: 1 }])
      expect(said).toContain('warn')
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
      await second.stop()
      const third = await supervise({ dataDir })
      expect(await ask(third.connection, 'select one from kept')).toEqual([{ one: 1 }])
      await third.stop()
      rmSync(shelter, { recursive: true })
    },
  )

  it.runIf(others)('works in the folder of an ordinary user so that the user can go on alone', async () => {
    mkdirSync(dataDir)
    chownSync(dataDir, nobody, nobody)
    const first = await supervise({ dataDir })
    expect(uidOf(postmasterPid(join(dataDir, 'postgres')))).toBe(nobody)
    const joined = startProcess(compiled.entry, { dataDir }, nobody)
    expect(await joined.answer).toMatchObject({ adopted: true })
    await first.stop()
    await joined.stop()
    expect(postmasterPid(join(dataDir, 'postgres'))).toBeUndefined()
    const alone = startProcess(compiled.entry, { dataDir }, nobody)
    expect(await alone.answer).toMatchObject({ adopted: false })
    await alone.stop()
  })

  it('stays in a data folder whose missing parents it makes', async () => {
    dataDir = join(folder, 'data', 'below', 'it')
    const { stop } = await supervise({ dataDir, unshare: false, shelter })
    await stop()
    expect(existsSync(join(dataDir, 'postgres'))).toBe(true)
    expect(existsSync(shelter)).toBe(false)
  })

  it.runIf(others)('tells a user number without an account what it needs', async () => {
    mkdirSync(dataDir)
    const nameless = 54_321
    chownSync(dataDir, nameless, nameless)
    const without = startProcess(compiled.entry, { dataDir, unshare: false }, nameless)
    expect(await without.answer).toMatchObject({
      code: 'database_start_failed',
      message: expect.stringContaining('/etc/passwd'),
    })
    if (!namespaces) return
    const lent = startProcess(compiled.entry, { dataDir }, nameless)
    expect(await lent.answer).toMatchObject({ adopted: false })
    await lent.stop()
  })

  it.runIf(others)('tells an ordinary user who may not write there', async () => {
    mkdirSync(dataDir, { mode: 0o755 })
    const other = startProcess(compiled.entry, { dataDir }, nobody)
    expect(await other.answer).toMatchObject({ code: 'database_folder_not_writable' })
  })
})

const mounted = (at: string, size: string): boolean => {
  mkdirSync(at)
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', at]).status === 0
}

describe.runIf(root)('on a full disk', () => {
  const disk = () => join(folder, 'disk')

  afterEach(() => {
    spawnSync('umount', [disk()], { stdio: 'ignore' })
  })

  it('says so when there is no room for a new database, and leaves no half of one', async (context) => {
    if (!mounted(disk(), '20m')) context.skip('mounting a small disk is not permitted here')
    dataDir = join(disk(), 'data')
    await expect(supervise({ dataDir })).rejects.toMatchObject({ code: 'database_disk_full' })
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres'))).toEqual([])
  })

  it('says so at a later start, and starts once there is room', async (context) => {
    if (!mounted(disk(), '200m')) context.skip('mounting a small disk is not permitted here')
    dataDir = join(disk(), 'data')
    await (await supervise({ dataDir })).stop()
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk(), 'filler')}`, 'bs=64k'], { stdio: 'ignore' })
    await expect(supervise({ dataDir })).rejects.toMatchObject({ code: 'database_disk_full' })
    rmSync(join(disk(), 'filler'))
    const { connection, stop } = await supervise({ dataDir })
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await stop()
  })
})
