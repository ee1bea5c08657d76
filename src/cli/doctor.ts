import { parseArgs } from 'node:util'
import { isJitupError } from '../errors.ts'
import { examine, type Finding } from '../server/doctor.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import { readInstalled } from './installed.ts'
import { EXIT, type Io, printable } from './io.ts'

export const help = `Usage: jitup doctor [--data DIR] [--json]

Looks whether everything is in order: settings, database, its schema and clock, the secret, keys and certificates, providers'
metadata, disk, and whether somebody could get in without an identity provider. Nothing is changed.

Exit code: 0 nothing is wrong (warnings do not count), 1 something is.
`

/** `jitup doctor`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { data: { type: 'string' }, json: { type: 'boolean' } },
  })
  const findings = await findingsOf(values.data)
  if (values.json) io.stdout(`${JSON.stringify({ findings })}\n`)
  else for (const one of findings) io.stdout(`${line(one)}\n`)
  return findings.some(({ verdict }) => verdict === 'bad') ? EXIT.failed : EXIT.done
}

/** What keeps the looking from beginning is a finding too. */
async function findingsOf(dataDir: string | undefined): Promise<readonly Finding[]> {
  try {
    const config = readInstalled(dataDir)
    const database = await connect(config, createLog('fatal'))
    try {
      return await examine(config, database, new Date())
    } finally {
      await database.stop()
    }
  } catch (error) {
    if (!isJitupError(error)) throw error
    return [{ check: 'start', verdict: 'bad', message: `${error.message} (${error.code})` }]
  }
}

const line = ({ check, verdict, message }: Finding): string =>
  printable(`${verdict.padEnd(5)} ${check.padEnd(18)} ${message}`)
