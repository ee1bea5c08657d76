import { parseArgs } from 'node:util'
import { move } from '../backup/backup.ts'
import { databaseAddress, secretsOf } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import { createSeal } from '../store/seal.ts'
import { readInstalled } from './installed.ts'
import { EXIT, type Io, wrongUse } from './io.ts'

export const help = `Usage: jitup move --to DATABASE_URL [--data DIR] [--json]

Copies everything from the database that the settings name into another one, which must be empty. Stop every server first;
then start them with DATABASE_URL and, when the secret was a file in the data folder, with JITUP_SECRET set to its content.
Nothing is changed in the database that is left.
`

/** `jitup move`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      to: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const to = databaseAddress({ '--to': values.to }, '--to')
  if (to === null) return wrongUse(io, 'move', 'Name --to.')
  const config = readInstalled(values.data)
  const seal = createSeal(secretsOf(config))
  const database = await connect(config, createLog('error'))
  try {
    const from = database.directConnection ?? database.connection
    await move(from, { connectionString: to }, { seal, now: () => new Date() })
    io.stdout(values.json ? `${JSON.stringify({ moved: true })}\n` : moved(config.secret === null))
    return EXIT.done
  } finally {
    await database.stop()
  }
}

const moved = (secretInFile: boolean): string => `Moved. Start the server with DATABASE_URL set to the new database${
  secretInFile ? ' and JITUP_SECRET set to the content of the file "secret" in the data folder' : ''
}.
`
