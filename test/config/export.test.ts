import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addCustomColumn } from '../../src/api/edit/columns.ts'
import { deleteConverter, saveConverter } from '../../src/api/edit/converters.ts'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { deleteRoleRule, saveRoleRule } from '../../src/api/edit/role-rules.ts'
import { deleteRole, saveRole } from '../../src/api/edit/roles.ts'
import { applyConfig } from '../../src/config-file/apply.ts'
import { builtInCaptions, builtInLookups, builtInRoles } from '../../src/config-file/built-in.ts'
import { plainFields } from '../../src/config-file/defaults.ts'
import { exportConfig } from '../../src/config-file/export.ts'
import { parseConfig } from '../../src/config-file/parse.ts'
import { difference, reconcile } from '../../src/config-file/reconcile.ts'
import { isJitupError } from '../../src/errors.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import type { App } from '../../src/sign-on/app.ts'
import { readColumns } from '../../src/store/columns.ts'
import { listConverters } from '../../src/store/converters.ts'
import { lookupCaptions } from '../../src/store/lookup-configuration.ts'
import { listRoleRules } from '../../src/store/role-rules.ts'
import { listRoles } from '../../src/store/roles.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type World, worldArbitrary } from '../core/arbitraries.ts'
import { catalogue } from '../core/world.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { decideEverything, person } from './whole.ts'

const noFiles = (): string => {
  throw new Error('an export names no files')
}
const read = (text: string) => parseConfig(text, 'export.yaml', noFiles)

const opened: { database: FreshDatabase; running: RunningApp }[] = []
const openEmpty = async (): Promise<App> => {
  const database = await freshDatabase()
  const running = await openApp({
    connection: { ...database.connection, max: 3 },
    secrets: [randomBytes(32).toString('hex')],
    publicUrl: 'http://localhost:3000',
    log: silentLog,
  })
  opened.push({ database, running })
  return running.app
}
const closeAll = async () => {
  for (const { database, running } of opened.splice(0)) {
    await running.close()
    await database.drop()
  }
}

describe('An export', () => {
  afterEach(closeAll)

  test('of a configuration with every option is the same text once it was applied to an empty server', async () => {
    const app = await openEmpty()
    await decideEverything(app)
    const text = await exportConfig(app)
    expect((await difference(app, read(text), { prune: true })).differences).toEqual([])
    const other = await openEmpty()
    await reconcile(other, read(text), {})
    expect(await exportConfig(other)).toBe(text)
    expect((await difference(other, read(text), { prune: true })).differences).toEqual([])
    // A start with it finds nothing to do, and made by a start it is the same.
    expect(await applyConfig(other, read(text))).toEqual({ changes: [], kept: [] })
    const third = await openEmpty()
    await applyConfig(third, read(text))
    expect(await exportConfig(third)).toBe(text)
  })

  test('holds no id, no secret and no person', async () => {
    const app = await openEmpty()
    await decideEverything(app)
    const text = await exportConfig(app)
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i)
    expect(text).not.toMatch(/PRIVATE KEY/)
    expect(text).not.toContain('By a sign-on')
    expect(text).toContain('fallBack: Sales')
  })

  test('of a new server says nothing', async () => {
    const text = await exportConfig(await openEmpty())
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['{}'])
    expect(read(text).providers).toEqual([])
  })

  test('leaves out what is as it was from the beginning, and that is known exactly', async () => {
    const app = await openEmpty()
    const columns = [...(await readColumns(app.db)).values()]
    expect(Object.fromEntries(columns.map((one) => [one.name, one.caption]))).toEqual(builtInCaptions)
    expect(Object.fromEntries(await lookupCaptions(app.db))).toEqual(builtInLookups)
    const roles = await listRoles(app.db)
    expect(Object.fromEntries(roles.map((one) => [one.builtIn, one.name]))).toEqual(builtInRoles)
    const metadata = createIdentityProvider({ entityId: 'https://new.example' }).metadata()
    await createProvider(app, person, { slug: 'new', name: 'New', metadata })
    const text = await exportConfig(app)
    const told = [...text.matchAll(/^ {4}(\w+):/gm)].map(([, key]) => key)
    expect(told).toEqual(['name', 'partner'])
    expect(plainFields({ users: 'employee' })).toMatchObject({ roles: 'sync', 'external.create': false })
  })

  test('leaves out the provider of the demo, with all that is its own', async () => {
    const app = await openEmpty()
    const metadata = createIdentityProvider({ entityId: 'https://demo.example' }).metadata()
    await createProvider(app, person, { slug: 'demo', name: 'Demo', metadata, demo: true })
    await saveConverter(app, person, { column: 'Job', attributes: ['job'], provider: 'demo' })
    await saveConverter(app, person, { column: 'Job', attributes: ['job'] })
    const text = await exportConfig(app)
    expect(text).not.toContain('demo')
    const { differences } = await difference(app, read(text), { prune: true })
    expect(differences).toEqual([])
  })

  test('has two rows of one position in the order in which they count', async () => {
    const app = await openEmpty()
    const condition = { attribute: 'kind', equals: 'guest' }
    await saveConverter(app, person, { column: 'Job', attributes: ['one'], position: 5, condition })
    await saveConverter(app, person, { column: 'Job', attributes: ['two'], position: 5 })
    const [first] = await listConverters(app.db)
    const text = await exportConfig(app)
    expect((await difference(app, read(text), { prune: true })).differences).toEqual([])
    const other = await openEmpty()
    await reconcile(other, read(text), {})
    expect((await listConverters(other.db)).map((one) => [one.position, one.attributes?.[0]])).toEqual(
      first?.attributes?.[0] === 'one'
        ? [
            [5, 'one'],
            [6, 'two'],
          ]
        : [
            [5, 'two'],
            [6, 'one'],
          ],
    )
    expect(await exportConfig(other)).toBe(text)
  })
})

