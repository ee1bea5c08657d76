import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { supervise } from '../../src/store/embedded/supervise.ts'
import { migrate } from '../../src/store/migrate.ts'
import { asAdmin } from './admin.ts'

/** The server all tests of one run share. Plain data, because it travels to the workers. */
export type TestServer = {
  /** As an account that may create databases. */
  readonly admin: pg.ClientConfig
  /** As whom the tests work: on the embedded server an account without special rights. */
  readonly user: Pick<pg.ClientConfig, 'user' | 'password'>
  /** A migrated database nobody is connected to. */
  readonly template: string
  /**
   * How it is cloned. Copying files takes a quarter of the work of logging every page, but begins with a checkpoint, which is
   * cheap only where nothing waits for the disk.
   */
  readonly strategy: 'file_copy' | 'wal_log'
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer
  }
}

type Started = { readonly admin: pg.ClientConfig; readonly user: TestServer['user']; stop(): Promise<void> }

/** One server for the whole run: `TEST_DATABASE_URL` (an account that may create databases), else our own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL ?? ''
  const server = url === '' ? await startOwn() : given(url)
  const template = `jitup_test_${randomBytes(5).toString('hex')}_template`
  try {
    await asAdmin(server.admin, `create database ${template} owner ${pg.escapeIdentifier(server.user.user ?? '')}`)
    await migrate({ ...server.admin, ...server.user, database: template })
  } catch (error) {
    await server.stop()
    throw error
  }
  const strategy = url === '' ? 'file_copy' : 'wal_log'
  project.provide('postgres', { admin: server.admin, user: server.user, template, strategy })
  return async () => {
    // Only a server that stays needs tidying.
    if (url !== '') await asAdmin(server.admin, `drop database if exists ${template} with (force)`)
    await server.stop()
  }
}

async function startOwn(): Promise<Started> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jitup-test-'))
  // Nobody misses this database after a power cut, so it need not wait for the disk.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const { connection, stop } = await supervise({ dataDir, settings })
  const { user, ...address } = connection
  return {
    admin: { ...address, user: 'postgres', database: 'postgres' },
    user: { user, ...(address.password === undefined ? {} : { password: address.password }) },
    stop: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function given(url: string): Started {
  const { host, port, user = '', password, database = 'postgres' } = new pg.Client({ connectionString: url })
  const account = { user, ...(password ? { password } : {}) }
  return { admin: { host, port, database, ...account }, user: account, stop: async () => {} }
}
