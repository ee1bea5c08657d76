import { type DestinationStream, pino } from 'pino'
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

/** JSON lines on standard error, unless they are wanted elsewhere: standard output belongs to commands' results. */
export function createLog(level: string, to: DestinationStream = pino.destination({ fd: 2, sync: false })): Log {
  return pino(
    {
      level,
      base: null,
      serializers: { err: safeError },
      redact: {
        paths: redacted.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
        censor: '[redacted]',
      },
    },
    to,
  )
}

/** A log that keeps silent, for libraries and tests. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

/**
 * What of an error may be logged. A database error quotes rows and values in its message and detail, which are personal data:
 * of those only code, table and constraint are told.
 */
export function safeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, table, constraint, routine } = error as Error & Record<string, unknown>
  const fromDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)
  return {
    type: error.name,
    ...(fromDatabase ? { code, table, constraint, routine } : { code, message: error.message }),
    stack: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)),
    ...(error.cause === undefined ? {} : { cause: safeError(error.cause) }),
  }
}
