import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

const readOrEmpty = (read: () => string): string => {
  try {
    return read().trim()
  } catch {
    return ''
  }
}

const bootId = readOrEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))

/**
 * Names the space in which this process's pids mean anything: the host and, on Linux, its pid namespace.
 * Two containers that share a folder see different spaces and must not judge each other by pid.
 */
export const pidSpace = `${hostname()} ${readOrEmpty(() => readlinkSync('/proc/self/ns/pid'))}`.trim()

/**
 * Tells one run of a process from another that was later given the same pid; `undefined` when no such process runs.
 * Linux: boot id and start time; macOS: start time; Windows: only whether it runs. A zombie does not count as running.
 */
export function processIdentity(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = readOrEmpty(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state = '', started = ''] = [fields[0], fields[19]]
    return started === '' || state === 'Z' || state === 'X' ? undefined : `${bootId} ${started}`
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  if (process.platform === 'win32') return 'running'
  const started = readOrEmpty(() => execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }))
  return started === '' ? undefined : started
}

/** Who holds a lock or a lease: written as JSON into its file. */
export type Holder = { readonly pid: number; readonly identity: string; readonly space: string }

/** This process as a holder. */
export const thisProcess = (): Holder => ({
  pid: process.pid,
  identity: processIdentity(process.pid) ?? '',
  space: pidSpace,
})

/** Reads a holder back; `undefined` for a file that is gone, cut short or not ours. */
export function readHolder(file: string): Holder | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>
    if (typeof value.pid !== 'number' || typeof value.identity !== 'string' || typeof value.space !== 'string')
      return undefined
    return { pid: value.pid, identity: value.identity, space: value.space }
  } catch {
    return undefined
  }
}

/** True when the holder lives in our pid space and is the very run that wrote the file. */
export const holderRuns = (holder: Holder): boolean =>
  holder.space === pidSpace && processIdentity(holder.pid) === holder.identity
