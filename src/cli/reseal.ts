import { parseArgs } from 'node:util'
import { reseal } from '../sign-on/reseal.ts'
import { EXIT, type Io } from './io.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup reseal [--data DIR] [--json]

Seals anew what an earlier secret has sealed, so that JITUP_SECRET_PREVIOUS is no longer needed. Before it, start every node with the
new JITUP_SECRET and the old one in JITUP_SECRET_PREVIOUS. The nodes go on working meanwhile; it may be run again.

Exit code: 0 all is sealed with JITUP_SECRET, 1 some of it no known secret opens, 2 wrong use.
`

/** `jitup reseal`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { data: { type: 'string' }, json: { type: 'boolean' } },
  })
  const done = await withApp({ data: values.data }, (app) => reseal(app))
  if (values.json) io.stdout(`${JSON.stringify(done)}\n`)
  else {
    io.stdout(`Sealed anew: ${done.resealed}.\n`)
    if (done.unreadable > 0)
      io.stdout(`No known secret opens ${done.unreadable} more; add it to JITUP_SECRET_PREVIOUS.\n`)
  }
  return done.unreadable > 0 ? EXIT.failed : EXIT.done
}
