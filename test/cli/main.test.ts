import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, expect, it, test } from 'vitest'
import { jitup as commandLine } from '../../src/cli/jitup.ts'
import { jitup } from './run.ts'

const commands = [
  'serve',
  'demo',
  'verify',
  'decode',
  'plan',
  'migrate',
  'import',
  'rehearse',
  'backup',
  'restore',
  'move',
  'admin',
  'doctor',
  'worklist',
  ...['explain', 'coverage', 'scenario', 'replay', 'undo', 'revisions', 'test-link', 'reseal'],
]

describe('jitup', () => {
  it.each(['--help', '-h', 'help'])('explains itself to %s: every command in a line', async (word) => {
    const { code, out, err } = await jitup([word])
    expect([code, err]).toEqual([0, ''])
    for (const command of [...commands, 'config']) expect(out).toMatch(new RegExp(`^ {2}${command} +\\w`, 'm'))
  })

  it('explains itself without a command too, but that is wrong use', async () => {
    const { code, out } = await jitup([])
    expect(code).toBe(2)
    expect(out).toContain('Usage: jitup COMMAND')
  })

  it.each(['--version', '-v'])('tells the version of its package to %s', async (word) => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await jitup([word])).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })

  it.each(['srve', 'constructor', '--nonsense', ''])('knows no command %j and says where the help is', async (word) => {
    expect(await jitup([word])).toEqual({
      code: 2,
      out: '',
      err: `jitup: There is no command ${JSON.stringify(word)}.\nSee "jitup --help".\n`,
    })
  })
})

/** The same in this process: each process of its own would load everything for one line. */
async function inHere(argv: string[]) {
  let [out, err] = ['', '']
  const code = await commandLine(argv, {
    stdin: Readable.from([]),
    stdout: (text) => {
      out += text
    },
    stderr: (text) => {
      err += text
    },
  })
  return { code, out, err }
}

describe.each(commands)('jitup %s', (command) => {
  test('explains itself and does nothing else', async () => {
    const { code, out, err } = await inHere([command, '--help'])
    expect([code, err]).toEqual([0, ''])
    expect(out.startsWith(`Usage: jitup ${command}`)).toBe(true)
  })

  test('answers an option it does not know with one reason and where its help is', async () => {
    const { code, out, err } = await inHere([command, '--nonsense'])
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe(`jitup: Unknown option '--nonsense'.\nSee "jitup ${command} --help".\n`)
  })
})
