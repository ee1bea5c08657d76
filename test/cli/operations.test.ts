/** The commands that keep an installation, one after the other on one data folder, as an operator runs them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { newDataDir, removeDataDir } from '../process/server-process.ts'
import { databaseRuns, jitup } from './run.ts'

const dataDir = newDataDir()
const otherDir = newDataDir()
afterAll(() => {
  removeDataDir(dataDir)
  removeDataDir(otherDir)
})
const on = (folder: string, ...args: string[]) => jitup([...args, '--data', folder])
const at = (name: string) => join(dataDir, name)

describe('On a folder that holds no installation', () => {
  const commands = [
    ['admin', 'create', 'rescue'],
    ['import', at('people.csv')],
    ['backup', at('none.backup')],
    ['move', '--to', 'postgres://127.0.0.1:1/none'],
  ]
  test.each(commands.map((one) => [one.join(' '), one] as const))('%s refuses and makes nothing', async (_, args) => {
    const nowhere = at('nowhere')
    const { code, out, err } = await on(nowhere, ...args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(
      /^jitup: There is no installation in the folder .*nowhere\. .*--data.*\(installation_missing\)\n$/,
    )
    expect(existsSync(nowhere)).toBe(false)
  })

  test('neither does doctor, which says so as a finding; nor the usual folder below where one stands', async () => {
    const empty = at('empty')
    mkdirSync(empty)
    const looked = await on(empty, 'doctor')
    expect([looked.code, looked.out]).toEqual([1, expect.stringMatching(/^bad +start .*\(installation_missing\)\n$/)])
    const made = await jitup(['admin', 'create', 'rescue', '--json'], { cwd: empty })
    expect([made.code, JSON.parse(made.out)]).toMatchObject([1, { code: 'installation_missing' }])
    expect(readdirSync(empty)).toEqual([])
  })
})

describe('On one data folder', () => {
  test('migrate makes an installation, before the first start too', async () => {
    expect((await on(dataDir, 'migrate')).code).toBe(0)
  })

  test('import tries a file, then carries it out, and lists what it left out', async () => {
    writeFileSync(at('people.csv'), 'login,Surname,Email\nada,Lovelace,ada@acme.example\nbad,=Bad,nonsense\n')
    const dry = await on(dataDir, 'import', at('people.csv'), '--dry-run', '--json')
    expect(dry.code).toBe(1)
    expect(JSON.parse(dry.out)).toMatchObject({ rows: 2, created: 1, leftOut: 1, portion: [{ row: 2 }, { row: 3 }] })
    const real = await on(dataDir, 'import', at('people.csv'), '--problems', at('problems.csv'))
    expect([real.code, real.out]).toEqual([1, '1 created, 0 updated, 0 as they were, 1 left out.\n'])
    expect(real.err).toMatch(/^Row 3, Email: .*\(value_invalid\)\n$/)
    expect(readFileSync(at('problems.csv'), 'utf8')).toMatch(
      /^row,field,code,message\r\n"3","Email","value_invalid",".*"\r\n$/,
    )
    expect(statSync(at('problems.csv')).mode & 0o777).toBe(0o600)
    expect((await on(dataDir, 'import', at('people.csv'), '--key', 'Nmae')).err).toContain('import_invalid')
    expect(databaseRuns(dataDir)).toBe(false)
  })

  test('admin makes an administrator and prints the link that signs in', async () => {
    const made = await on(dataDir, 'admin', 'create', 'rescue', '--json')
    expect([made.code, made.err]).toEqual([0, ''])
    expect(JSON.parse(made.out).url).toMatch(/^http:\/\/localhost:3000\/local#/)
    expect((await on(dataDir, 'admin', 'create', 'rescue')).code).toBe(1)
    expect((await on(dataDir, 'admin', 'reset', 'rescue')).out).toMatch(/^Open once, until /)
    expect((await on(dataDir, 'admin', 'reset', 'ada')).err).toContain('(conflict)')
    expect((await on(dataDir, 'admin', 'forget', 'ada')).code).toBe(2)
  })

  test('doctor finds nothing wrong, and a wrong secret at once', async () => {
    const well = await on(dataDir, 'doctor')
    expect(well.code).toBe(0)
    expect(well.out).toMatch(/^ok +database +PostgreSQL 18/m)
    expect(well.out).toMatch(/^ok +secret/m)
    expect(well.out).toMatch(/^ok +administrator/m)
    const ill = await jitup(['doctor', '--data', dataDir, '--json'], { env: { JITUP_SECRET: 'x'.repeat(32) } })
    expect(ill.code).toBe(1)
    const bad = JSON.parse(ill.out).findings.filter((one: { verdict: string }) => one.verdict === 'bad')
    expect(bad).toMatchObject([{ check: 'secret' }])
  })

  test('doctor says what keeps it from looking', async () => {
    const away = await jitup(['doctor'], {
      env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', JITUP_SECRET: 'x'.repeat(32) },
    })
    expect([away.code, away.out]).toEqual([1, expect.stringMatching(/^bad +database .*database_unreachable/m)])
    expect((await jitup(['doctor'], { env: { HOST: '0.0.0.0' } })).out).toMatch(/^bad +start .*public_url_required/)
  })

  test('backup writes a file for its owner, and restore puts it into another folder that has the secret', async () => {
    const file = at('monday.backup')
    expect(await on(dataDir, 'backup', file)).toMatchObject({ code: 0, out: `Written: ${file}\n` })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await on(dataDir, 'backup', file)).err).toContain('(conflict)')
    expect((await on(dataDir, 'restore', file)).err).toContain('(database_not_empty)')
    expect((await on(otherDir, 'restore', file)).err).toContain('(secret_wrong)')
    writeFileSync(join(otherDir, 'secret'), readFileSync(at('secret')))
    expect(await on(otherDir, 'restore', file)).toMatchObject({ code: 0, err: '' })
    expect((await on(otherDir, 'admin', 'reset', 'rescue')).code).toBe(0)
    expect((await on(otherDir, 'import', at('people.csv'))).out).toContain('1 as they were')
    expect((await on(dataDir, 'restore', file, '--force')).code).toBe(0)
    expect((await on(dataDir, 'restore', at('none'))).code).toBe(1)
  })
})

test('rehearse and move say what they need', async () => {
  expect((await on(dataDir, 'rehearse')).code).toBe(2)
  expect((await on(dataDir, 'rehearse', '--provider', 'none')).err).toContain('(provider_unknown)')
  expect((await on(dataDir, 'move')).code).toBe(2)
  expect((await on(dataDir, 'move', '--to', 'nonsense')).err).toContain('(config_invalid)')
})
