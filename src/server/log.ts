import { pino } from 'pino'
import type { Log } from '../sign-on/app.ts'

/** Never logged, wherever they turn up in a logged object. */
const redacted = [
  'cookie',
  'authorization',
  'set-cookie',
  'password',
  'token',
  'secret',
  'SAMLResponse',
  'claims',
  'values',
]

/** JSON lines on standard error: standard output belongs to commands' results. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: redacted.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
        censor: '[redacted]',
      },
    },
    pino.destination({ fd: 2, sync: false }),
  )
}

/** A log that keeps silent, for libraries and tests. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
