import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addRole, count, newWorld, setConverters, type World } from '../sign-on/world.ts'
import { john, mapping } from './people.ts'
import { type Answer, newSite, type Site, Visitor } from './site.ts'

let world: World
let site: Site
beforeAll(async () => {
  world = await newWorld()
  site = newSite(world, { ...world.app, demo: true })
  await setConverters(world, mapping)
  await addRole(world, 'Sales', 'Sales team')
  await addRole(world, 'Field staff', 'Field')
})
afterAll(() => world.end())

const digestOf = (page: Answer): string => /name="digest" value="([^"]+)"/.exec(page.html)?.[1] ?? ''

async function test(visitor: Visitor, nameId: string, claims: Readonly<Record<string, readonly string[]>>) {
  const path = (await visitor.signOn(nameId, claims, { test: true, returnTo: '/me?from=test' })).location ?? ''
  return { path, page: await visitor.get(path) }
}

describe('what will change', () => {
  it('shows what arrived with its use, the new contact with why, and what nobody reads; and writes nothing', async () => {
    const { page } = await test(new Visitor(site), 'john', john)
    expect(page.status).toBe(200)
    expect(page.text).toContain('john is new here')
    expect(page.text).toContain('Company Account Bright Harbour Ltd')
    expect(page.text).toContain('Department Sales new because Department says so')
    expect(page.text).toContain('Full name John Best made from Given name, Surname')
    expect(page.text).toContain('Type Employee new always this value')
    expect(page.text).toContain('given Sales because of the group Sales team, by the group mapping')
    expect(page.text).toContain('London office gives nothing here')
    expect(page.text).toMatch(/Arrived but not used .*claims\/costcentre KST-4711/)
    expect(await count(world, 'contacts')).toBe(0)
  })

  it('confirms: writes it, signs the person on and goes where they wanted', async () => {
    const visitor = new Visitor(site)
    const { path, page } = await test(visitor, 'john', john)
    const done = await visitor.post(path, { digest: digestOf(page) })
    expect(done.status).toBe(303)
    expect(done.location).toBe('/me?from=test')
    expect((await visitor.get('/me')).text).toContain('Bright Harbour Ltd')
  })

  it('shows old and new of what changes, what stays with its origin, and roles that come and go', async () => {
    const claims = { ...john, Department: ['Legal'], memberOf: ['Field'] }
    const { page } = await test(new Visitor(site), 'john', claims)
    expect(page.text).toContain('Confirming makes 3 changes')
    expect(page.text).toMatch(/Department was Sales → becomes Legal new because Department says so/)
    expect(page.text).toMatch(/Stays as it is .*Email john.best@brightharbour.example from Email at Acme, 23 Nov 2026/)
    expect(page.text).toContain('given Field staff because of the group Field')
    expect(page.text).toContain('taken away Sales because the group that gave it is gone')
    expect(page.text).toContain('stays All employees')
  })

  it('says of what stays when its attribute was not sent, or came without a value', async () => {
    const { Phone: _, ...claims } = john
    const { page } = await test(new Visitor(site), 'john', { ...claims, Email: [''] })
    expect(page.text).toMatch(/Email john.best@brightharbour.example stays: Email came without a value from Email at/)
    expect(page.text).toMatch(/Phone \+44 20 7946 0142 stays: Phone was not sent from Phone at Acme/)
    expect(page.text).not.toContain('stays: Department')
  })

  it('says why a default value is taken: the attribute did not arrive, or came empty', async () => {
    await setConverters(world, { ...mapping, Type: ['Kind', 'Employee'] })
    const claims = { ...john, Email: ['nora@brightharbour.example'] }
    const absent = await test(new Visitor(site), 'nora', claims)
    const empty = await test(new Visitor(site), 'nora', { ...claims, Kind: [''] })
    await setConverters(world, mapping)
    expect(absent.page.text).toContain('Type Employee no attribute Kind arrived, so the default value')
    expect(empty.page.text).toContain('the attribute Kind came without a value, so the default value')
  })

  it('lets a double click through: both answers sign the person on', async () => {
    const visitor = new Visitor(site)
    const { path, page } = await test(visitor, 'john', john)
    const [first, second] = await Promise.all([
      visitor.post(path, { digest: digestOf(page) }),
      visitor.post(path, { digest: digestOf(page) }),
    ])
    expect([first.status, second.status]).toEqual([303, 303])
    const cookie = (answer: Answer) => answer.headers.getSetCookie().find((one) => one.includes('session'))
    expect(cookie(first)).toBeDefined()
    expect(cookie(second)).toBe(cookie(first))
  })

  it('sends on who is signed on by it, even from another node', async () => {
    const visitor = new Visitor(site)
    const { path, page } = await test(visitor, 'john', john)
    await visitor.post(path, { digest: digestOf(page) })
    const elsewhere = new Visitor(newSite(world, { ...world.app, demo: true }))
    for (const [name, value] of visitor.cookies) elsewhere.cookies.set(name, value)
    const again = await elsewhere.post(path, { digest: digestOf(page) })
    expect(again.status).toBe(303)
    expect(again.location).toBe('/me?from=test')
  })

  it('does not confirm what changed meanwhile, and shows what would happen now', async () => {
    const visitor = new Visitor(site)
    const { path, page } = await test(visitor, 'kim', { ...john, Email: ['kim@brightharbour.example'] })
    await setConverters(world, { ...mapping, JobTitle: 'Department' })
    const refused = await visitor.post(path, { digest: digestOf(page) })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('Something changed while you were looking')
    expect(refused.text).toContain('Full job title Sales because Department says so')
    expect(refused.text).not.toContain('changed just now')
    const done = await visitor.post(path, { digest: digestOf(refused) })
    await setConverters(world, mapping)
    expect(done.status).toBe(303)
  })

  it('marks exactly the rows that changed meanwhile, and ignores marks that are none of ours', async () => {
    const visitor = new Visitor(site)
    const { path, page } = await test(visitor, 'kay', { ...john, Email: ['kay@brightharbour.example'] })
    const shown = (/name="shown" value="([^"]+)"/.exec(page.html)?.[1] ?? '').replaceAll('&quot;', '"')
    await setConverters(world, { ...mapping, JobTitle: 'Department', Phone: 'First Name' })
    const stale = await visitor.post(path, { digest: digestOf(page), shown })
    const odd = await visitor.post(path, { digest: digestOf(page), shown: '[{' })
    await setConverters(world, mapping)
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('Full job title Sales changed just now because Department says so')
    expect(stale.text).toContain('Phone John changed just now')
    expect(stale.text.match(/changed just now/g)).toHaveLength(2)
    expect(odd.status).toBe(409)
    expect(odd.text).not.toContain('changed just now')
  })

  it('plans anew with every reload', async () => {
    const visitor = new Visitor(site)
    const { path, page } = await test(visitor, 'lee', { ...john, Email: ['lee@brightharbour.example'] })
    expect(page.text).not.toContain('Full job title')
    await setConverters(world, { ...mapping, JobTitle: 'Department' })
    const again = await visitor.get(path)
    await setConverters(world, mapping)
    expect(again.text).toContain('Full job title Sales')
  })

  it('belongs to one browser; every other is told calmly how to go on', async () => {
    const { path, page } = await test(new Visitor(site), 'john', john)
    const stranger = new Visitor(site)
    const look = await stranger.get(path)
    expect(look.status).toBe(404)
    expect(look.text).toContain('This result is no longer here')
    expect(look.text).not.toContain('Best')
    expect((await stranger.post(path, { digest: digestOf(page) })).status).toBe(404)
    expect((await stranger.get('/sso/acme/result/nonsense')).status).toBe(404)
  })

  it('takes no confirmation from another site', async () => {
    const visitor = new Visitor(site)
    const { path, page } = await test(visitor, 'john', john)
    expect((await visitor.post(path, { digest: digestOf(page) }, 'https://evil.example')).status).toBe(403)
    expect((await visitor.post(path, { digest: digestOf(page) })).status).toBe(303)
  })

  it('has no Confirm for what would be refused, and says why and what to do', async () => {
    await world.app.db.query(sql`update users set status = 'disabled' where login = 'john'`)
    const { page } = await test(new Visitor(site), 'john', john)
    await world.app.db.query(sql`update users set status = 'active' where login = 'john'`)
    expect(page.text).toContain('The user is disabled. user_disabled')
    expect(page.text).toContain('If they should have access: Users → the person → Let in again.')
    expect(page.html).not.toContain('name="digest"')
  })

  it('makes hostile values harmless and visible', async () => {
    const claims = {
      ...john,
      Email: ['eve@brightharbour.example'],
      'Last Name': ['<img src=x onerror=alert(1)>'],
      '"><script>alert(2)</script>': ['\u202egnp.exe\u200b'],
      ...Object.fromEntries([['__proto__', ['polluted']]]),
    }
    const { page } = await test(new Visitor(site), 'eve', claims)
    expect(page.html).not.toMatch(/<img|<script>alert/)
    expect(page.html).not.toMatch(/[\u202e\u200b]/)
    expect(page.text).toContain('<img src=x onerror=alert(1)>')
    expect(page.text).toContain('U+202Egnp.exeU+200B')
    expect(page.text).toContain('__proto__')
  })

  it('shows values of any number and length without becoming endless', async () => {
    const groups = Array.from({ length: 150 }, (_, index) => `group-${index}`)
    const claims = { ...john, Email: ['max@x.example'], memberOf: groups, Notes: ['n'.repeat(5000)] }
    const { page } = await test(new Visitor(site), 'max', claims)
    expect(page.text).toContain('144 more')
    expect(page.text).toContain('Show all 5,000 characters')
  })
})
