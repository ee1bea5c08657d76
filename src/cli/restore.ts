import { parseArgs } from 'node:util'
import { restore } from '../backup/backup.ts'
import { readConfig, secretsOf } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import { createSeal } from '../store/seal.ts'
import { EXIT, type Io, wrongUse } from './io.ts'

export const help = `Usage: jitup restore FILE [--force] [--data DIR] [--json]

Puts a backup into the database that the settings name. All of it or nothing: a file that is not whole is refused before
anything is touched. Stop every server first. JITUP_SECRET must be the one that the backup was made with (for the embedded
database: the file "secret" of that data folder). Afterwards everybody signs in anew, and answers of identity providers
from before are refused.

  --force   replaces what is in the database; without it only an empty one is filled
`

/** `jitup restore`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      force: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) return wrongUse(io, 'restore', 'Name one file.')
  const config = readConfig({ dataDir: values.data })
  const seal = createSeal(secretsOf(config))
  const database = await connect(config, createLog('error'))
  try {
    const options = { seal, now: () => new Date(), force: values.force ?? false }
    await restore(database.directConnection ?? database.connection, file, options)
    io.stdout(values.json ? `${JSON.stringify({ restored: file })}\n` : 'Restored. Everybody signs in anew.\n')
    return EXIT.done
  } finally {
    await database.stop()
  }
}
