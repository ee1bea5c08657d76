import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProviderPolicy } from '../../src/core/types.ts'
import { workKinds } from '../../src/core/work.ts'
import { findWork } from '../../src/sign-on/find-work.ts'
import { putWaitingCertificates } from '../../src/store/provider-metadata.ts'
import { putConverter, recordRevision } from '../../src/store/rules.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { fingerprintOf, keysNamed } from '../metadata/partner.ts'
import { addProvider, addRole, Browser, publicUrl, type World } from '../sign-on/world.ts'
import { hasBrowser } from '../ui/browser.ts'
import { john } from '../ui/people.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'

type Claims = Readonly<Record<string, readonly string[]>>

interface Another {
  readonly id: string
  come(nameId: string, attributes: Claims): Promise<unknown>
}

/** Another identity provider of the installation. @returns how somebody comes from it */
async function another(world: World, slug: string, policy: Partial<ProviderPolicy> = {}): Promise<Another> {
  const idp = createIdentityProvider({ entityId: `https://${slug}.example/idp`, now: () => world.clock.now })
  const id = await addProvider(world, idp, { name: slug, slug, ...policy })
  const come = async (nameId: string, attributes: Claims) => {
    world.clock.now = new Date(world.clock.now.getTime() + 1000)
    const browser = new Browser(world)
    const inResponseTo = await browser.start({ slug })
    const xml = idp.respond({
      acsUrl: `${publicUrl}/sso/${slug}/acs`,
      audience: `${publicUrl}/sso/${slug}/metadata`,
      inResponseTo,
      nameId: { value: nameId },
      attributes,
    })
    return browser.post(xml, slug)
  }
  return { id, come }
}

const keys = keysNamed('next')

/** Makes something of every kind that needs somebody. */
async function fill(world: World): Promise<Another> {
  const { db, now } = world.app
  const values = await another(world, 'values')
  await db.transaction(async (tx) => {
    const row = (column: string, attribute: string, more: object) =>
      putConverter(tx, {
        id: uuid7(now()),
        providerId: values.id,
        attributes: [attribute],
        column,
        defaultValue: null,
        position: 50,
        ...more,
      })
    await row('Department', 'Dept', { unknownValue: 'queue' })
    await row('BirthDate', 'Birth', {})
    await row('JobTitle', 'Title', { required: 'warn' })
    await recordRevision(tx, { kind: 'system' })
  })
  await values.come('fay', { Dept: ['Field sales'], Title: ['Head'] })
  await values.come('gus', { Dept: ['R&D'], Title: ['Head'] })
  await values.come('hal', { Email: john.Email, Birth: ['yesterday'] })

  const groups = await another(world, 'groups')
  await groups.come('ivy', { memberOf: ['CN=Eng,DC=x', 'noise'] })
  await groups.come('jon', { memberOf: ['Sales'], 'http://schemas.microsoft.com/claims/groups.link': ['there'] })

  // Somebody wrote the same number into two contacts, and into that of an administrator.
  const byPhone = { link: [{ by: 'column', column: 'Phone', attribute: 'Number' }] } as const
  const link = await another(world, 'link', byPhone)
  for (const twin of ['Ann Twin', 'Ann Other']) await values.come(twin, { 'First Name': [twin], Title: ['Head'] })
  const written = { Phone: { kind: 'person', at: '2026-01-01T00:00:00Z' } }
  await db.query(sql`
    update contacts set origins = origins || ${JSON.stringify(written)}::jsonb,
      "Phone" = case when "GivenName" = 'Ada' then '+441' else '+442' end
    where "GivenName" in ('Ada', 'Ann Twin', 'Ann Other')`)
  await link.come('ann@link', { Number: ['+442'] })
  await link.come('ada@link', { Number: ['+441'] })

  const names = await another(world, 'names', { loginFrom: { attribute: 'Login' }, loginTaken: 'refuse' })
  await names.come('newcomer', { Login: ['john'] })
  const wait = await another(world, 'wait', { newUsers: 'pending' })
  for (const name of ['wes', 'wim']) await wait.come(name, {})
  for (const name of ['P1', 'P2']) await addRole(world, name)
  const pause = await another(world, 'pause', { withdrawalCeiling: 1 })
  for (const name of ['pia', 'pit']) await pause.come(name, { memberOf: ['P1', 'P2'] })
  for (const name of ['pia', 'pit']) await pause.come(name, { memberOf: ['P1'] })
  for (const name of ['otto', 'otho']) await wait.come(name, { 'First Name': ['Otto'], 'Last Name': ['Zwilling'] })

  const waiting = {
    pem: keys.certificatePem,
    fingerprint: fingerprintOf(keys),
    notAfter: new Date('2036-01-01T00:00:00Z'),
  }
  await db.transaction((tx) =>
    putWaitingCertificates(tx, values.id, [{ ...waiting, firstSeen: now(), dismissedAt: null }]),
  )
  const soon = new Date(now().getTime() + 10 * 86_400_000)
  await db.query(sql`update idp_certificates set not_after = ${soon} where provider_id = ${wait.id}::uuid`)
  // As the job of notices finds it; it looks no more.
  const high = { [groups.id]: { since: now().toISOString(), refused: 40, all: 50, usual: 0.01 } }
  await db.query(sql`
    insert into jobs (name, position, next_at) values ('notices', ${JSON.stringify({ high })}::jsonb, 'infinity')
    on conflict (name) do update set position = excluded.position, next_at = excluded.next_at`)
  world.clock.now = new Date(world.clock.now.getTime() + 120_000)
  await findWork(world.app)
  return values
}

