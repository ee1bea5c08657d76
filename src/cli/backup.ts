import { parseArgs } from 'node:util'
import { backup } from '../backup/backup.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import { readInstalled } from './installed.ts'
import { EXIT, type Io, printable, wrongUse } from './io.ts'

export const help = `Usage: jitup backup FILE [--data DIR] [--json]

Writes everything that the database holds into one file, as it is at one moment; the server may go on working.
The file does not hold JITUP_SECRET, without which keys and claims in it cannot be read: keep both, apart.
It is readable by you alone; a file that exists is not replaced.
`

/** `jitup backup`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { data: { type: 'string' }, json: { type: 'boolean' } },
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) return wrongUse(io, 'backup', 'Name one file.')
  const config = readInstalled(values.data)
  const database = await connect(config, createLog('error'))
  try {
    const facts = await backup(database.directConnection ?? database.connection, file, new Date())
    io.stdout(values.json ? `${JSON.stringify({ file, ...facts })}\n` : `Written: ${printable(file)}\n`)
    return EXIT.done
  } finally {
    await database.stop()
  }
}
