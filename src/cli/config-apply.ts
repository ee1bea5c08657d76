import { parseArgs } from 'node:util'
import { difference, reconcile } from '../config-file/reconcile.ts'
import { shownDifference } from '../config-file/show.ts'
import type { App } from '../sign-on/app.ts'
import { recordAudit } from '../store/audit.ts'
import type { Tx } from '../store/database.ts'
import { planText, readConfigInput, withdrawalOf } from './config-plan.ts'
import { EXIT, type Io, toJson, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

/** `jitup config apply`. */
export async function configApply(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      prune: { type: 'boolean' },
      withdraw: { type: 'string' },
      plan: { type: 'string' },
      confirm: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [name, ...others] = positionals
  if (name === undefined || others.length > 0) return wrongUse(io, 'config', 'Name one file.')
  const withdraw = withdrawalOf(values.withdraw)
  if (withdraw === null) return wrongUse(io, 'config', '--withdraw is now or next-sign-on.')
  const { confirm, plan, json = false } = values
  if (confirm !== undefined && !/^[0-9]{1,9}$/.test(confirm)) return wrongUse(io, 'config', '--confirm is a number.')
  const file = await readConfigInput(name, io)
  const reach = { prune: values.prune, withdraw }
  return withApp({ data: values.data }, async (app) => {
    const before = await difference(app, file, reach)
    if (!json) io.stdout(planText(shownDifference(before)))
    // What was shown is what is done: whoever changes something in between stops it.
    const agreed = { digest: plan ?? before.digest, confirm: confirm === undefined ? undefined : Number(confirm) }
    const made = await reconcile(app, file, { ...reach, ...agreed }, { kind: 'config' }, (tx) => note(tx, app, before))
    if (json) io.stdout(`${toJson(shownDifference(made))}\n`)
    else if (made.revision !== null) io.stdout(`Applied, as revision ${made.revision}.\n`)
    return EXIT.done
  })
}

/** As the API's request of the same name. */
const note = (tx: Tx, app: App, { differences, takes }: Awaited<ReturnType<typeof difference>>): Promise<void> =>
  recordAudit(tx, app.now(), {
    kind: 'configuration.create',
    author: { kind: 'config' },
    ruled: true,
    facts: {
      added: differences.filter((one) => one.op === 'add').length,
      changed: differences.filter((one) => one.op === 'change').length,
      removed: differences.filter((one) => one.op === 'remove').length,
      takes,
    },
  })
