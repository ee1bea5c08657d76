import { closeSync, fstatSync, openSync, readSync, statfsSync } from 'node:fs'
import { isJitupError, JitupError } from '../../errors.ts'

const notWritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'])
const almostNothing = 2 * 1024 * 1024

/** The last lines of the server's log, at most 16 KB of them; empty when there is none. */
export function logTail(file: string, lines = 15): string[] {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const { size } = fstatSync(descriptor)
      const buffer = Buffer.alloc(Math.min(size, 16_384))
      readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
      return buffer.toString('utf8').split('\n').filter(Boolean).slice(-lines)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return []
  }
}

/** True when the file system of `folder` has no room: a full disk also swallows the log line that would say so. */
function diskIsFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < almostNothing
  } catch {
    return false
  }
}

/**
 * Turns whatever stopped the embedded server from starting into an error a person can act on:
 * `database_disk_full`, `database_folder_not_writable` or `database_start_failed` with the last lines PostgreSQL wrote.
 */
export function startFailure(cause: unknown, folder: string, output: readonly string[] = []): JitupError {
  if (isJitupError(cause)) return cause
  const { code, syscall = '' } = (cause ?? {}) as NodeJS.ErrnoException
  const text = output.join('\n')
  // Programs and sockets fail with the same codes; only files tell about the folder.
  const aboutFiles =
    code !== undefined && notWritable.has(code) && syscall !== 'connect' && !syscall.startsWith('spawn')
  // A write cut short by the disk's end is reported without the system's words, but always with this hint.
  const saysSo = /No space left on device|quota exceeded|Check free disk space/i.test(text)
  if (code === 'ENOSPC' || code === 'EDQUOT' || saysSo || (!aboutFiles && diskIsFull(folder)))
    return new JitupError(
      'database_disk_full',
      `The disk that holds ${folder} is full. Make room (a new database needs about 100 MB), then start again; nothing is lost.`,
      { folder },
      { cause },
    )
  if (aboutFiles)
    return new JitupError(
      'database_folder_not_writable',
      `jitup cannot write to its data folder ${folder} (${code}). Give the user that runs jitup this folder, choose ` +
        'another one, or set DATABASE_URL to use a PostgreSQL server.',
      { folder, reason: code },
      { cause },
    )
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new JitupError(
    'database_start_failed',
    `The embedded PostgreSQL did not start: ${reason}${text === '' ? '' : `\nIts last words:\n${text}`}\n` +
      'Mend what they name, or set DATABASE_URL to use a PostgreSQL server.',
    { folder, log: output },
    { cause },
  )
}
