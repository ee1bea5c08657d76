/** What the command line tells of past sign-ons: a plan of one by other rules, coverage of many, one copied as a scenario. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plan } from '../../src/core/plan.ts'
import { type Api, addProvider, all, newApi } from '../api/api-world.ts'
import { outlineOf, readScenario, scenariosFolder } from '../core/scenario.ts'
import { signOnByHand } from '../sign-on/tools-world.ts'
import { beside } from './beside.ts'
import { jitup } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'jitup-'))
let api: Api
let signOn = ''
let providerId = ''
let env: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  api = await newApi()
  env = beside(api, folder)
  providerId = (await addProvider(api, 'acme', { roleAttributes: ['memberOf'] })).id
  await api.post('/converters', { attributes: ['Department'], column: 'Department' })
  for (const name of ['ada', 'grace']) {
    signOn = await signOnByHand(api, providerId, name, {
      Department: ['Sales'],
      title: [`Engineer\u202e ${name}`],
      memberOf: ['staff'],
    })
  }
  const rows = [{ attributes: ['title'], column: 'JobTitle' }]
  writeFileSync(join(folder, 'draft.json'), JSON.stringify({ converters: { upsert: rows } }))
  writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ converters: { upsert: [{ column: 'Nowhere' }] } }))
})
afterAll(async () => {
  await api.end()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => jitup(args, { env })
const file = (name: string) => join(folder, name)
const audited = async (id: string) =>
  (await all(api, '/audit?kind=claims.read', 200)).filter((one) => one.objects.includes(id)).length

describe('jitup plan of a past sign-on', () => {
  it('shows what it would do now, and notes in the audit that it was read', async () => {
    const before = await audited(signOn)
    expect(await run('plan', '--sign-on', signOn)).toEqual({ code: 0, out: 'Decision: unchanged\n', err: '' })
    expect(await audited(signOn)).toBe(before + 1)
  })

  it('shows it by the rules in force and by a draft, and what the draft changes', async () => {
    const { code, out, err } = await run('plan', '--sign-on', signOn, '--draft', file('draft.json'))
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^By the rules in force\nDecision: unchanged\n\nBy the draft\nDecision: update\n/)
    expect(out).toContain('What the draft changes\n  + ')
    expect(out).toContain('Engineer\\u202e grace')
    const { before, after, differs } = JSON.parse(
      (await run('plan', '--sign-on', signOn, '--draft', file('draft.json'), '--json')).out,
    )
    expect([before.plan.decision, after.plan.decision]).toEqual(['unchanged', 'update'])
    expect(differs).toEqual({ onlyBefore: [], onlyAfter: after.sentences })
    expect((await api.get('/converters')).body.items).toHaveLength(1)
  })

  it('tries a draft on given claims, too, and on a first sign-on of somebody else', async () => {
    writeFileSync(file('claims.json'), JSON.stringify({ title: 'Captain' }))
    const claims = ['--provider', 'acme', '--claims', file('claims.json'), '--draft', file('draft.json')]
    expect((await run('plan', ...claims)).out).toMatch(/^ {2}\+ .*Captain/m)
    expect((await run('plan', '--sign-on', signOn, '--name-id', 'kim')).out).toMatch(/^Decision: create\n/)
  })

  it('refuses a draft that could not be saved, a sign-on that is not there, and a contradiction', async () => {
    const wrong = await run('plan', '--sign-on', signOn, '--draft', file('wrong.json'))
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('(validation_failed)')])
    expect((await run('plan', '--sign-on', providerId)).err).toContain('(not_found)')
    expect((await run('plan', '--sign-on', signOn, '--claims', '-')).code).toBe(2)
  })
})

describe('jitup coverage', () => {
  it('tells the share of sign-ons that each row and rule had something in, without a value', async () => {
    const { code, out, err } = await run('coverage', '--provider', 'acme')
    expect([code, err]).toEqual([0, ''])
    expect(out).toBe(
      [
        `2 sign-ons by the rules of revision ${(await api.get('/revisions?limit=1')).body.items[0].revision}`,
        'Department <- Department: present 100 %',
        'Sent, and used by no row:',
        '  title: 100 % (usually fills JobTitle)',
        'Groups: present 100 %, empty 0 %, absent 0 %',
        'Groups that give nothing: 1',
        '',
      ].join('\n'),
    )
  })

  it('shows values when asked, in a form that a terminal survives, and then stands in the audit', async () => {
    const before = await audited(providerId)
    const { out } = await run('coverage', '--provider', 'acme', '--values')
    expect(out).toContain('Engineer\\u202e grace')
    expect(out).toContain('  staff: 100 %')
    expect(await audited(providerId)).toBe(before + 1)
    const { rows, groups } = JSON.parse((await run('coverage', '--provider', 'acme', '--json')).out)
    expect([rows[0].values, groups.values]).toEqual([null, null])
  })

  it('ends with 1 for a provider that does not exist and with 2 for wrong use', async () => {
    expect((await run('coverage', '--provider', 'acne')).code).toBe(1)
    for (const args of [[], ['--provider', 'acme', '--last', '0'], ['--provider', 'acme', '--last', '10001']]) {
      expect((await run('coverage', ...args)).code).toBe(2)
    }
  })
})

describe('jitup scenario', () => {
  it('writes four files with made-up values that only their owner reads, and that the scenario test accepts', async () => {
    const to = file('made-up')
    const { code, out } = await run('scenario', signOn, '--to', to)
    expect([code, out]).toEqual([0, `4 files in ${to}, with made-up values.\n`])
    expect(readdirSync(to).toSorted()).toEqual(['before.json', 'claims.json', 'plan.json', 'rules.json'])
    expect(statSync(join(to, 'claims.json')).mode & 0o777).toBe(0o600)
    const { snapshot, claims, rules, expected } = readScenario(relative(scenariosFolder, to))
    expect(outlineOf(plan(snapshot, claims, rules))).toEqual(expected)
    expect(readFileSync(join(to, 'claims.json'), 'utf8')).not.toMatch(/grace|Engineer/)
  })

  it('keeps the values when told to, and writes over nothing', async () => {
    const to = file('real')
    expect((await run('scenario', signOn, '--to', to, '--keep-values', '--json')).code).toBe(0)
    expect(readFileSync(join(to, 'claims.json'), 'utf8')).toContain('grace')
    expect((await run('scenario', signOn, '--to', to)).err).toContain('Cannot write')
    expect(readFileSync(join(to, 'claims.json'), 'utf8')).toContain('grace')
    expect((await run('scenario', providerId, '--to', to)).code).toBe(1)
    expect((await run('scenario', signOn)).code).toBe(2)
  })
})
