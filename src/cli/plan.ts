import { parseArgs } from 'node:util'
import { claimsFromJson } from '../core/claims-json.ts'
import { type Described, describe, describeBecause, describeProblem } from '../core/describe.ts'
import type { NameId, Plan } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import { say } from '../messages.ts'
import { readConfig, secretsOf } from '../server/config.ts'
import { openApp } from '../server/jitup.ts'
import { createLog } from '../server/log.ts'
import { connect } from '../server/start.ts'
import { preview } from '../sign-on/preview.ts'
import { EXIT, type Io, printable, readInput, toJson, wrongUse } from './io.ts'

const help = `Usage: jitup plan --provider SLUG --claims FILE|- [--name-id VALUE] [--name-id-format URI] [--data DIR] [--json]

Shows what a sign-on with these claims would change, by the rules as they are now. Nothing is written.
Without --name-id it is somebody's first sign-on.
FILE is JSON: {"Department": ["Sales"], "memberOf": []}. One value may stand without brackets.
An attribute with [] was sent empty; one left out was not sent.

Exit code: 0 a sign-on would be let in, 1 refused or failed, 2 wrong use.
`

/** `jitup plan`. */
export async function planCommand(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      provider: { type: 'string' },
      claims: { type: 'string' },
      'name-id': { type: 'string' },
      'name-id-format': { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    io.stdout(help)
    return EXIT.done
  }
  if (values.provider === undefined || values.claims === undefined) {
    return wrongUse(io, 'plan', 'Name --provider and --claims.')
  }
  const claims = readClaims((await readInput(values.claims, io, 4 * 1024 * 1024)).toString('utf8'))
  const config = readConfig({ dataDir: values.data })
  const log = createLog('error')
  const database = await connect(config, log)
  try {
    const { app, close } = await openApp({ ...database, ...config, secrets: secretsOf(config), log })
    try {
      const value = values['name-id']
      const nameId = value === undefined ? somebodyNew : nameIdOf(value, values['name-id-format'] ?? null)
      const { plan } = await preview(app, values.provider, { claims, nameId })
      io.stdout(values.json ? `${toJson(plan)}\n` : text(plan))
      return plan.refusal ? EXIT.failed : EXIT.done
    } finally {
      await close()
    }
  } finally {
    await database.stop()
  }
}

const nameIdOf = (value: string, format: string | null): NameId => ({
  value,
  format,
  nameQualifier: null,
  spNameQualifier: null,
  spProvidedId: null,
})

/** Without --name-id the claims are read as those of a person whom nobody knows yet. */
const somebodyNew = nameIdOf('somebody-new', 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent')

function readClaims(text: string) {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new JitupError('request_malformed', 'The claims are not JSON.', {}, { cause })
  }
  const read = claimsFromJson(json)
  if (read.ok) return read.claims
  const what = read.attribute === null ? 'The claims' : `The attribute ${JSON.stringify(read.attribute)}`
  throw new JitupError('request_malformed', `${what} must be as in {"Department": ["Sales"]}.`)
}

/** The plan in sentences: the decision, what changes, what an administrator should know. */
function text(plan: Plan): string {
  const changes = plan.changes.map((change) => {
    const because = 'because' in change ? ` (${sentence(describeBecause(change.because))})` : ''
    return `  ${sentence(describe(change))}${because}`
  })
  const problems = plan.problems.map((one) => `  ${one.code}: ${sentence(describeProblem(one))}`)
  const block = (title: string, lines: readonly string[]) => (lines.length > 0 ? `${title}\n${lines.join('\n')}\n` : '')
  return `Decision: ${plan.decision}\n${block('Changes', changes)}${block('Problems', problems)}`
}

const sentence = ({ key, values }: Described): string => printable(say(key, values))
