import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort, newDataDir, removeDataDir, type ServerProcess, startProcess } from '../process/server-process.ts'
import { jitup } from './run.ts'

let dataDir: string
let first: ServerProcess
const settings = async () => ({ PORT: String(await freePort()), JITUP_DATA: dataDir })

beforeEach(async () => {
  dataDir = newDataDir()
  first = await startProcess('demo', await settings())
})
afterEach(async () => {
  if (first.child.exitCode === null && first.child.signalCode === null) await first.kill('SIGTERM')
  removeDataDir(dataDir)
})

describe('jitup demo', () => {
  it('refuses a second demo on the same data, says where the first is, and leaves that one alone', async () => {
    expect(await jitup(['demo'], { env: await settings() })).toEqual({
      code: 1,
      out: '',
      err: `jitup: A demo with this data runs at ${first.url} already. Use that one, stop it, or start this one with --data DIR. (conflict)\n`,
    })
    const metadata = await (await fetch(`${first.url}/demo-idp/metadata`)).text()
    expect(metadata).toContain(`${first.url}/demo-idp/sso`)
    expect((await fetch(`${first.url}/sso/demo/start`, { redirect: 'manual' })).headers.get('location')).toContain(
      `${first.url}/demo-idp/sso`,
    )
  })

  it('starts again after the first was stopped, and after it was killed', async () => {
    await first.kill('SIGTERM')
    first = await startProcess('demo', await settings())
    await first.kill('SIGKILL')
    expect(JSON.parse(readFileSync(join(dataDir, 'demo', 'demo.json'), 'utf8'))).toMatchObject({ url: first.url })
    first = await startProcess('demo', await settings())
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  })

  it('is for this machine alone, and keeps its own database', async () => {
    for (const [env, reason] of [
      [{ PUBLIC_URL: 'https://jitup.example.com' }, /loopback\. \(config_invalid\)\n$/],
      [
        { DATABASE_URL: 'postgres://127.0.0.1:1/jitup', JITUP_SECRET: 'a secret of this test, 32 characters' },
        /without DATABASE_URL\. \(config_invalid\)\n$/,
      ],
    ] as const) {
      const { code, out, err } = await jitup(['demo'], { env: { ...(await settings()), ...env } })
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(reason)
    }
  })
})
