import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { processIdentity, thisProcess } from '../../src/store/embedded/identity.ts'
import { startEmbedded } from '../../src/store/embedded.ts'
import { ask, openFolder, postmasterPid, removeFolder } from '../setup/embedded-folder.ts'

let folder: string
let dataDir: string

beforeEach(() => {
  folder = openFolder()
  dataDir = join(folder, 'data')
})

afterEach(() => removeFolder(folder))

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

describe('the first start', () => {
  it('makes a durable UTF-8 database that only this user can reach, with an account that is no superuser', async () => {
    const { connection, version, adopted, stop } = await startEmbedded({ dataDir })
    expect(version).toMatch(/^18\.\d+$/)
    expect(adopted).toBe(false)
    expect(
      await ask(
        connection,
        `select current_database() as database, pg_encoding_to_char(encoding) as encoding, datlocprovider as provider,
                'İ' < 'z' as compares, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
                current_setting('listen_addresses') as tcp, current_setting('is_superuser') as super,
                current_setting('TimeZone') as zone
         from pg_database where datname = current_database()`,
      ),
    ).toEqual([
      {
        database: 'jitup',
        encoding: 'UTF8',
        provider: 'b',
        compares: false,
        fsync: 'on',
        commit: 'on',
        tcp: '',
        super: 'off',
        zone: 'UTC',
      },
    ])
    expect([mode(dataDir), mode(join(dataDir, 'postgres')), mode(connection.host)]).toEqual(['700', '700', '700'])
    await stop()
  })

  it('clears away the half-made cluster of a start that was killed', async () => {
    mkdirSync(join(dataDir, 'postgres.new-1', 'base'), { recursive: true })
    const { stop } = await startEmbedded({ dataDir })
    await stop()
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres.new'))).toEqual([])
  })

  it('works in a folder whose path is longer than a socket may have', async () => {
    dataDir = join(folder, 'data', 'x'.repeat(120), 'ä b')
    const { connection, stop } = await startEmbedded({ dataDir })
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await stop()
    expect(existsSync(connection.host)).toBe(false)
  })
})

describe('a later start', () => {
  it('finds the data of the one before', async () => {
    const first = await startEmbedded({ dataDir })
    await ask(first.connection, `create table kept as select 'Zoë' as name`)
    await first.stop()
    expect(postmasterPid(join(dataDir, 'postgres'))).toBeUndefined()
    const second = await startEmbedded({ dataDir })
    expect(second.adopted).toBe(false)
    expect(await ask(second.connection, 'select name from kept')).toEqual([{ name: 'Zoë' }])
    await second.stop()
  })

  it('does not take a program that was given the old pid for the database', async () => {
    const first = await startEmbedded({ dataDir })
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
    const lines = readFileSync(pidFile, 'utf8').split('\n')
    await first.stop()
    // As a machine crash leaves it, when pid 1 (alive in every system and container) was the database before.
    writeFileSync(pidFile, ['1', ...lines.slice(1)].join('\n'))
    const second = await startEmbedded({ dataDir })
    expect(second.adopted).toBe(false)
    await second.stop()
  })

  it('is not stopped by an empty pid file', async () => {
    await (await startEmbedded({ dataDir })).stop()
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), '')
    await (await startEmbedded({ dataDir })).stop()
  })

  it('takes over the lock and the lease of a dead process', async () => {
    await (await startEmbedded({ dataDir })).stop()
    const dead = JSON.stringify({ ...thisProcess(), identity: 'an earlier run' })
    writeFileSync(join(dataDir, 'start.lock'), dead)
    writeFileSync(join(dataDir, 'leases', 'dead.json'), dead)
    const { stop } = await startEmbedded({ dataDir })
    await stop()
    expect(postmasterPid(join(dataDir, 'postgres'))).toBeUndefined()
    expect(readdirSync(join(dataDir, 'leases'))).toEqual([])
  })

  it('finds the database after the folder was renamed', async () => {
    const first = await startEmbedded({ dataDir })
    await ask(first.connection, 'create table kept as select 1 as one')
    await first.stop()
    renameSync(dataDir, join(folder, 'elsewhere'))
    const second = await startEmbedded({ dataDir: join(folder, 'elsewhere') })
    expect(await ask(second.connection, 'select one from kept')).toEqual([{ one: 1 }])
    await second.stop()
  })

  it('keeps one former log and no statement or value in it', async () => {
    const first = await startEmbedded({ dataDir })
    await ask(first.connection, 'create table people (name text unique)')
    await ask(first.connection, `insert into people values ('Secret Person')`)
    await expect(ask(first.connection, `insert into people values ('Secret Person')`)).rejects.toThrow(/unique/)
    await expect(ask(first.connection, `select 'Secret Person'::int`)).rejects.toThrow(/integer/)
    await first.stop()
    await (await startEmbedded({ dataDir })).stop()
    const logs = readdirSync(dataDir).filter((name) => name.startsWith('postgres.log'))
    expect(logs).toEqual(['postgres.log', 'postgres.log.1'])
    const text = logs.map((name) => readFileSync(join(dataDir, name), 'utf8')).join('')
    expect(text).toContain('ready to accept connections')
    expect(text).not.toContain('Secret Person')
  })
})