describe.skipIf(!hasBrowser())('What needs attention', () => {
  let ui: AdminUi
  let page: Page
  let values: Another
  beforeAll(async () => {
    ui = await openAdminUi(async (world) => {
      values = await fill(world)
    })
    page = await ui.open('/worklist')
  }, 240_000)
  afterAll(() => ui?.close())

  const query = <Row extends object>(statement: ReturnType<typeof sql>) => ui.world.app.db.query<Row>(statement)
  /** What the API has of a kind. */
  const work = async (kind: string, state = 'open') => {
    const cookie = [...ui.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(`${ui.url}/api/v1/worklist?kind=${kind}&state=${state}`, { headers: { cookie } })
    const { items } = (await answer.json()) as { items: { id: string; sentence: string; action: string | null }[] }
    return items
  }
  /** Opens an entry of a kind from the list, and waits after what is done until the page has gone on. */
  const decide = async (kind: string, words: RegExp, act: () => Promise<void>) => {
    const before = await work(kind)
    expect(before.length, kind).toBeGreaterThan(0)
    for (const { sentence } of before) expect(sentence, kind).not.toBe('')
    await page.goto(`${ui.url}/admin/worklist?kind=${kind}`)
    await settled(page)
    await page.getByRole('table').getByRole('link', { name: words }).first().click()
    await page.getByRole('heading', { name: 'What you can do' }).waitFor()
    const here = page.url()
    await act()
    await page.waitForURL((url) => url.href !== here)
    expect(await work(kind)).toHaveLength(before.length - 1)
  }
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const departmentOf = async (login: string) => {
    const [row] = await query<{ name: string | null }>(sql`
      select d.name from users u join contacts c on c.id = u.contact_id left join lookup_values d on d.id = c."Department"
      where u.login = ${login}`)
    return row?.name
  }

  it('lists something of every kind', async () => {
    const kinds = await query<{ kind: string }>(sql`select distinct kind from worklist where state = 'open'`)
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual([...workKinds].toSorted())
  })

  it('decides on lookup entries and groups', async () => {
    await decide('lookup-value', /Field sales/, async () => {
      await page.getByLabel('Name of the entry').fill('Field force')
      await press('Add the entry')
    })
    await values.come('fay', { Dept: ['FIELD SALES'], Title: ['Head'] })
    expect(await departmentOf('fay')).toBe('Field force')

    await decide('lookup-value', /R&D/, async () => {
      await page.getByRole('combobox', { name: 'Search for an entry' }).fill('Resea')
      await page.getByRole('option', { name: 'Research' }).click()
      await press('It means this')
    })
    await values.come('gus', { Dept: ['R&D'], Title: ['Head'] })
    expect(await departmentOf('gus')).toBe('Research')

    await decide('group-unknown', /CN=Eng/, async () => {
      await page.getByRole('combobox', { name: 'Search for a role' }).fill('P1')
      await page.getByRole('option', { name: 'P1' }).click()
      await press('Map it')
    })
    const rules = await query(sql`
      select u.groups, r.name from role_rules u join roles r on r.id = u.role_id join providers p on p.id = u.provider_id
      where p.slug = 'groups'`)
    expect(rules).toEqual([{ groups: ['CN=Eng,DC=x'], name: 'P1' }])
    await decide('group-unknown', /noise/, () => press('Never ask about this group again'))
    const ignored = (await work('group-unknown', 'resolved')).find((one) => one.action === 'ignore')
    await page.goto(`${ui.url}/admin/worklist/${ignored?.id}`)
    await page.getByRole('link', { name: 'Groups to ignore' }).click()
    await page.getByRole('heading', { name: 'groups', level: 1, exact: true }).waitFor()
    expect(await query(sql`select ignore_groups as g from providers where slug = 'groups'`)).toEqual([{ g: ['noise'] }])
  }, 120_000)

  it('decides on people', async () => {
    await decide('match-ambiguous', /./, async () => {
      await page.getByRole('radio', { name: /Ann Twin/ }).check()
      await press('It is this person')
    })
    const linked = await query(sql`
      select c."GivenName" as name from identities i join users u on u.id = i.user_id join contacts c on c.id = u.contact_id
        join providers p on p.id = i.provider_id where p.slug = 'link'`)
    expect(linked).toEqual([{ name: 'Ann Twin' }])

    await decide('people-alike', /Zwilling/i, async () => {
      await page.getByText('This cannot be undone.').waitFor()
      await press('Make them one')
    })
    expect(await query(sql`select "Name" from contacts where "Surname" = 'Zwilling'`)).toHaveLength(1)

    await decide('person-waiting', /wes/, () => press('Approve'))
    await decide('person-waiting', /wim/, () => press('Refuse'))
    expect(await query(sql`select login, status from users where login in ('wes', 'wim') order by login`)).toEqual([
      { login: 'wes', status: 'active' },
      { login: 'wim', status: 'disabled' },
    ])
  }, 120_000)

  it('decides on keys, paused withdrawals and certificates', async () => {
    await decide('key-waiting', /./, () => press('Approve'))
    const believed = await query<{ fingerprint: string }>(sql`
      select c.fingerprint from idp_certificates c join providers p on p.id = c.provider_id where p.slug = 'values'`)
    expect(believed.map((one) => one.fingerprint)).toContain(fingerprintOf(keys))
    const paused = () =>
      query(sql`select 1 from worklist where kind = 'withdrawals-paused' and state = 'resolved' and action = 'resume'`)
    await decide('withdrawals-paused', /./, () => press('Go on taking roles away'))
    expect(await paused()).toHaveLength(1)
    await decide('certificate-expiring', /./, () => press('Put this one aside'))
    expect((await work('certificate-expiring', 'dismissed')).map((one) => one.action)).toEqual(['dismiss'])
  }, 90_000)

  it('leads to where that is mended which no button mends, and puts it aside', async () => {
    for (const [kind, place, heading] of [
      ['email-conflict', 'Who has it now', 'John Best'],
      ['value-invalid', 'The rows of the attribute mapping', 'Attribute mapping'],
      ['value-missing', 'The rows of the attribute mapping', 'Attribute mapping'],
      ['login-conflict', 'The sign-in, explained', 'Sign-in'],
      ['roles-incomplete', 'The group mapping', 'Group mapping'],
      ['link-barred', 'The identity provider', 'link'],
      ['refusals-high', 'The refused sign-ins', 'Sign-ins'],
    ] as const) {
      await decide(kind, /./, async () => {
        await page.getByRole('link', { name: place }).click()
        await page.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor()
        await page.goBack()
        await press('Put this one aside')
      })
      expect((await work(kind, 'dismissed')).map((one) => one.action)).toEqual(['dismiss'])
    }
  }, 180_000)

  it('puts several aside at once, and takes one of them up again', async () => {
    // Two of a kind: whoever comes with what nobody knows.
    const [provider] = await query<{ id: string }>(sql`select id from providers where slug = 'wait'`)
    await query(sql`
      update users set status = 'pending' where provider_id = ${provider?.id}::uuid and login in ('wes', 'wim')`)
    ui.world.clock.now = new Date(ui.world.clock.now.getTime() + 120_000)
    await findWork(ui.world.app)
    await page.goto(`${ui.url}/admin/worklist?kind=person-waiting`)
    await settled(page)
    const waiting = await work('person-waiting')
    const boxes = page.getByRole('checkbox', { name: /^Choose: / })
    expect(waiting.length).toBeGreaterThan(1)
    for (let at = 0; at < waiting.length; at++) await boxes.nth(at).check()
    await page.getByText(`${waiting.length} chosen`).waitFor()
    await press('Put these aside')
    await page.getByText(`${waiting.length} put aside.`).waitFor()
    await press('Undo')
    await page.getByText(`${waiting.length} need attention again.`).waitFor()
    expect(await work('person-waiting')).toHaveLength(waiting.length)

    for (let at = 0; at < waiting.length; at++) await boxes.nth(at).check()
    await press('Put these aside')
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    expect(await work('person-waiting', 'dismissed')).toHaveLength(waiting.length)

    await page.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: 'put aside' }).click()
    await page.getByRole('table').getByRole('link').first().click()
    await page.getByText('Done: Put this one aside.').waitFor()
    await press('Open it again')
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    expect(await work('person-waiting')).toHaveLength(1)
    await page.context().close()
    expect(ui.complaints).toEqual([])
  }, 90_000)
})
