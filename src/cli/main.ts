#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { isJitupError } from '../errors.ts'
import { argumentReason, EXIT, type Io, wrongUse } from './io.ts'

type Command = (argv: string[], io: Io) => Promise<number>

/** Loaded when asked for: `verify` needs no web server, `serve` no decoder. */
const commands: Readonly<Record<string, { readonly does: string; readonly load: () => Promise<Command> }>> = {
  serve: { does: 'run the server', load: async () => (await import('./serve.ts')).serveCommand },
  demo: {
    does: 'try everything on this machine, nothing to configure',
    load: async () => (await import('./demo.ts')).demoCommand,
  },
  verify: { does: 'verify one SAML Response offline', load: async () => (await import('./verify.ts')).verifyCommand },
  decode: {
    does: 'decode any SAML message, without trusting it',
    load: async () => (await import('./decode.ts')).decodeCommand,
  },
  plan: { does: 'show what a sign-on would change', load: async () => (await import('./plan.ts')).planCommand },
  explain: {
    does: 'tell why a sign-on or a contact is as it is',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  coverage: {
    does: 'count what the rules find in past sign-ons',
    load: async () => (await import('./coverage.ts')).coverageCommand,
  },
  scenario: {
    does: 'copy a past sign-on as a regression test',
    load: async () => (await import('./scenario.ts')).scenarioCommand,
  },
  replay: {
    does: 'try the rules on past sign-ons, and carry them out',
    load: async () => (await import('./replay.ts')).replayCommand,
  },
  undo: {
    does: 'take back a sign-on, a replay or a version of the rules',
    load: async () => (await import('./undo.ts')).undoCommand,
  },
  revisions: {
    does: 'see, compare and restore versions of the rules',
    load: async () => (await import('./revisions.ts')).revisionsCommand,
  },
  'test-link': {
    does: 'let a colleague try an identity provider',
    load: async () => (await import('./test-link.ts')).testLinkCommand,
  },
  config: {
    does: 'export, compare and apply the configuration as one file',
    load: async () => (await import('./config.ts')).configCommand,
  },
  reseal: { does: 'make earlier secrets needless', load: async () => (await import('./reseal.ts')).resealCommand },
  migrate: { does: 'bring the database up to date', load: async () => (await import('./migrate.ts')).migrateCommand },
  import: { does: 'import people from a CSV file', load: async () => (await import('./import.ts')).importCommand },
  rehearse: {
    does: 'foretell whom an identity provider would find',
    load: async () => (await import('./rehearse.ts')).rehearseCommand,
  },
  backup: { does: 'write everything into one file', load: async () => (await import('./backup.ts')).backupCommand },
  restore: { does: 'put a backup back', load: async () => (await import('./restore.ts')).restoreCommand },
  move: { does: 'copy everything to another database', load: async () => (await import('./move.ts')).moveCommand },
  admin: {
    does: 'make or rescue an administrator who needs no identity provider',
    load: async () => (await import('./admin.ts')).adminCommand,
  },
  worklist: {
    does: 'see what needs somebody, and do it',
    load: async () => (await import('./worklist.ts')).worklistCommand,
  },
  doctor: {
    does: 'look whether everything is in order',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
}

const help = `Usage: jitup COMMAND [options]

${Object.entries(commands)
  .map(([name, { does }]) => `  ${name.padEnd(10)}${does}`)
  .join('\n')}

jitup COMMAND --help tells more, jitup --version which one this is. Settings come from the environment: see docs/operations.md.
`

/** Runs one command. @returns the exit code: 0 done, 1 refused or failed, 2 wrong use */
export async function main(argv: string[], io: Io): Promise<number> {
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
  try {
    return await (await command.load())(rest, io)
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

const write = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(text)
}
const io: Io = { stdin: process.stdin, stdout: write(process.stdout), stderr: write(process.stderr) }
process.exitCode = await main(process.argv.slice(2), io)
