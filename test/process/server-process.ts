import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** A jitup in a process of its own, as an operator runs it. Needs `npm run build`. */
export interface ServerProcess {
  readonly url: string
  readonly child: ChildProcess
  /** Everything it has printed. */
  readonly output: () => string
  kill(signal: NodeJS.Signals): Promise<void>
}

export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'jitup-'))
export const removeDataDir = (dir: string): void => rmSync(dir, { recursive: true, force: true })

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

export async function startProcess(
  command: 'serve' | 'demo',
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const { PATH = '', HOME = '', LANG = 'C.UTF-8' } = process.env
  const child = spawn(process.execPath, [main, command], {
    env: { PATH, HOME, LANG, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.stdout.on('data', (part) => {
    text += part
  })
  child.stderr.on('data', (part) => {
    text += part
  })
  const url = `http://localhost:${env.PORT}`
  await ready(url, child, () => text)
  return {
    url,
    child,
    output: () => text,
    kill: async (signal) => {
      child.kill(signal)
      await ended
    },
  }
}

async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`jitup ended with ${child.exitCode}:\n${output()}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`jitup is not ready:\n${output()}`)
}
