/** "Copy as scenario": what is copied from real sign-ons passes the scenario test, with the person's values or made-up ones. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plan } from '../../src/core/plan.ts'
import { retain } from '../../src/sign-on/retention.ts'
import { outlineOf, readScenario, scenariosFolder } from '../core/scenario.ts'
import { signOnByHand } from '../sign-on/tools-world.ts'
import { type Api, addPerson, addProvider, all, newApi, signOn as signOnThrough, tokenWith } from './api-world.ts'

const folder = mkdtempSync(join(tmpdir(), 'jitup-scenarios-'))
let api: Api
let acme: string
beforeAll(async () => {
  api = await newApi()
  acme = (
    await addProvider(api, 'acme', {
      roleAttributes: ['memberOf'],
      link: [{ by: 'login', from: { attribute: 'uid' } }],
    })
  ).id
  await api.post('/columns', { name: 'BadgeNumber', caption: 'Badge number', type: 'integer' })
  for (const row of [
    { attributes: ['Department'], column: 'Department' },
    { attributes: ['Company'], column: 'Account' },
    { attributes: ['Email'], column: 'Email' },
    { attributes: ['First Name'], column: 'GivenName' },
    { attributes: ['Last Name'], column: 'Surname' },
    { attributes: ['tel'], column: 'Phone', convert: [{ phone: 'US' }] },
    { attributes: ['born'], column: 'BirthDate', convert: [{ date: 'DD.MM.YYYY' }] },
    { attributes: ['lang'], column: 'Language', convert: ['language-tag'] },
    { attributes: ['badge'], column: 'BadgeNumber' },
    { column: 'Type', defaultValue: 'Employee' },
  ]) {
    expect((await api.post('/converters', row)).status).toBe(201)
  }
  await api.post('/roles', { name: 'Sellers' })
  await api.post('/roles', { name: 'Travellers' })
  await api.post('/role-rules', { group: 'CN=Sales,OU=Groups,DC=acme', role: 'Sellers' })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await api.end()
})

const john = {
  Company: ['Our company'],
  Department: ['Sales'],
  Email: ['john.best@acme.example'],
  'First Name': ['John'],
  'Last Name': ['Best'],
  tel: ['617-440-2031'],
  born: ['31.12.1980'],
  lang: ['en_US'],
  badge: ['0042'],
  memberOf: ['CN=Sales,OU=Groups,DC=acme', 'CN=Secret project,OU=Groups,DC=acme'],
}
const signOn = (subject: string, attributes: Readonly<Record<string, readonly string[]>>) =>
  signOnByHand(api, acme, subject, attributes)

let written = 0
/** Copies a sign-on, writes the four files and runs them as the scenario test does. */
async function copied(id: string, { keepValues = false } = {}) {
  const { status, body } = await api.get(`/sign-ons/${id}/scenario?keepValues=${keepValues}`)
  expect(status).toBe(200)
  const name = join(folder, `copied-${written++}`)
  mkdirSync(name)
  for (const file of ['claims', 'rules', 'before', 'plan']) {
    writeFileSync(join(name, `${file}.json`), JSON.stringify(body[file], null, 2))
  }
  const { snapshot, claims, rules, expected } = readScenario(relative(scenariosFolder, name))
  expect(outlineOf(plan(snapshot, claims, rules))).toEqual(expected)
  return body
}
const planOf = async (id: string) => outlineOf((await api.get(`/sign-ons/${id}`)).body.plan)

/** The plan of that day with the values of the person, and one of the same shape without them. */
async function copiedBothWays(id: string) {
  const real = await copied(id, { keepValues: true })
  expect([real.madeUp, real.notes, real.planThen]).toEqual([false, [], null])
  expect(real.plan).toEqual(await planOf(id))
  const made = await copied(id)
  expect([made.madeUp, made.notes]).toEqual([true, []])
  return { real, made }
}

