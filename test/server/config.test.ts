import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isJitupError } from '../../src/errors.ts'
import { commandLineOf, readConfig, secretsOf } from '../../src/server/config.ts'

const home = mkdtempSync(join(tmpdir(), 'jitup-config-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const secret = 'a secret of this test, 32 characters'

const codeOf = (env: Record<string, string>): string => {
  try {
    readConfig({}, env)
  } catch (error) {
    if (isJitupError(error)) return error.code
    throw error
  }
  return 'read'
}

describe('the settings', () => {
  it.each([
    'postgres://jitup@db.example:5432/jitup',
    'postgresql://jitup:p%23ss@127.0.0.1/jitup?sslmode=verify-full',
    'postgres://jitup@/jitup?host=/run/postgresql',
    '/run/postgresql jitup',
  ])('take %s for a database', (url) => {
    expect(readConfig({}, { DATABASE_URL: url, JITUP_SECRET: secret }).databaseUrl).toBe(url)
  })

  it.each(['jitup', 'db.example/jitup', 'postgres://jitup:pa#ss@db.example/jitup'])('refuse %s', (url) => {
    expect(codeOf({ DATABASE_URL: url, JITUP_SECRET: secret })).toBe('config_invalid')
    expect(codeOf({ DATABASE_DIRECT_URL: url })).toBe('config_invalid')
  })

  it.each([
    [{ HOST: '0.0.0.0' }, 'public_url_required'],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://jitup.example.com' }, 'read'],
    [{ PUBLIC_URL: 'http://localhost:8080' }, 'read'],
    [{ PUBLIC_URL: 'http://127.0.0.1.example.com' }, 'public_url_insecure'],
    [{ PUBLIC_URL: 'https://jitup.example.com/?a=b' }, 'config_invalid'],
    [{ PUBLIC_URL: 'https://somebody@jitup.example.com' }, 'config_invalid'],
    [{ PUBLIC_URL: 'ftp://jitup.example.com' }, 'config_invalid'],
  ])('with %j are %s', (env, code) => expect(codeOf(env)).toBe(code))

  it('name the hosts that may stand in a private network, and nothing but hosts', () => {
    const hosts = (text: string) => readConfig({}, { JITUP_ALLOW_PRIVATE_HOSTS: text }).allowPrivateHosts
    expect(hosts(' IdP.inside.example, 10.0.0.7,,fd00::7 ')).toEqual(['idp.inside.example', '10.0.0.7', 'fd00::7'])
    expect(readConfig({}, {}).allowPrivateHosts).toEqual([])
    for (const text of ['10.0.0.0/8', '*.example', 'https://idp.example']) {
      expect(codeOf({ JITUP_ALLOW_PRIVATE_HOSTS: text })).toBe('config_invalid')
    }
  })

  it('leave no slash at the end of the public address', () => {
    expect(readConfig({}, { PUBLIC_URL: 'https://example.com/jitup//' }).publicUrl).toBe('https://example.com/jitup')
  })

  it('are read without writing; the secret is made when it is asked for, once, for its owner alone', () => {
    const dataDir = join(home, 'data')
    const config = readConfig({ dataDir }, { JITUP_SECRET_PREVIOUS: 'old,,older' })
    expect(existsSync(dataDir)).toBe(false)
    const [made = '', ...previous] = secretsOf(config)
    expect(made.length).toBeGreaterThanOrEqual(32)
    expect(previous).toEqual(['old', 'older'])
    expect(secretsOf(config)[0]).toBe(made)
    expect(readFileSync(join(dataDir, 'secret'), 'utf8').trim()).toBe(made)
    if (process.platform !== 'win32') expect(statSync(join(dataDir, 'secret')).mode & 0o077).toBe(0)
  })

  it('prefer JITUP_SECRET to the folder’s', () => {
    const config = readConfig({ dataDir: join(home, 'none') }, { JITUP_SECRET: secret })
    expect(secretsOf(config)).toEqual([secret])
    expect(existsSync(join(home, 'none'))).toBe(false)
  })

  it('tell what a command needs to find the same installation, and no secret', () => {
    const on = (env: Record<string, string>, dataDir?: string) => commandLineOf(readConfig({ dataDir }, env))
    expect(on({}, 'some/where')).toEqual({ dataFolder: resolve('some/where'), variables: [] })
    expect(on({ JITUP_DATA: '/srv/jitup', JITUP_SECRET: secret })).toEqual({
      dataFolder: resolve('/srv/jitup'),
      variables: ['JITUP_SECRET'],
    })
    const server = { DATABASE_URL: 'postgres://jitup:word@db/jitup', JITUP_SECRET: secret }
    expect(on(server)).toEqual({ dataFolder: null, variables: ['DATABASE_URL', 'JITUP_SECRET'] })
  })
})
