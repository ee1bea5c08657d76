import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { JitupError } from '../errors.ts'
import { say } from '../messages.ts'
import { type SignOnScenario, scenarioOfSignOn } from '../sign-on/scenario.ts'
import { recordAudit } from '../store/audit.ts'
import { signOnById } from '../store/sign-ons.ts'
import { isUuid } from '../store/uuid.ts'
import { EXIT, type Io, tell, wrongUse } from './io.ts'
import { withApp } from './with-app.ts'

export const help = `Usage: jitup scenario SIGN-ON --to DIR [--keep-values] [--data DIR] [--json]

Copies a past sign-on as a scenario: four JSON files, claims, rules, before and plan, from which the plan can be made again
anywhere. SIGN-ON is the reference that the person was shown. Values of people are replaced by made-up ones; what the rules name
themselves stays. That it was read is noted in the audit.

  --to DIR       where the files go; none of them may be there
  --keep-values  with people's own values
  --data DIR     where the embedded database lives when there is no DATABASE_URL
`

/** `jitup scenario`. */
export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      'keep-values': { type: 'boolean' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const [id] = positionals
  const { to } = values
  if (id === undefined || positionals.length > 1) return wrongUse(io, 'scenario', 'Name one sign-on.')
  if (to === undefined) return wrongUse(io, 'scenario', 'Name the folder with --to.')
  const made = await withApp({ data: values.data }, async (app) => {
    const row = isUuid(id) ? await signOnById(app.db, id) : null
    if (!row) throw new JitupError('not_found', 'There is no such sign-in.')
    const scenario = await scenarioOfSignOn(app, row, { keepValues: values['keep-values'] === true })
    await recordAudit(app.db, app.now(), { kind: 'claims.read', author: { kind: 'system' }, objects: [row.id] })
    return scenario
  })
  const files = await write(made, to)
  const { madeUp, notes } = made
  const lines = [
    `${files.length} files in ${to}, with ${madeUp ? 'made-up values' : 'the values of the person'}.`,
    ...notes.map((note) => say(`scenario.note-${note}`)),
  ]
  tell(io, values.json, { json: { to, files, madeUp, notes }, lines })
  return EXIT.done
}

/** Others must not read them, and what is there is not written over. */
async function write(scenario: SignOnScenario, to: string): Promise<readonly string[]> {
  const { claims, rules, before, plan } = scenario
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const [name, content] of Object.entries({ claims, rules, before, plan })) {
    const path = join(to, `${name}.json`)
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx', mode: 0o600 }).catch((cause) => {
      throw new JitupError('request_malformed', `Cannot write ${path}.`, {}, { cause })
    })
  }
  return ['claims.json', 'rules.json', 'before.json', 'plan.json']
}
