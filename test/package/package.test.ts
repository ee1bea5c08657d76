import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const run = promisify(execFile)
const repository = fileURLToPath(new URL('../..', import.meta.url))
// Below the repository, so that the unpacked package finds its dependencies where npm would have put them.
const home = join(repository, 'test', '.artifacts', 'package')
const unpacked = join(home, 'node_modules', 'jitup')

beforeAll(async () => {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(unpacked, { recursive: true })
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', home], { cwd: repository })
  const tarball = readdirSync(home).find((name) => name.endsWith('.tgz')) ?? ''
  await run('tar', ['-xzf', join(home, tarball), '-C', unpacked, '--strip-components=1'])
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

it('the packed package gives every entry point that its users import', async () => {
  const script = `
    import { createJitup, JitupError } from 'jitup'
    import { plan, project, describe } from 'jitup/core'
    import { verifyResponse } from 'jitup/saml'
    import { createIdentityProvider, toFormField } from 'jitup/testing'
    const idp = createIdentityProvider()
    const acsUrl = 'https://app.example/acs'
    const xml = idp.respond({ acsUrl, audience: 'app', inResponseTo: '_1', nameId: { value: 'kim' } })
    const verdict = verifyResponse(toFormField(xml), { idpEntityId: idp.entityId, spEntityId: 'app', acsUrl,
      keys: [(await import('node:crypto')).createPublicKey(idp.keys.privateKey)], now: new Date(), request: { kind: 'id', id: '_1' } })
    console.log(JSON.stringify({ verdict: verdict.verdict, kinds: [createJitup, JitupError, plan, project, describe].map((one) => typeof one) }))
  `
  writeFileSync(join(home, 'user.mjs'), script)
  const { stdout } = await run(process.execPath, ['user.mjs'], { cwd: home })
  expect(JSON.parse(stdout)).toEqual({ verdict: 'accepted', kinds: Array(5).fill('function') })
})

it('its command line answers, with migrations and schemas on board', async () => {
  const { stdout } = await run(process.execPath, [join(unpacked, 'dist/cli/main.js'), '--help'])
  for (const command of ['serve', 'demo', 'verify', 'decode', 'plan', 'migrate']) expect(stdout).toContain(command)
  expect(readdirSync(join(unpacked, 'src/store/migrations'))).toContain('0001_directory.sql')
})

it('it carries no tests, fixtures or built leftovers', async () => {
  expect(readdirSync(unpacked).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'dist',
    'package.json',
    'src',
  ])
})
