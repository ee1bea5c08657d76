import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { freePort, newDataDir, removeDataDir, startProcess } from '../process/server-process.ts'
import { databaseRuns, jitup } from './run.ts'

const dataDir = newDataDir()
afterAll(() => removeDataDir(dataDir))

const file = (name: string, text: string): string => {
  writeFileSync(join(dataDir, name), text)
  return join(dataDir, name)
}

beforeAll(async () => {
  file('idp.xml', createIdentityProvider().metadata())
  file('closed.xml', createIdentityProvider({ entityId: 'https://closed.example' }).metadata())
  const config = file(
    'jitup.yaml',
    `
providers:
  - { slug: acme, name: Acme, metadata: ./idp.xml, roleAttributes: [memberOf] }
  - { slug: closed, name: Closed, metadata: ./closed.xml, create: false }
roles:
  - { name: Sales team }
converters:
  - { attribute: Department, column: Department }
  - { column: Type, default: Employee }
roleRules:
  - { group: sales, role: Sales team }
`,
  )
  const env = { PORT: String(await freePort()), JITUP_DATA: dataDir, JITUP_CONFIG: config }
  const server = await startProcess('serve', env)
  await server.kill('SIGTERM')
})

const claims = JSON.stringify({ Department: ['Sales'], memberOf: ['sales'] })
const plan = (args: readonly string[], stdin = claims) =>
  jitup(['plan', '--data', dataDir, '--claims', '-', ...args], { stdin })

describe('jitup plan', () => {
  it('shows what a first sign-on would change and why, and ends with 0', async () => {
    const { code, out, err } = await plan(['--provider', 'acme'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^Decision: create\nChanges\n/)
    expect(out).toContain('Department becomes Sales (because Department says so)')
    expect(out).toContain('Type becomes Employee (always this value)')
    expect(out).toContain('Gives Sales team (because of the group sales, by the group mapping)')
  })

  it('writes nothing: the next one is a first sign-on again, and no database is left running', async () => {
    expect((await plan(['--provider', 'acme', '--name-id', 'kim'])).out).toMatch(/^Decision: create\n/)
    expect((await plan(['--provider', 'acme', '--name-id', 'kim'])).out).toMatch(/^Decision: create\n/)
    expect(databaseRuns(dataDir)).toBe(false)
  })

  it('reads the claims from a file too, and tells the whole plan as JSON', async () => {
    const { code, out } = await jitup([
      'plan',
      ...['--data', dataDir, '--provider', 'acme', '--claims', file('claims.json', claims), '--json'],
    ])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      decision: 'create',
      refusal: null,
      changes: expect.arrayContaining([expect.objectContaining({ kind: 'role-granted', role: 'Sales team' })]),
    })
  })

  it('ends with 1 when the sign-on would be refused, with the reason', async () => {
    const { code, out, err } = await plan(['--provider', 'closed'])
    expect([code, err]).toEqual([1, ''])
    expect(out).toMatch(/^Decision: refuse\n/)
    expect(out).toContain('user_not_provisioned: ')
    expect(out).not.toContain('Changes')
    const json = await plan(['--provider', 'closed', '--json'])
    expect([json.code, JSON.parse(json.out).decision]).toEqual([1, 'refuse'])
  })

  it('ends with 1 and one line for claims that cannot be read', async () => {
    const shape = 'must be as in {"Department": ["Sales"]}. (request_malformed)\n'
    for (const [stdin, err] of [
      ['{Department: Sales}', 'jitup: The claims are not JSON. (request_malformed)\n'],
      ['["Sales"]', `jitup: The claims ${shape}`],
      ['{"Department": 7}', `jitup: The attribute "Department" ${shape}`],
    ] as const) {
      expect(await plan(['--provider', 'acme'], stdin)).toEqual({ code: 1, out: '', err })
    }
    const missing = await jitup(['plan', '--provider', 'acme', '--claims', './missing.json', '--data', dataDir])
    expect(missing).toEqual({ code: 1, out: '', err: 'jitup: Cannot read ./missing.json. (request_malformed)\n' })
  })

  it('ends with 1 for a provider that does not exist, as JSON when asked', async () => {
    const message = 'There is no identity provider "acne".'
    expect(await plan(['--provider', 'acne'])).toEqual({
      code: 1,
      out: '',
      err: `jitup: ${message} (provider_unknown)\n`,
    })
    const { code, out, err } = await plan(['--provider', 'acne', '--json'])
    expect([code, err]).toEqual([1, ''])
    expect(JSON.parse(out)).toMatchObject({ code: 'provider_unknown', message })
    expect(databaseRuns(dataDir)).toBe(false)
  })

  it('ends with 2 when it is not told whose claims, or which', async () => {
    for (const args of [[], ['--provider', 'acme'], ['--claims', '-']]) {
      expect(await jitup(['plan', ...args])).toEqual({
        code: 2,
        out: '',
        err: 'jitup: Name --provider and --claims.\nSee "jitup plan --help".\n',
      })
    }
  })
})
