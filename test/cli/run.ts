import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** How a command has ended. `code` is null when it was still running after half a minute and was killed. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs `jitup` to its end in a process of its own, with no settings but these. Needs `npm run build`. */
export function jitup(
  args: readonly string[],
  { env = {}, stdin = '', cwd }: { env?: Readonly<Record<string, string>>; stdin?: string; cwd?: string } = {},
): Promise<Ended> {
  const { PATH = '', HOME = '', LANG = 'C.UTF-8' } = process.env
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH, HOME, LANG, LOG_LEVEL: 'warn', ...env },
    stdio: 'pipe',
    timeout: 30_000,
    killSignal: 'SIGKILL',
    ...(cwd === undefined ? {} : { cwd }),
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (part) => {
    out += part
  })
  child.stderr.on('data', (part) => {
    err += part
  })
  child.stdin.end(stdin)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, err }))
  })
}

/** True while an embedded PostgreSQL works in the data folder: its server removes this file when it stops. */
export const databaseRuns = (dataDir: string): boolean => existsSync(join(dataDir, 'postgres', 'postmaster.pid'))
