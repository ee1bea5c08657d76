/** `jitup config` from the command line, beside a server that runs. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { saveRole } from '../../src/api/edit/roles.ts'
import { exportConfig } from '../../src/config-file/export.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type Api, newApi } from '../api/api-world.ts'
import { beside } from '../cli/beside.ts'
import { jitup } from '../cli/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'jitup-'))
let api: Api
let env: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  api = await newApi()
  env = beside(api, folder)
  writeFileSync(join(folder, 'acme.xml'), createIdentityProvider({ entityId: 'https://acme.example' }).metadata())
  writeFileSync(join(folder, 'jitup.yaml'), text)
})
afterAll(async () => {
  await api.end()
  rmSync(folder, { recursive: true, force: true })
})

const text = `roles: [{ name: Sales }]
providers: [{ slug: acme, name: Acme, metadata: ./acme.xml }]
roleRules: [{ group: "sal\\u202ees", role: Sales }]
`
const file = join(folder, 'jitup.yaml')
const config = (...args: string[]) => jitup(['config', ...args], { env })

describe('jitup config', () => {
  test('shows a plan, applies exactly that, and exports what there is', async () => {
    const shown = await config('diff', file)
    expect([shown.code, shown.err]).toEqual([1, ''])
    expect(shown.out).toContain('  + provider acme\n')
    // What a file has cannot turn a terminal around.
    expect(shown.out).toContain('  + role rule sal\\u202ees → Sales\n')
    const [, plan = ''] = /Plan ([0-9a-f]{32}): 3 to add, 0 to change, 0 to remove\./.exec(shown.out) ?? []
    const stale = await config('apply', file, '--plan', 'f'.repeat(32))
    expect([stale.code, stale.err]).toEqual([1, expect.stringMatching(/\(plan_stale\)\n$/)])
    const done = await config('apply', file, '--plan', plan)
    expect([done.code, done.out]).toEqual([0, expect.stringMatching(/Applied, as revision \d+\.\n$/)])
    expect(await config('diff', file, '--prune')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing differs.'),
    })
    const copy = join(folder, 'copy.yaml')
    expect(await config('export', '--to', copy)).toEqual({ code: 0, out: '', err: '' })
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readFileSync(copy, 'utf8')).toBe(await exportConfig(api.app))
    expect((await config('export')).out).toBe(readFileSync(copy, 'utf8'))
    const audit = (await api.get('/audit?kind=configuration.create')).body.items
    expect(audit).toMatchObject([{ author: { kind: 'config' }, facts: { added: 3, changed: 0, removed: 0, takes: 0 } }])
  }, 120_000)

  test('tells the same as JSON, and what stays', async () => {
    await saveRole(api.app, { name: 'By hand' })
    const plain = await config('diff', file)
    expect([plain.code, plain.out]).toEqual([
      0,
      expect.stringContaining('Not in the file, and stays:\n  = role By hand\n'),
    ])
    const pruned = await config('diff', file, '--prune', '--json')
    expect(pruned.code).toBe(1)
    expect(JSON.parse(pruned.out)).toMatchObject({
      differences: [{ op: 'remove', kind: 'role', title: 'role By hand', fields: [], takes: null }],
      mustConfirm: false,
      revision: null,
    })
  }, 60_000)

  test('is used wrongly with 2, and refuses a file with mistakes with 1', async () => {
    for (const args of [
      [],
      ['show'],
      ['diff'],
      ['diff', file, file],
      ['apply', file, '--confirm', 'x'],
      ['export', file],
    ]) {
      expect([args, (await config(...args)).code]).toEqual([args, 2])
    }
    const wrong = await jitup(['config', 'apply', '-'], { env, stdin: 'roles: [{ nam: x }]\n' })
    expect([wrong.code, wrong.err]).toEqual([
      1,
      expect.stringContaining('-:1:11 roles[0].nam: there is no key "nam" here'),
    ])
    expect((await config('diff', join(folder, 'none.yaml'))).err).toContain('(request_malformed)')
  }, 120_000)
})