describe('GET /sign-ons/:id/scenario', () => {
  let first: string
  it('copies a first sign-on, as it was before the person and the lookup values existed', async () => {
    first = await signOn('john.best', john)
    const { real, made } = await copiedBothWays(first)
    expect(real.before.person).toBeUndefined()
    expect(real.plan.changes).toContainEqual({ newValue: 'Account: Our company', because: 'claim' })
    expect(real.plan.changes).toContainEqual({ grant: 'Sellers', because: 'role-rule' })
    expect(JSON.stringify(made)).not.toMatch(/john|best|acme\.example|our company|secret|project|2031|1980|0042/i)
    expect(made.claims.memberOf[0]).toBe('CN=Sales,OU=Groups,DC=acme')
    expect(made.claims.lang).toEqual(['en_US'])
  })

  it('copies later ones with values and roles as they were then, whatever came afterwards', async () => {
    const unchanged = await signOn('john.best', john)
    const { contactId, userId } = (await api.get(`/sign-ons/${first}`)).body
    await api.patch(`/contacts/${contactId}`, { columns: { Type: { name: 'Partner', create: true } } })
    await api.post('/grants', { user: userId, role: 'Travellers' })
    const moved = await signOn('john.best', { ...john, Department: ['Support'], memberOf: [], tel: ['617-440-9999'] })
    const edited = await signOn('john.best', { ...john, Department: [], 'Last Name': ['Better'] })

    expect((await copiedBothWays(unchanged)).real).toMatchObject({ plan: { decision: 'unchanged' } })
    const { real } = await copiedBothWays(moved)
    expect(real.before.person).toMatchObject({
      values: { Department: 'Sales', Type: 'Partner', Phone: '+16174402031' },
      origins: { Type: 'person' },
    })
    expect(real.before.person.grants).toContain('Travellers')
    expect(real.plan.changes).toContainEqual({ withdraw: 'Sellers', because: 'group-gone' })
    await copiedBothWays(edited)
    await copiedBothWays(first)
  })

  it('copies it by the rules and the policy of its day', async () => {
    const [rule] = (await api.get('/role-rules')).body.items
    await api.del(`/role-rules/${rule.id}`)
    await api.patch('/providers/acme', { roles: 'off' })
    await copiedBothWays(first)
    await api.patch('/providers/acme', { roles: 'sync' })
    await api.post('/role-rules', { group: 'CN=Sales,OU=Groups,DC=acme', role: 'Sellers' })
  })

  it('copies what was linked, taken, and refused', async () => {
    await addPerson(api, 'Kim')
    await api.app.db.query(sql`update users set created_by = 'person' where login = 'kim'`)
    const linked = await signOn('k-17', { uid: ['kim'], 'First Name': ['Kim'] })
    expect((await copiedBothWays(linked)).real.before.match).toMatchObject({ kind: 'linked' })
    const taken = await signOn('grace', { Email: ['john.best@acme.example'] })
    expect((await copiedBothWays(taken)).real.plan.problems).toContain('email_taken: Email')
    const { userId } = (await api.get(`/sign-ons/${taken}`)).body
    await api.patch(`/users/${userId}`, { status: 'disabled' })
    const refused = await signOn('grace', {})
    expect((await copiedBothWays(refused)).real.plan).toMatchObject({ refusal: 'user_disabled' })
    await api.patch(`/users/${userId}`, { status: 'active' })
    await copiedBothWays(refused)
  })

  it('is for who may read claims, rules and the directory, and stands in the audit', async () => {
    const path = `/sign-ons/${first}/scenario`
    for (const scopes of [['directory:read'], ['directory:read', 'claims:read'], ['claims:read', 'rules:read']]) {
      expect(await api.get(path, { token: await tokenWith(api, ...scopes) })).toMatchObject({ status: 403 })
    }
    const before = (await all(api, '/audit?kind=claims.read', 200)).length
    const token = await tokenWith(api, 'directory:read', 'claims:read', 'rules:read')
    expect((await api.get(path, { token })).body.madeUp).toBe(true)
    const noted = await all(api, '/audit?kind=claims.read', 200)
    expect(noted.length).toBe(before + 1)
    expect((await api.get('/sign-ons/00000000-0000-7000-8000-000000000000/scenario')).status).toBe(404)
  })

  it('leaves what was redacted as it is and says so; a preview that would need it is refused', async () => {
    const settings = (await api.get('/settings')).body
    expect((await api.send('PUT', '/settings', { ...settings, redactedAttributes: ['Email'] })).status).toBe(200)
    const { idp } = await addProvider(api, 'kept', {})
    await signOnThrough(api, idp, 'kept', 'mary', { Email: ['mary@kept.example'], 'First Name': ['Mary'] })
    const [newest] = (await api.get('/sign-ons?limit=1')).body.items
    const redacted = await copied(newest.id, { keepValues: true })
    expect(redacted.notes).toEqual(['redacted'])
    expect(redacted.claims.Email).toEqual(['[redacted]'])
    const past = { provider: 'kept', signOnId: newest.id }
    expect(await api.post('/preview', past)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const [email] = (await all(api, '/converters', 50)).filter((one) => one.column === 'Email')
    const drafted = await api.post('/preview', {
      ...past,
      provider: 'acme',
      draft: { converters: { remove: [email.id] } },
    })
    expect(drafted.status).toBe(404)
  })

  it('says so when what arrived is not kept any more', async () => {
    api.clock.now = new Date(api.clock.now.getTime() + 400 * 86_400_000)
    await retain(api.app)
    expect((await api.get(`/sign-ons/${first}/scenario`)).status).toBe(404)
    expect((await api.post('/preview', { provider: 'acme', signOnId: first })).status).toBe(404)
  })
})
