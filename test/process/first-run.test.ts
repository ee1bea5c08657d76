/** A new server as an operator starts it: it prints the link for its first administrator, and later none. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jitup } from '../cli/run.ts'
import { freePort, newDataDir, removeDataDir, type ServerProcess, startProcess } from './server-process.ts'

let dataDir: string
const servers: ServerProcess[] = []
beforeAll(() => {
  dataDir = newDataDir()
})
afterAll(async () => {
  for (const { child, kill } of servers) if (child.exitCode === null && child.signalCode === null) await kill('SIGTERM')
  removeDataDir(dataDir)
})

const start = async (more: Readonly<Record<string, string>> = {}) => {
  const server = await startProcess('serve', { PORT: String(await freePort()), JITUP_DATA: dataDir, ...more })
  servers.push(server)
  return server
}

/** The link in what a server has printed, once it is there. */
async function linkOf(server: ServerProcess): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const [, link] = /(http:\S+\/setup#\S+)/.exec(server.output()) ?? []
    if (link !== undefined) return link
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no link:\n${server.output()}`)
}

const setUp = async (server: ServerProcess, link: string) => {
  const answer = await fetch(`${server.url}/setup`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
    body: new URLSearchParams({
      ...{ token: new URL(link).hash.slice(1), login: 'root', way: 'password' },
      ...{ password: 'three calm herons', again: 'three calm herons' },
    }).toString(),
  })
  return answer.status
}

it('is good once, ends with the next start, and is printed no more when somebody is there', async () => {
  const first = await start()
  const old = await linkOf(first)
  expect(old.startsWith(`${first.url}/setup#`)).toBe(true)
  await first.kill('SIGKILL')
  const second = await start()
  const link = await linkOf(second)
  expect(link).not.toBe(old)
  expect(await setUp(second, old)).toBe(403)
  expect(await setUp(second, link)).toBe(303)
  expect(await setUp(second, link)).toBe(409)
  await second.kill('SIGTERM')
  const third = await start()
  expect((await fetch(`${third.url}/setup`)).status).toBe(200)
  await third.kill('SIGTERM')
  expect(third.output()).toContain('jitup listens')
  expect(third.output()).not.toContain('/setup#')
}, 240_000)

it('tells administrators how a command finds it, from any folder', async () => {
  const token = 'a-token-of-this-test-32-characters'
  const server = await start({ JITUP_ADMIN_TOKEN: token })
  const ask = (headers: Readonly<Record<string, string>>) => fetch(`${server.url}/api/v1/command-line`, { headers })
  expect((await ask({})).status).toBe(401)
  const known = await (await ask({ authorization: `Bearer ${token}` })).json()
  expect(known).toEqual({ publicUrl: server.url, dataFolder: dataDir, variables: [] })
  const elsewhere = newDataDir()
  const env = { PUBLIC_URL: server.url }
  const made = await jitup(['admin', 'create', 'rescue', '--data', dataDir, '--json'], { env, cwd: elsewhere })
  removeDataDir(elsewhere)
  expect([made.code, made.err]).toEqual([0, ''])
  expect(JSON.parse(made.out).url.startsWith(`${server.url}/local#`)).toBe(true)
  await server.kill('SIGTERM')
}, 120_000)
