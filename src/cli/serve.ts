import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { startServer } from '../server/start.ts'
import { EXIT, type Io } from './io.ts'
import { untilStopped } from './until-stopped.ts'

export const help = `Usage: jitup serve [--data DIR]

Runs the server until it is told to stop. Settings come from the environment: PORT, HOST, PUBLIC_URL, DATABASE_URL,
JITUP_DATA, JITUP_SECRET, JITUP_CONFIG, JITUP_ADMIN_TOKEN, LOG_LEVEL, TRUST_PROXY. See docs/operations.md.

  --data DIR   where the embedded database lives when there is no DATABASE_URL; ./data when not given
  --json       errors as JSON
`

/** `jitup serve`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { data: { type: 'string' }, json: { type: 'boolean' } },
  })
  const config = readConfig({ dataDir: values.data })
  const log = createLog(config.logLevel)
  const server = await startServer(config, log)
  io.stdout(`jitup listens: ${config.publicUrl}\n`)
  await untilStopped()
  await server.stop()
  return EXIT.done
}
