import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { exportConfig } from '../../src/config-file/export.ts'
import { parseConfig } from '../../src/config-file/parse.ts'
import { difference, reconcile } from '../../src/config-file/reconcile.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { decideEverything } from './whole.ts'

const noFiles = (): string => {
  throw new Error('an export names no files')
}
const read = (text: string) => parseConfig(text, 'export.yaml', noFiles)

const opened: { database: FreshDatabase; running: RunningApp }[] = []
const openEmpty = async () => {
  const database = await freshDatabase()
  const running = await openApp({
    connection: { ...database.connection, max: 3 },
    secrets: [randomBytes(32).toString('hex')],
    publicUrl: 'http://localhost:3000',
    log: silentLog,
  })
  opened.push({ database, running })
  return running.app
}
afterEach(async () => {
  for (const { database, running } of opened.splice(0)) {
    await running.close()
    await database.drop()
  }
})

describe('A configuration that uses every option', () => {
  test('is the same text after it was exported, applied to an empty server and exported there', async () => {
    const app = await openEmpty()
    await decideEverything(app)
    const text = await exportConfig(app)
    const other = await openEmpty()
    const done = await reconcile(other, read(text), {})
    expect(done.differences.every((one) => one.op !== 'remove')).toBe(true)
    expect(await exportConfig(other)).toBe(text)
    expect((await difference(other, read(text), { prune: true })).differences).toEqual([])
  })
})
