import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import { migrate } from '../store/migrate.ts'
import { EXIT, type Io } from './io.ts'

export const help = `Usage: jitup migrate [--data DIR] [--json]

Brings the database to this version's schema and lists the migrations applied. Several may run at once. Without DATABASE_URL it
makes one in a data folder that has none.
`

/** `jitup migrate`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { data: { type: 'string' }, json: { type: 'boolean' } },
  })
  const config = readConfig({ dataDir: values.data })
  const database = await connect(config, createLog(config.logLevel))
  try {
    const { applied } = await migrate(database.directConnection ?? database.connection)
    if (values.json) io.stdout(`${JSON.stringify({ applied })}\n`)
    else io.stdout(applied.length > 0 ? `Applied: ${applied.join(', ')}\n` : 'The database is up to date.\n')
    return EXIT.done
  } finally {
    await database.stop()
  }
}
