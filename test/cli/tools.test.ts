/** The tools from the command line, beside a server that runs: the same functions, the same figures, the same refusals. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run as replayCommand } from '../../src/cli/replay.ts'
import { run as revisionsCommand } from '../../src/cli/revisions.ts'
import { run as testLinkCommand } from '../../src/cli/test-link.ts'
import { run as undoCommand } from '../../src/cli/undo.ts'
import { type Api, addProvider, all, newApi } from '../api/api-world.ts'
import { dumpOfDirectory, insertPeople } from '../sign-on/tools-world.ts'
import { beside } from './beside.ts'
import { jitup } from './run.ts'

const people = 210
const folder = mkdtempSync(join(tmpdir(), 'jitup-'))
let api: Api
let ruleId = ''
let env: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  api = await newApi()
  env = beside(api, folder)
  const { id } = await addProvider(api, 'acme', { roleAttributes: ['memberOf'], absentGroups: 'none' })
  await api.post('/converters', { attributes: ['Email'], column: 'Email' })
  await api.post('/roles', { name: 'Sales team' })
  ruleId = (await api.post('/role-rules', { group: 'sales', role: 'Sales team' })).body.id
  await insertPeople(api, id, people, (n) => ({
    Email: [`person${n}@acme.example`],
    Title: [`Title ${n % 3}`],
    memberOf: ['sales'],
  }))
  writeFileSync(
    join(folder, 'draft.json'),
    JSON.stringify({
      roleRules: { remove: [ruleId] },
      converters: { upsert: [{ attributes: ['Title'], column: 'JobTitle' }] },
    }),
  )
}, 120_000)
afterAll(async () => {
  await api.end()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => jitup(args, { env })
const json = async (...args: string[]) => {
  const ended = await run(...args, '--json')
  return { ...ended, body: JSON.parse(ended.out) }
}
const newest = async (): Promise<number> => (await api.get('/revisions?limit=1')).body.items[0].revision
const draft = join(folder, 'draft.json')

describe('jitup replay and jitup undo', () => {
  let before: unknown
  let replayId = ''
  let revision = 0

  it('tries a draft on stored sign-ons, tells on stderr how far it is, and changes nothing', async () => {
    before = await dumpOfDirectory(api)
    revision = await newest()
    const { code, out, err } = await run('replay', '--provider', 'acme', '--last', '1000', '--draft', draft)
    expect(code).toBe(0)
    expect(err).toMatch(new RegExp(`^Tried: ${people} of ${people}$`, 'm'))
    expect(out).toContain(`People: ${people}, of whom something would change for ${people}`)
    expect(out).toContain(`People to whom the draft makes a difference: ${people}`)
    expect(out).toContain(`  JobTitle: filled ${people}`)
    expect(out).toContain(`  Sales team: withdrawn ${people}`)
    expect(await dumpOfDirectory(api)).toEqual(before)
    expect(await newest()).toBe(revision)
  })

  it('saves the draft as one version and is then held back by the ceiling, with the number to confirm', async () => {
    const { code, body } = await json('replay', '--provider', 'acme', '--draft', draft, '--save', '--apply')
    expect([code, body]).toMatchObject([1, { code: 'withdrawals_over_ceiling', details: { count: people } }])
    expect(await newest()).toBe(revision + 1)
    replayId = (await api.get('/replays?limit=1')).body.items[0].id
    const shown = await json('replay', replayId)
    expect([shown.code, shown.body]).toMatchObject([
      0,
      { stage: 'try', state: 'done', counts: { losses: { acme: people } } },
    ])
  })

  it('carries it out with that number, and once', async () => {
    const done = await json('replay', replayId, '--apply', '--confirm-withdrawals', String(people))
    expect(done.body).toMatchObject({ stage: 'apply', state: 'done', counts: { applied: { applied: people } } })
    expect(done.err).toContain(`Carried out: ${people} of ${people}`)
    expect((await json('replay', replayId, '--apply')).code).toBe(0)
    const held = await api.app.db.query(sql`
      select 1 from grants g join roles r on r.id = g.role_id where r.name = 'Sales team'`)
    expect(held).toHaveLength(0)
  })

  it('takes one person back, and lists what somebody has changed since', async () => {
    const [entry] = (await api.get('/sign-ons?outcome=replayed&limit=1')).body.items
    await api.patch(`/contacts/${entry.contactId}`, { columns: { JobTitle: 'Chief' } })
    const dry = await run('undo', entry.id, '--dry-run')
    expect([dry.code, dry.err]).toEqual([1, ''])
    expect(dry.out).toContain('Gives Sales team')
    expect(dry.out).toContain('Stays: JobTitle was changed since')
    const { body } = await json('undo', entry.id)
    expect(body).toMatchObject({ dryRun: false, conflicts: [{ code: 'value_changed' }], entryId: expect.any(String) })
    await api.patch(`/contacts/${entry.contactId}`, { columns: { JobTitle: null } })
  })

  it('takes the whole replay back, and what its draft has changed in the rules', async () => {
    const dry = await json('undo', '--replay', replayId, '--dry-run')
    expect(dry.body).toMatchObject({ dryRun: true, people: people - 1 })
    const undone = await run('undo', '--replay', replayId)
    expect(undone.err).toContain('Taken back: ')
    const rules = await json('undo', '--revision', String(revision + 1))
    expect([rules.code, rules.body]).toMatchObject([0, { of: revision + 1, revision: revision + 2, conflicts: [] }])
    expect((await all(api, '/role-rules', 50)).map((one) => one.id)).toEqual([ruleId])
    const now = (await dumpOfDirectory(api)) as { grants: unknown }
    expect(now.grants).toEqual((before as { grants: unknown }).grants)
    expect((await json('undo', '--revision', String(revision + 1))).body.revision).toBeNull()
  })

  it('is cancelled by Ctrl-C: what was carried out is whole, and goes on when it is called again', async () => {
    await api.post('/converters', { attributes: ['Title'], column: 'Notes' })
    const tried = await json('replay', '--provider', 'acme')
    const id = tried.body.id
    const child = spawn(process.execPath, [main, 'replay', id, '--apply'], {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, sent] = ['', false]
    child.stdout.on('data', (part) => {
      out += part
    })
    child.stderr.on('data', () => {
      if (!sent) child.kill('SIGINT')
      sent = true
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    const record = (await api.get(`/replays/${id}`)).body
    // A fast machine may have come to the end before it heard the word.
    expect([
      [1, 'cancelled'],
      [0, 'done'],
    ]).toContainEqual([code, record.state])
    if (code === 1) expect(out).toContain(`To go on: jitup replay ${id} --apply`)
    const applied = await all(api, `/replays/${id}/people?applied=applied`, 200)
    const filled = await api.app.db.query(sql`select 1 from contacts where "Notes" is not null`)
    expect(filled).toHaveLength(applied.length)
    expect((await json('replay', id, '--apply')).body).toMatchObject({ state: 'done', done: people })
    expect(await api.app.db.query(sql`select 1 from contacts where "Notes" is not null`)).toHaveLength(people)
  })

  it('stand in the audit', async () => {
    const kinds = new Set((await all(api, '/audit', 200)).map((one) => one.kind))
    for (const kind of ['replays.create', 'replays.apply', 'undo.create']) expect([...kinds]).toContain(kind)
  })
})

describe('jitup revisions', () => {
  it('lists, shows and compares them', async () => {
    const made = (await api.post('/converters', { attributes: ['zip'], column: 'Zip', defaultValue: 'A\u202eB' })).body
    const number = await newest()
    const list = await run('revisions', '--last', '2')
    expect(list.out.split('\n')).toHaveLength(3)
    expect(list.out).toMatch(new RegExp(`^${number}  \\S+  token `))
    const shown = await run('revisions', 'show', String(number))
    expect(shown.out).toContain(
      'New: The column ZIP/postal code is filled from the attribute zip, otherwise with A\\u202eB.',
    )
    const diff = await json('revisions', 'diff', String(number - 1), String(number))
    expect(diff.body).toMatchObject({ from: number - 1, to: number, items: [{ id: made.id, change: 'added' }] })
    const back = await json('revisions', 'diff', String(number), String(number - 1))
    expect(back.body.items).toMatchObject([{ change: 'removed' }])
    expect((await run('revisions', 'show', '999999')).err).toContain('(not_found)')
  })

  it('restores one, which can be asked before, and says what would be widened', async () => {
    const then = await newest()
    await api.patch('/providers/acme', { employees: { create: false, update: true } })
    const dry = await run('revisions', 'restore', String(then), '--dry-run')
    expect(dry.out).toContain('acme could do more than now: employees (create)')
    expect(dry.out).toContain('Nothing was written')
    const refused = await json('revisions', 'restore', String(then))
    expect([refused.code, refused.body.code]).toEqual([1, 'restore_widens'])
    const done = await json('revisions', 'restore', String(then), '--confirm-widening')
    expect([done.code, done.body.revision]).toEqual([0, then + 2])
    expect((await api.get('/providers/acme')).body.employees.create).toBe(true)
  })
})

describe('jitup test-link', () => {
  it('makes a link, and tells what became of it', async () => {
    const made = await json('test-link', 'acme', '--hours', '2')
    expect(made.body).toMatchObject({ provider: 'acme', openedAt: null, signOnId: null })
    expect(made.body.url).toMatch(/^http:\/\/localhost:3000\/sso\/acme\/test-link#/)
    const shown = await run('test-link', '--of', made.body.id)
    expect([shown.code, shown.out]).toEqual([0, expect.stringMatching(/^Not opened yet/)])
    expect((await run('test-link', 'nobody')).err).toContain('(provider_unknown)')
  })
})

describe('wrong use', () => {
  const commands = {
    replay: replayCommand,
    undo: undoCommand,
    revisions: revisionsCommand,
    'test-link': testLinkCommand,
  } as const

  it.each<[keyof typeof commands, ...string[]]>([
    ['replay', '--last', '0'],
    ['replay', '--apply', '--draft', 'x'],
    ['replay', '--save'],
    ['replay', 'a', 'b'],
    ['replay', 'a', '--last', '5'],
    ['replay', '--confirm-withdrawals', 'x'],
    ['undo'],
    ['undo', 'a', '--revision', '1'],
    ['undo', '--revision', 'x'],
    ['revisions', 'forget'],
    ['revisions', 'diff'],
    ['revisions', 'show', 'x'],
    ['revisions', 'restore', '1', '--confirm-withdrawals', 'many'],
    ['test-link'],
    ['test-link', 'acme', '--hours', '999'],
  ])('%s %s %s ends with 2, before anything is opened', async (command, ...args) => {
    let [out, err] = ['', '']
    const io = {
      stdin: process.stdin,
      stdout: (text: string) => {
        out += text
      },
      stderr: (text: string) => {
        err += text
      },
    }
    const given = args.filter((one) => one !== undefined)
    expect([await commands[command](given, io), out]).toEqual([2, ''])
    expect(err).toMatch(/^jitup: .*\nSee "jitup .* --help"\.\n$/)
  })
})

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
