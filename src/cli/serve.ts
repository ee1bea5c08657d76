import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { startServer } from '../server/start.ts'
import { offerSetup } from '../sign-on/first-run.ts'
import { EXIT, type Io } from './io.ts'
import { untilStopped } from './until-stopped.ts'

export const help = `Usage: jitup serve [--data DIR]

Runs the server until it is told to stop. While nobody is here yet it prints a link by which the first administrator comes to be;
it can be used once, for half an hour, and a new start makes a new one.

Settings come from the environment: PORT, HOST, PUBLIC_URL, DATABASE_URL, JITUP_DATA, JITUP_SECRET, JITUP_CONFIG,
JITUP_ADMIN_TOKEN, LOG_LEVEL, TRUST_PROXY. See docs/operations.md.

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
  const first = await offerSetup(server.app)
  if (first) {
    const until = first.expiresAt.toISOString()
    io.stdout(`Nobody is here yet. The first administrator opens, once, until ${until}:\n${first.url}\n`)
  }
  await untilStopped()
  await server.stop()
  return EXIT.done
}
