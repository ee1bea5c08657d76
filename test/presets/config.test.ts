import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { applyConfig } from '../../src/config-file/apply.ts'
import { parseConfig } from '../../src/config-file/parse.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { providerBySlug } from '../../src/store/providers.ts'
import type { Author } from '../../src/store/rules.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

const metadata = createIdentityProvider({ entityId: 'https://acme.example/idp' }).metadata()
const person: Author = { kind: 'user', userId: '00000000-0000-7000-8000-000000000000' }

let database: FreshDatabase
let running: RunningApp
beforeEach(async () => {
  database = await freshDatabase()
  const connection = { ...database.connection, max: 4 }
  const secrets = [randomBytes(32).toString('hex')]
  running = await openApp({ connection, secrets, publicUrl: 'http://localhost:3000', log: silentLog })
})
afterEach(async () => {
  await running.close()
  await database.drop()
})

const fileWith = (...lines: string[]) =>
  [
    'providers:',
    '  - slug: acme',
    '    name: Acme',
    '    metadata: ./acme.xml',
    ...lines.map((line) => `    ${line}`),
  ].join('\n')
const apply = (...lines: string[]) =>
  applyConfig(
    running.app,
    parseConfig(fileWith(...lines), 'jitup.yaml', () => metadata),
  )
const stored = async () => {
  const found = await providerBySlug(running.app.db, 'acme')
  if (!found) throw new Error('no provider')
  return found
}

test('a preset in the file decides what the file does not say', async () => {
  await apply('preset: keycloak', 'ignoreGroups: [guests]', 'singleLogout: false')
  expect(await stored()).toMatchObject({
    preset: 'keycloak',
    policy: {
      roleAttributes: ['Role', 'member'],
      absentGroups: 'none',
      groupNames: 'last-segment',
      ignoreGroups: ['guests'],
    },
    settings: { singleLogout: false, nameIdPolicy: 'omit' },
  })
  expect((await apply('preset: keycloak', 'ignoreGroups: [guests]', 'singleLogout: false')).changes).toEqual([])
})

test('another preset in the file changes the instructions, and no setting', async () => {
  await apply('preset: keycloak')
  const before = await stored()
  expect((await apply('preset: adfs')).changes).toEqual(['provider acme: preset changed'])
  expect(await stored()).toEqual({ ...before, preset: 'adfs', version: before.version + 1 })
})

test('the fields for groups can be set without a preset', async () => {
  await apply('absentGroups: none', 'groupSeparator: ";"', 'groupNames: cn')
  expect((await stored()).policy).toMatchObject({ absentGroups: 'none', groupSeparator: ';', groupNames: 'cn' })
})

test('what an administrator has narrowed stays narrow, though the file has changed as well', async () => {
  await apply('absentGroups: keep', 'groupNames: as-sent')
  const narrow = { absentGroups: 'none', groupNames: 'last-segment', groupSeparator: ',' } as const
  await updateProviderBy(running.app, person, 'acme', narrow)
  const { kept } = await apply('absentGroups: keep', 'groupNames: cn', 'groupSeparator: ";"')
  expect(kept.toSorted()).toEqual([
    'provider acme: absentGroups',
    'provider acme: groupNames',
    'provider acme: groupSeparator',
  ])
  expect((await stored()).policy).toMatchObject({
    absentGroups: 'none',
    groupNames: 'last-segment',
    groupSeparator: ',',
  })
})

test('mistakes say what is allowed', () => {
  const problemsOf = (line: string) => {
    try {
      parseConfig(fileWith(line), 'jitup.yaml', () => metadata)
    } catch (error) {
      return String(error)
    }
    return ''
  }
  expect(problemsOf('preset: ADFS')).toContain('"adfs"')
  expect(problemsOf('groupNames: CN')).toContain('"cn"')
  expect(problemsOf('absentGroups: nothing')).toContain('keep or none')
  expect(problemsOf('groupSeparator: ""')).toContain('1 to 8')
})
