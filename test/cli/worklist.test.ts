/** The worklist from the command line, beside a server that runs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addProvider, newApi, signOn } from '../api/api-world.ts'
import { beside } from './beside.ts'
import { jitup } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'jitup-'))
let api: Api
let env: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  api = await newApi()
  env = beside(api, folder)
  const { idp } = await addProvider(api, 'acme')
  await api.post('/converters', { attributes: ['Dept'], column: 'Department', unknownValue: 'queue' })
  for (const text of ['Sales', 'S\u202eales']) await signOn(api, idp, 'acme', 'john', { Dept: [text] })
}, 120_000)
afterAll(async () => {
  await api.end()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => jitup(['worklist', ...args], { env })

describe('jitup worklist', () => {
  it('lists what needs somebody; what has only arrived shows when it is asked for', async () => {
    const listed = await run()
    expect(listed.code).toBe(0)
    expect(listed.out.trim().split('\n').length).toBeGreaterThan(0)
    expect(listed.out).not.toContain('Sales')
    const claims = await run('list', '--kind', 'lookup-value', '--provider', 'acme', '--claims')
    expect(claims.out).toContain('Sales')
    expect(claims.out).not.toContain('\u202e')
  })

  it('shows one entry, acts on it, and refuses to act twice', async () => {
    const { out } = await run('list', '--claims', '--json')
    const entry = JSON.parse(out).find((one: { facts: { text: string } }) => one.facts.text === 'Sales')
    expect((await run('show', entry.id)).out).toContain('can be done: create, alias, dismiss')
    const done = await run('do', entry.id, 'create')
    expect([done.code, done.err]).toEqual([0, ''])
    expect(done.out).toMatch(/^resolved {2}/)
    expect((await api.get('/lookups/Department/values?search=sales')).body.items).toHaveLength(1)
    const again = await run('do', entry.id, 'create', '--json')
    expect(again.code).toBe(1)
    expect(JSON.parse(again.out).code).toBe('conflict')
    const audit = await api.get(`/audit?about=${entry.id}`)
    const kinds = audit.body.items.map(({ kind }: { kind: string }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['worklist.actions', 'claims.read']))
  })

  it('tells wrong use from what it cannot do', async () => {
    expect((await run('frobnicate')).code).toBe(2)
    expect((await run('do', 'x')).code).toBe(2)
    expect((await run('show', 'nothing')).err).toContain('(not_found)')
    expect((await run('list', '--kind', 'nonsense')).code).toBe(1)
    expect((await run('do', 'nothing', 'fly')).code).toBe(1)
  })
})
