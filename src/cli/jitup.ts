import { readFileSync } from 'node:fs'
import { isJitupError } from '../errors.ts'
import { argumentReason, EXIT, type Io, wrongUse } from './io.ts'

interface Command {
  readonly help: string
  readonly run: (argv: string[], io: Io) => Promise<number>
}

/** Loaded when asked for: `verify` needs no web server, `serve` no decoder. */
const commands: Readonly<Record<string, { readonly does: string; readonly load: () => Promise<Command> }>> = {
  serve: { does: 'run the server', load: () => import('./serve.ts') },
  demo: { does: 'try everything on this machine, nothing to configure', load: () => import('./demo.ts') },
  verify: { does: 'verify one SAML Response offline', load: () => import('./verify.ts') },
  decode: { does: 'decode any SAML message, without trusting it', load: () => import('./decode.ts') },
  plan: { does: 'show what a sign-on would change', load: () => import('./plan.ts') },
  explain: { does: 'tell why a sign-on or a contact is as it is', load: () => import('./explain.ts') },
  coverage: { does: 'count what the rules find in past sign-ons', load: () => import('./coverage.ts') },
  scenario: { does: 'copy a past sign-on as a regression test', load: () => import('./scenario.ts') },
  replay: { does: 'try the rules on past sign-ons, and carry them out', load: () => import('./replay.ts') },
  undo: { does: 'take back a sign-on, a replay or a version of the rules', load: () => import('./undo.ts') },
  revisions: { does: 'see, compare and restore versions of the rules', load: () => import('./revisions.ts') },
  'test-link': { does: 'let a colleague try an identity provider', load: () => import('./test-link.ts') },
  config: { does: 'export, compare and apply the configuration as one file', load: () => import('./config.ts') },
  reseal: { does: 'make earlier secrets needless', load: () => import('./reseal.ts') },
  migrate: { does: 'bring the database up to date', load: () => import('./migrate.ts') },
  import: { does: 'import people from a CSV file', load: () => import('./import.ts') },
  rehearse: { does: 'foretell whom an identity provider would find', load: () => import('./rehearse.ts') },
  backup: { does: 'write everything into one file', load: () => import('./backup.ts') },
  restore: { does: 'put a backup back', load: () => import('./restore.ts') },
  move: { does: 'copy everything to another database', load: () => import('./move.ts') },
  admin: { does: 'make or rescue an administrator who needs no identity provider', load: () => import('./admin.ts') },
  worklist: { does: 'see what needs somebody, and do it', load: () => import('./worklist.ts') },
  doctor: { does: 'look whether everything is in order', load: () => import('./doctor.ts') },
}

const help = `Usage: jitup COMMAND [options]

${Object.entries(commands)
  .map(([name, { does }]) => `  ${name.padEnd(10)}${does}`)
  .join('\n')}

jitup COMMAND --help tells more, jitup --version which one this is. Settings come from the environment: see docs/operations.md.
`

/** Runs one command. @returns the exit code: 0 done, 1 refused or failed, 2 wrong use */
export async function jitup(argv: string[], io: Io): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.stdout(help)
    return name === undefined ? EXIT.usage : EXIT.done
  }
  if (name === '--version' || name === '-v') {
    io.stdout(`${version()}\n`)
    return EXIT.done
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return wrongUse(io, '', `There is no command ${JSON.stringify(name)}.`)
  const { help: ofCommand, run } = await command.load()
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout(ofCommand)
    return EXIT.done
  }
  try {
    return await run(rest, io)
  } catch (error) {
    return report(error, name, rest.includes('--json'), io)
  }
}

/** Of the package that this file came in. */
const version = (): string => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version

function report(error: unknown, command: string, json: boolean, io: Io): number {
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return wrongUse(io, command, argumentReason(error))
  }
  if (!isJitupError(error)) throw error
  if (json) io.stdout(`${JSON.stringify({ code: error.code, message: error.message, details: error.details })}\n`)
  else io.stderr(`jitup: ${error.message} (${error.code})\n`)
  return EXIT.failed
}
