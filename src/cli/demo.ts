import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startDemo } from '../demo/demo.ts'
import { readConfig } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { EXIT, type Io } from './io.ts'
import { untilStopped } from './until-stopped.ts'

export const help = `Usage: jitup demo [--data DIR]

Runs jitup with a demo identity provider and a sample directory, on this machine only; nothing to configure.
Set PORT to listen elsewhere than on 3000.

  --data DIR   where the demo keeps its data; demo/ in JITUP_DATA or ./data when not given
`

/** `jitup demo`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { data: { type: 'string' }, json: { type: 'boolean' } },
  })
  // A folder of its own below the usual one: no real server may ever find the demo's identity provider.
  const config = readConfig({ dataDir: values.data, dataSubfolder: values.data === undefined ? 'demo' : undefined })
  const server = await startDemo(config, createLog(config.logLevel === 'info' ? 'warn' : config.logLevel))
  io.stdout(welcome(config.publicUrl, config.dataDir))
  await untilStopped()
  await server.stop()
  return EXIT.done
}

const welcome = (url: string, dataDir: string): string => `
  jitup demo

  Open   ${url}
  then   sign in with the demo identity provider as John Best
  see    what his sign-in will change, confirm it, and find his contact filled in
  edit   his attributes at ${url}/demo-idp and sign in again

  Data   ${join(dataDir, '.')}   (delete the folder to start afresh)
  Stop   Ctrl+C

`
