import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { SuperviseOptions } from '../../src/store/embedded/supervise.ts'
import type { Embedded } from '../../src/store/embedded.ts'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The supervisor as JavaScript in a folder every account can read: what other processes run. */
export type Compiled = { readonly entry: string; remove(): void }

/** Compiles the supervisor alone, so that tests need no build. */
export function compileSupervisor(): Compiled {
  const folder = mkdtempSync(join(tmpdir(), 'jitup-compiled-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'dist'))
  symlinkSync(at('../../node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const config = {
    extends: at('../../tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      rootDir: at('../../src'),
      outDir: join(folder, 'dist'),
      typeRoots: [at('../../node_modules/@types')],
    },
    files: [at('../../src/store/embedded/supervise.ts')],
    include: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  execFileSync(process.execPath, [at('../../node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'pipe' })
  return {
    entry: join(folder, 'dist/store/embedded/supervise.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What such a process answered: the server, or its error. */
export type Answer = Pick<Embedded, 'connection' | 'version' | 'adopted'> & {
  readonly code?: string
  readonly message?: string
}

/** Another process that uses an embedded server. */
export type OtherProcess = {
  readonly answer: Promise<Answer>
  /** Ends it politely. */
  stop(): Promise<void>
  /** Ends it as the kernel would, and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts one; `uid` as whom. */
export function startProcess(entry: string, options: SuperviseOptions, uid?: number): OtherProcess {
  const child = spawn(process.execPath, [at('embedded-process.mjs'), entry, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    env: { PATH: process.env.PATH },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const lines = createInterface({ input: child.stdout })
  const answer = new Promise<Answer>((resolve, reject) => {
    lines.once('line', (line) => resolve(JSON.parse(line) as Answer))
    child.once('exit', (status, signal) => reject(new Error(`ended without an answer: ${status ?? signal}`)))
  })
  return {
    answer,
    stop: async () => {
      child.stdin.end('stop\n')
      await gone
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/**
 * Whether an ordinary user could run this project at all: a clone in a folder that only its owner may enter cannot be tried
 * as anybody else.
 */
export function othersMayEnter(): boolean {
  for (let folder = dirname(at('.')); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
  }
  return true
}
