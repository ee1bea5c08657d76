import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ask, clusterIsBeingMade, openFolder, postmasterPid, removeFolder } from '../setup/embedded-folder.ts'
import { type Compiled, compileSupervisor, type OtherProcess, startProcess } from '../setup/embedded-process.ts'

let compiled: Compiled
let folder: string
let dataDir: string
let cluster: string
let started: OtherProcess[]

const start = (): OtherProcess => {
  const other = startProcess(compiled.entry, { dataDir })
  started.push(other)
  return other
}

beforeAll(() => {
  compiled = compileSupervisor()
})

afterAll(() => compiled.remove())

beforeEach(() => {
  folder = openFolder()
  dataDir = join(folder, 'data')
  cluster = join(dataDir, 'postgres')
  started = []
})

afterEach(async () => {
  for (const other of started) await other.kill()
  removeFolder(folder)
})

describe('processes that share a data folder', () => {
  it('adopt the server of a killed one, with all that was committed', async () => {
    const first = start()
    const { connection } = await first.answer
    await ask(connection, 'create table kept as select 1 as one')
    const pid = postmasterPid(cluster)
    await first.kill()
    const second = start()
    const answer = await second.answer
    expect(answer.adopted).toBe(true)
    expect(postmasterPid(cluster)).toBe(pid)
    expect(await ask(answer.connection, 'select one from kept')).toEqual([{ one: 1 }])
    await second.stop()
    expect(postmasterPid(cluster)).toBeUndefined()
  })

  it('make one database when they start together on an empty folder', async () => {
    const all = [start(), start(), start()]
    const answers = await Promise.all(all.map(({ answer }) => answer))
    expect(answers.filter(({ adopted }) => !adopted)).toHaveLength(1)
    expect(new Set(answers.map(({ connection }) => connection.host)).size).toBe(1)
    const [one, two, three] = all
    await Promise.all([one?.stop(), two?.kill()])
    const connection = (await three?.answer)?.connection
    if (connection === undefined) throw new Error('no answer')
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await three?.stop()
    expect(postmasterPid(cluster)).toBeUndefined()
  })

  it('begin again after one was killed while it made the database', async () => {
    const first = startProcess(compiled.entry, { dataDir })
    started.push(first)
    first.answer.catch(() => {})
    await expect.poll(() => clusterIsBeingMade(dataDir), { timeout: 20_000, interval: 5 }).toBe(true)
    await first.kill()
    const second = start()
    expect((await second.answer).adopted).toBe(false)
    await second.stop()
  })

  it('get a new server when the one of a killed process lost its socket', async () => {
    const first = start()
    const { connection } = await first.answer
    const before = postmasterPid(cluster)
    await first.kill()
    // As a tidying job that empties the temporary folder.
    rmSync(connection.host, { recursive: true })
    const second = start()
    const answer = await second.answer
    expect(answer.adopted).toBe(false)
    expect(postmasterPid(cluster)).not.toBe(before)
    expect(await ask(answer.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.stop()
  })
})