describe('Whatever rules there are', () => {
  const runs = Math.max(10, Math.ceil(Number(process.env.LAW_RUNS_DATABASE ?? 300) / 12))
  let from: App
  let to: App

  beforeAll(async () => {
    from = await openEmpty()
    to = await openEmpty()
    for (const app of [from, to]) {
      for (const { custom, name, caption, type, lookup } of catalogue) {
        if (custom) await addCustomColumn(app, person, { name, caption, type, lookup })
      }
    }
    for (const slug of ['corporate', 'other']) {
      const metadata = createIdentityProvider({ entityId: `https://${slug}.example` }).metadata()
      await createProvider(from, person, { slug, name: slug, metadata })
    }
  })
  afterAll(closeAll)

  test('a server that was configured otherwise is the same after the export was applied with --prune', async () => {
    await fc.assert(
      fc.asyncProperty(worldArbitrary(), async (world) => {
        await decide(from, world)
        const text = await exportConfig(from)
        expect((await difference(from, read(text), { prune: true })).differences).toEqual([])
        const shown = await difference(to, read(text), { prune: true })
        const done = await reconcile(to, read(text), { prune: true, digest: shown.digest })
        expect(done.digest).toBe(shown.digest)
        expect(await exportConfig(to)).toBe(text)
        expect((await difference(to, read(text), { prune: true })).differences).toEqual([])
      }),
      { numRuns: runs },
    )
  }, 600_000)
})

/** Decides as the world has it, through the edits: what they refuse is not part of any configuration. */
async function decide(app: App, world: World): Promise<void> {
  for (const { id } of await listConverters(app.db)) await deleteConverter(app, person, id)
  for (const { id } of await listRoleRules(app.db, { after: null, limit: 1000 })) await deleteRoleRule(app, person, id)
  await updateProviderBy(app, person, 'corporate', { allowedRoles: null, createRoles: null })
  for (const role of await listRoles(app.db)) if (!role.builtIn) await deleteRole(app, person, role.id)
  const slugOf = (id: string | null) => (id === null ? null : id === world.provider.id ? 'corporate' : 'other')
  for (const { name, protected: isProtected, builtIn } of world.roles) {
    if (builtIn === null && name === name.trim()) await unlessRefused(saveRole(app, { name, protected: isProtected }))
  }
  const nameOf = new Map(world.roles.map((one) => [one.id, one.name]))
  const { id: _, slug: __, allowedRoles, ...policy } = world.provider
  const named = allowedRoles?.map((id) => nameOf.get(id) ?? '')
  const options = ['roleNameCase', 'createRoles', 'withdrawalCeiling', 'lookupCeiling', 'allowedAccounts'] as const
  const none = Object.fromEntries(options.map((name) => [name, null]))
  const patch = { ...none, ...policy, allowedRoles: named ?? null } as unknown as Parameters<typeof updateProviderBy>[3]
  await unlessRefused(updateProviderBy(app, person, 'corporate', patch))
  for (const { id: ___, providerId, ...row } of world.rules.converters) {
    const input = { ...row, provider: slugOf(providerId) } as unknown as Parameters<typeof saveConverter>[2]
    await unlessRefused(saveConverter(app, person, input))
  }
  for (const { groups, match, roleId, providerId } of world.rules.roleRules) {
    const role = nameOf.get(roleId) ?? ''
    await unlessRefused(saveRoleRule(app, person, { groups: [...groups], match, role, provider: slugOf(providerId) }))
  }
}

const unlessRefused = (edit: Promise<unknown>): Promise<unknown> =>
  edit.catch((error: unknown) => {
    if (!isJitupError(error)) throw error
  })
