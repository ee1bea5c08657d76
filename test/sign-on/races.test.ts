import sql from 'sql-template-tag'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { tokenHash } from '../../src/sign-on/cookies.ts'
import { start } from '../../src/sign-on/start.ts'
import { confirmTest, testOutcome } from '../../src/sign-on/test-sign-on.ts'
import { putRoleRule, recordRevision } from '../../src/store/rules.ts'
import { writeStatus } from '../../src/store/users.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { Browser, count, newWorld, respond, setConverters, signOnAs, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await newWorld()
})
afterEach(() => world.end())

const accepted = (results: readonly unknown[]) => results.filter((one) => one instanceof Response).length

it('two administrators who lose their group at the same moment: one stays in office', async () => {
  await world.app.db.transaction(async (tx) => {
    const [role] = await tx.query<{ id: string }>(sql`select id from roles where built_in = 'administrators'`)
    await putRoleRule(tx, { id: uuid7(new Date()), providerId: null, groups: ['admins'], roleId: role?.id ?? '' })
    await recordRevision(tx, { kind: 'system' })
  })
  for (let round = 0; round < 5; round++) {
    for (const name of ['ada', 'alan']) await signOnAs(world, name, { memberOf: ['admins'] })
    const results = await Promise.all(['ada', 'alan'].map((name) => signOnAs(world, name, { memberOf: [] })))
    expect(accepted(results)).toBe(2)
    const left = await world.app.db.query(sql`
      select 1 from grants where role_id = (select id from roles where built_in = 'administrators')`)
    expect(left).toHaveLength(1)
  }
})

it('many newcomers who want one login name all get in, each with a name of their own', async () => {
  await world.app.db.query(sql`update providers set login_from = 'attribute:Login', version = version + 1`)
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, n) => {
      const browser = new Browser(world)
      const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
      return browser.start().then((id) =>
        browser.post(
          respond(world, id, {
            nameId: { value: `opaque-${n}`, format: persistent, nameQualifier: world.idp.entityId },
            attributes: { Login: ['kim'], memberOf: [] },
          }),
        ),
      )
    }),
  )
  expect(accepted(results)).toBe(8)
  expect(await count(world, 'users')).toBe(8)
})

it('who is switched off while they sign on has no session of that when they are let in again', async () => {
  await signOnAs(world, 'kim', { memberOf: [] })
  const [kim] = await world.app.db.query<{ id: string }>(sql`select id from users where login = 'kim'`)
  const id = kim?.id ?? ''
  let signing: Promise<unknown> = Promise.resolve()
  await world.app.db.transaction(async (tx) => {
    await writeStatus(tx, id, 'disabled')
    let over = false
    signing = signOnAs(world, 'kim', { memberOf: [] }).finally(() => {
      over = true
    })
    const waits = async () =>
      (
        await world.app.db.query(sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      ).length > 0
    while (!over && !(await waits()));
  })
  await signing
  await world.app.db.transaction((tx) => writeStatus(tx, id, 'active'))
  expect(await count(world, 'sessions')).toBe(0)
})

async function testResult(name: string, attributes: Readonly<Record<string, readonly string[]>> = { memberOf: [] }) {
  const browser = new Browser(world)
  const id = await browser.start({ mode: 'test' })
  const redirect = await browser.post(respond(world, id, { nameId: { value: name }, attributes }))
  const path = redirect instanceof Response ? (redirect.headers.get('location') ?? '') : ''
  const browserHash = tokenHash(browser.cookies.get('jitup-local-browser') ?? '')
  return { id: path.split('/').at(-1) ?? '', browserHash, address: null }
}

it('a test sign-on writes nothing until it is confirmed, by its own browser, once', async () => {
  const result = await testResult('kim')
  expect(await count(world, 'users')).toBe(0)
  expect(await count(world, 'sessions')).toBe(0)
  expect(await testOutcome(world.app, result.id, tokenHash('another browser'))).toBeNull()
  const digest = (await testOutcome(world.app, result.id, result.browserHash))?.digest ?? ''
  const twice = await Promise.allSettled([1, 2].map(() => confirmTest(world.app, { ...result, digest })))
  expect(twice.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await count(world, 'users')).toBe(1)
  expect(await count(world, 'sessions')).toBe(1)
})

it('a confirmed test sign-on leaves what needs somebody, like any other', async () => {
  await setConverters(world, { Email: 'Email' })
  const claims = { memberOf: [], Email: ['one@acme.example'] }
  await signOnAs(world, 'owner', claims)
  const result = await testResult('kim', claims)
  expect(await count(world, 'worklist')).toBe(0)
  const digest = (await testOutcome(world.app, result.id, result.browserHash))?.digest ?? ''
  await confirmTest(world.app, { ...result, digest })
  const noted = await world.app.db.query(sql`
    select w.kind, u.login from worklist w join users u on u.id = w.user_id`)
  expect(noted).toEqual([{ kind: 'email-conflict', login: 'kim' }])
})

it('what has changed since it was shown is not applied', async () => {
  const result = await testResult('kim')
  const digest = (await testOutcome(world.app, result.id, result.browserHash))?.digest ?? ''
  await setConverters(world, { Type: [null, 'Employee'] })
  await expect(confirmTest(world.app, { ...result, digest })).rejects.toMatchObject({ code: 'plan_stale' })
  expect(await count(world, 'users')).toBe(0)
  const anew = (await testOutcome(world.app, result.id, result.browserHash))?.digest ?? ''
  await confirmTest(world.app, { ...result, digest: anew })
  expect(await count(world, 'users')).toBe(1)
})

it('more confirmations at once than there are connections do not wait for each other in vain', async () => {
  const results = await Promise.all(Array.from({ length: 12 }, (_, n) => testResult(`p${n}`)))
  const digests = await Promise.all(results.map((one) => testOutcome(world.app, one.id, one.browserHash)))
  const outcomes = await Promise.all(
    results.map((one, n) => confirmTest(world.app, { ...one, digest: digests[n]?.digest ?? '' })),
  )
  expect(outcomes).toHaveLength(12)
  expect(await count(world, 'users')).toBe(12)
})

it.each(['cross-site', 'same-site'])(
  'a page elsewhere (%s) cannot push out the requests of a browser',
  async (site) => {
    const browser = new Browser(world)
    const id = await browser.start()
    const headers = browser.headers()
    headers.set('sec-fetch-site', site)
    headers.set('sec-fetch-dest', 'image')
    const request = new Request('http://localhost:3000/sso/acme/start', { headers })
    await expect(start(world.app, 'acme', request, { mode: 'sign-on' })).rejects.toMatchObject({
      code: 'origin_mismatch',
    })
    expect(await browser.post(respond(world, id, { nameId: { value: 'kim' } }))).toBeInstanceOf(Response)
  },
)
