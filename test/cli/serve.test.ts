import { existsSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { newDataDir, removeDataDir } from '../process/server-process.ts'
import { databaseRuns, jitup } from './run.ts'

const home = newDataDir()
const dataDir = join(home, 'data')
afterAll(() => removeDataDir(home))
const secret = 'a secret of this test, 32 characters'

const file = (name: string, text: string): string => {
  writeFileSync(join(home, name), text)
  return join(home, name)
}
const serve = (env: Readonly<Record<string, string>>) => jitup(['serve', '--data', dataDir], { env, cwd: home })

describe('jitup serve with wrong settings ends with one line and makes nothing:', () => {
  const cases: readonly (readonly [what: string, env: Record<string, string>, line: string])[] = [
    [
      'HOST others can reach, without PUBLIC_URL',
      { HOST: '0.0.0.0' },
      'HOST is 0.0.0.0, which others can reach: set PUBLIC_URL to the https address that browsers use. (public_url_required)',
    ],
    [
      'a PUBLIC_URL by plain http on a real host',
      { PUBLIC_URL: 'http://jitup.example.com' },
      'PUBLIC_URL must be https: sign-on over plain http can be stolen. (public_url_insecure)',
    ],
    [
      'a PUBLIC_URL that is no address',
      { PUBLIC_URL: 'jitup.example.com' },
      'PUBLIC_URL must be an address such as https://jitup.example.com. (config_invalid)',
    ],
    [
      'DATABASE_URL without JITUP_SECRET',
      { DATABASE_URL: 'postgres://127.0.0.1:1/jitup' },
      'With DATABASE_URL, set JITUP_SECRET to at least 32 random characters and keep it: it encrypts keys and claims. (secret_missing)',
    ],
    [
      'a secret that is too short',
      { JITUP_SECRET: 'short' },
      'JITUP_SECRET must have at least 32 characters. (secret_missing)',
    ],
    [
      'a DATABASE_URL that is no address',
      { DATABASE_URL: 'postgres://jitup:pass#word@127.0.0.1/jitup', JITUP_SECRET: secret },
      'DATABASE_URL must be an address such as postgres://user:password@host:5432/name; special characters in it percent-encoded. (config_invalid)',
    ],
    [
      'a database server that does not answer',
      { DATABASE_URL: 'postgres://127.0.0.1:1/jitup', JITUP_SECRET: secret },
      'The database does not answer. Look whether it runs and whether the connection settings are right. (database_unreachable)',
    ],
    ['a PORT that is none', { PORT: '70000' }, 'PORT must be a whole number from 0 to 65535. (config_invalid)'],
    [
      'a LOG_LEVEL that does not exist',
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent. (config_invalid)',
    ],
    [
      'a configuration file that is not there, by its whole path',
      { JITUP_CONFIG: './jitup.yml' },
      `The configuration file ${join(home, 'jitup.yml')} cannot be read: there is no such file. JITUP_CONFIG names it. (config_invalid)`,
    ],
    [
      'a folder for a configuration file',
      { JITUP_CONFIG: home },
      `The configuration file ${home} cannot be read: it is a folder. JITUP_CONFIG names it. (config_invalid)`,
    ],
  ]
  it.each(cases)('%s', async (_, env, line) => {
    expect(await serve(env)).toEqual({ code: 1, out: '', err: `jitup: ${line}\n` })
    expect(existsSync(dataDir)).toBe(false)
  })

  it('mistakes in the configuration file, each with its place', async () => {
    file('mistakes.yaml', 'converter: []\nroles:\n  - { name: Sales, kind: organizational }\n')
    const { code, out, err } = await serve({ JITUP_CONFIG: './mistakes.yaml' })
    expect([code, out]).toEqual([1, ''])
    expect(err.split('\n')).toEqual([
      'jitup: ./mistakes.yaml:1:1 converter: there is no key "converter" here; did you mean "converters"?',
      expect.stringMatching(/^\.\/mistakes\.yaml:3:26 roles\[0\]\.kind: must be .+ \(config_invalid\)$/),
      '',
    ])
    expect(existsSync(dataDir)).toBe(false)
  })

  it('the same as JSON for a program', async () => {
    const { code, out, err } = await jitup(['serve', '--json'], { env: { HOST: '0.0.0.0' }, cwd: home })
    expect([code, err]).toEqual([1, ''])
    expect(JSON.parse(out)).toMatchObject({ code: 'public_url_required', message: expect.stringContaining('0.0.0.0') })
  })
})

describe('jitup serve that fails when its database runs already stops the database again:', () => {
  let taken: Server
  let port: number
  beforeAll(async () => {
    taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
  })
  afterAll(() => new Promise((resolve) => taken.close(resolve)))

  it('a port that another program uses', async () => {
    expect(await serve({ PORT: String(port) })).toEqual({
      code: 1,
      out: '',
      err: `jitup: Cannot listen on 127.0.0.1:${port}: another program uses it. Choose another PORT. (config_invalid)\n`,
    })
    expect([existsSync(dataDir), databaseRuns(dataDir)]).toEqual([true, false])
  })

  it('a configuration that contradicts the database', async () => {
    file('idp.xml', createIdentityProvider().metadata())
    file('unknown.yaml', 'converters:\n  - { attribute: Department, column: Departmnt }\n')
    const { code, out, err } = await serve({ PORT: '0', JITUP_CONFIG: './unknown.yaml' })
    expect([code, out]).toEqual([1, ''])
    expect(err).toBe(
      'jitup: ./unknown.yaml:2:38 converters[0].column: "Departmnt" is not a contact column; did you mean "Department"? (config_invalid)\n',
    )
    expect(databaseRuns(dataDir)).toBe(false)
  })

  it('a secret other than the one that the data was written with', async () => {
    const { code, err } = await serve({ PORT: '0', JITUP_SECRET: secret })
    expect(code).toBe(1)
    expect(err).toMatch(/^jitup: [^\n]+ \(secret_wrong\)\n$/)
    expect(databaseRuns(dataDir)).toBe(false)
  })

  it('an administrator’s token that is too short', async () => {
    const { code, err } = await serve({ PORT: '0', JITUP_ADMIN_TOKEN: 'short' })
    expect(code).toBe(1)
    expect(err).toMatch(/^jitup: JITUP_ADMIN_TOKEN must [^\n]+ \(config_invalid\)\n$/)
    expect(err).not.toContain('short')
    expect(databaseRuns(dataDir)).toBe(false)
  })

  it('a data folder that cannot be made', async () => {
    const folder = join(file('a-file', ''), 'data')
    const { code, err } = await jitup(['serve', '--data', folder], { env: { PORT: '0' } })
    expect(code).toBe(1)
    expect(err).toMatch(/^jitup: The data folder [^\n]+ \(database_folder_not_writable\)\n$/)
  })
})

describe('jitup migrate', () => {
  const folder = join(home, 'migrated')

  it('lists what it has applied, then that there is nothing to do', async () => {
    const first = await jitup(['migrate', '--data', folder])
    expect([first.code, first.err]).toEqual([0, ''])
    expect(first.out).toMatch(/^Applied: 0001_directory/)
    expect(await jitup(['migrate', '--data', folder])).toEqual({
      code: 0,
      out: 'The database is up to date.\n',
      err: '',
    })
    expect(databaseRuns(folder)).toBe(false)
  })

  it('says the same as JSON', async () => {
    const made = await jitup(['migrate', '--data', join(home, 'made'), '--json'])
    expect(JSON.parse(made.out).applied[0]).toMatch(/^0001_/)
    const { code, out } = await jitup(['migrate', '--data', folder, '--json'])
    expect([code, JSON.parse(out)]).toEqual([0, { applied: [] }])
  })

  it('says why it cannot: no database answers', async () => {
    const env = { DATABASE_URL: 'postgres://127.0.0.1:1/jitup', JITUP_SECRET: secret }
    const { code, out, err } = await jitup(['migrate'], { env })
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(/^jitup: [^\n]+ \(database_unreachable\)\n$/)
  })
})
