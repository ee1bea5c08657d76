import { parseArgs } from 'node:util'
import { difference } from '../config-file/reconcile.ts'
import { shownDifference } from '../config-file/show.ts'
import { planText, readConfigInput, withdrawalOf } from './config-plan.ts'
import { EXIT, type Io, toJson, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

/** `jitup config diff`. */
export async function configDiff(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      prune: { type: 'boolean' },
      withdraw: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [name, ...others] = positionals
  if (name === undefined || others.length > 0) return wrongUse(io, 'config', 'Name one file.')
  const withdraw = withdrawalOf(values.withdraw)
  if (withdraw === null) return wrongUse(io, 'config', '--withdraw is now or next-sign-on.')
  const file = await readConfigInput(name, io)
  const made = await withApp({ data: values.data }, (app) => difference(app, file, { prune: values.prune, withdraw }))
  const shown = shownDifference(made)
  io.stdout(values.json ? `${toJson(shown)}\n` : planText(shown))
  return made.differences.length === 0 ? EXIT.done : EXIT.failed
}