describe('several users of one server', () => {
  it('join it, and only the last to leave stops it', async () => {
    const [first, second] = [await startEmbedded({ dataDir }), await startEmbedded({ dataDir })]
    expect(second.adopted).toBe(true)
    expect(second.connection).toEqual(first.connection)
    await first.stop()
    await first.stop()
    expect(await ask(second.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.stop()
    expect(postmasterPid(join(dataDir, 'postgres'))).toBeUndefined()
  })

  it('wait for one in another container until its heartbeat has stopped', async () => {
    await (await startEmbedded({ dataDir })).stop()
    const lease = join(dataDir, 'leases', 'foreign.json')
    writeFileSync(lease, JSON.stringify({ ...thisProcess(), space: 'another container' }))
    const almostStale = new Date(Date.now() - 11_000)
    utimesSync(lease, almostStale, almostStale)
    const said: string[] = []
    const { stop } = await startEmbedded({ dataDir, log: (level) => said.push(level) })
    expect(said[0]).toBe('warn')
    expect(existsSync(lease)).toBe(false)
    await stop()
  })

  it('find the server started again after it was killed', async () => {
    const { connection, stop } = await startEmbedded({ dataDir })
    await ask(connection, 'create table kept as select 1 as one')
    const before = postmasterPid(join(dataDir, 'postgres'))
    if (before === undefined) throw new Error('no server')
    process.kill(before, 'SIGKILL')
    await expect
      .poll(() => ask(connection, 'select one from kept').catch(() => 'not yet'), { timeout: 30_000, interval: 200 })
      .toEqual([{ one: 1 }])
    expect(processIdentity(before)).toBeUndefined()
    await stop()
  })
})

describe('what cannot start says why', () => {
  const pretend = async (major: string) => {
    await (await startEmbedded({ dataDir })).stop()
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), `${major}\n`)
  }

  it('a cluster of a newer PostgreSQL', async () => {
    await pretend('99')
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'database_newer' })
  })

  it('a cluster of an older PostgreSQL', async () => {
    await pretend('16')
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
      code: 'database_too_old',
      message: expect.stringContaining('jitup move'),
    })
  })

  it('a data folder that is a file', async () => {
    writeFileSync(dataDir, '')
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'database_folder_not_writable' })
    await expect(startEmbedded({ dataDir: join(dataDir, 'below') })).rejects.toMatchObject({
      code: 'database_folder_not_writable',
    })
  })

  it.runIf(process.platform === 'linux')('a data folder where no folder can be made, root or not', async () => {
    await expect(startEmbedded({ dataDir: '/proc/no/such' })).rejects.toMatchObject({
      code: 'database_folder_not_writable',
    })
  })

  it('a damaged cluster, in the words of PostgreSQL, and the next start is not blocked', async () => {
    await (await startEmbedded({ dataDir })).stop()
    const control = join(dataDir, 'postgres', 'global', 'pg_control')
    renameSync(control, `${control}.away`)
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
      code: 'database_start_failed',
      message: expect.stringContaining('could not find the database system'),
    })
    renameSync(`${control}.away`, control)
    await (await startEmbedded({ dataDir })).stop()
  })
})
