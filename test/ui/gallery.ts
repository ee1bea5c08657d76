import sql from 'sql-template-tag'
import type { Language } from '../../src/messages/language.ts'
import { createServer } from '../../src/server/app.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { addRole, newWorld, setConverters, type World } from '../sign-on/world.ts'
import { listen } from './browser.ts'
import { john, mapping } from './people.ts'
import { makeAdministrator, newSite, Visitor } from './site.ts'

/** One page in one state, and the cookies of the person who looks at it. */
export interface Picture {
  readonly name: string
  readonly url: string
  readonly cookies: ReadonlyMap<string, string>
  /** Posted from elsewhere instead of opened. */
  readonly post?: Readonly<Record<string, string>>
  readonly language: Language
}

/** A directory with people in it, served, and every page of it in every state worth a look. */
export interface Gallery {
  readonly world: World
  readonly url: string
  readonly pictures: readonly Picture[]
  close(): Promise<void>
}

/** Long, bidirectional, markup, without blanks: what an attribute may bring. */
const hostile = {
  ...john,
  'First Name': ['<script>alert(1)</script>'],
  'Last Name': [`\u202eevil\u202c ${'W'.repeat(90)}`],
  Department: ['x'.repeat(900)],
  memberOf: Array.from({ length: 60 }, (_, index) => `CN=Group ${index},OU=Very long organisational unit,DC=example`),
  ['urn:'.repeat(40)]: ['1', '', '\u0085\t2'],
}

export async function openGallery(): Promise<Gallery> {
  const [world, bare, off] = await Promise.all([newWorld(), newWorld(), newWorld()])
  await off.app.db.query(sql`update providers set enabled = false`)
  await bare.app.db.query(sql`update providers set demo = true`)
  const servers = new Map<string, { url: string; close(): Promise<void> }>()
  const serveWorld = async (name: string, of: World, demo: boolean): Promise<string> => {
    let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
    const server = await listen((request) => fetch(request))
    fetch = createServer({ ...of.app, publicUrl: server.url, demo }).fetch
    servers.set(name, server)
    return server.url
  }
  const url = await serveWorld('filled', world, false)
  const demoUrl = await serveWorld('demo', world, true)
  const bareUrl = await serveWorld('bare', bare, false)
  const offUrl = await serveWorld('off', off, false)
  const { pictures } = await fill(world, { url, demoUrl, bareUrl, offUrl })
  return {
    world,
    url,
    pictures,
    close: async () => {
      for (const server of servers.values()) await server.close()
      await world.end()
      await bare.end()
      await off.end()
    },
  }
}

async function fill(world: World, urls: { url: string; demoUrl: string; bareUrl: string; offUrl: string }) {
  const site = newSite(world)
  await setConverters(world, mapping)
  await addRole(world, 'Sales', 'Sales team')
  await addRole(world, 'London office')
  await addRole(world, 'Field staff', 'Field')

  const admin = new Visitor(site)
  await admin.signOn('ada', { ...john, 'First Name': ['Ada'], 'Last Name': ['Admin'], Email: ['ada@jitup.example'] })
  await makeAdministrator(world, 'ada')
  const person = new Visitor(site)
  await person.signOn('john', john)
  await person.signOn('john', { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] })
  await person.signOn('john', { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] })
  await new Visitor(site).signOn('zoe', hostile)
  await new Visitor(site).signOn('late', john, { response: { notOnOrAfter: new Date('2026-01-01T00:00:00Z') } })

  const result = async (nameId: string, claims: Readonly<Record<string, readonly string[]>>, by: Visitor) =>
    (await by.signOn(nameId, claims, { test: true })).location ?? ''
  const nobody = new Visitor(site)
  const guest = new Visitor(newSite(world, { ...world.app, demo: true }))
  const created = await result(
    'mary',
    {
      ...john,
      Email: ['mary.smith@brightharbour.example'],
      'First Name': ['Mary'],
      'Last Name': ['Smith'],
      Department: ['Legal'],
    },
    admin,
  )
  const updated = await result(
    'john',
    { ...john, Department: ['Legal'], Phone: [], memberOf: ['Sales team', 'London office', 'Administrators'] },
    guest,
  )
  const unchanged = await result(
    'john',
    { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] },
    guest,
  )
  const strange = await result('eve', { ...hostile, Email: ['john.best@brightharbour.example'] }, admin)
  await world.app.db.query(sql`update users set status = 'disabled' where login = 'zoe'`)
  const refused = await result('zoe', john, admin)

  const rescue = new Visitor(site)
  const { url: link } = await createLocalAdministrator(world.app, 'rescue')
  await rescue.post('/local', { token: new URL(link).hash.slice(1) })

  const at = (name: string, path: string, by: Visitor, base = urls.url): Picture => ({
    name,
    url: `${base}${path}`,
    cookies: by.cookies,
    language: 'en',
  })
  const pictures: readonly Picture[] = [
    at('sign-in', '/', nobody),
    at('sign-in-demo', '/', nobody, urls.demoUrl),
    at('sign-in-none', '/', nobody, urls.bareUrl),
    at('sign-in-off', '/', nobody, urls.offUrl),
    at('me', '/me', person),
    at('me-demo', '/me', person, urls.demoUrl),
    at('signed-out', '/signed-out', nobody),
    at('local', '/local', nobody),
    { ...at('local-wrong', '/local', nobody), post: { login: 'nobody', password: 'whatever it may be' } },
    { ...at('local-passkey', '/local', nobody), post: { way: 'passkey' } },
    at('local-credentials', '/local/credentials', rescue),
    { ...at('local-credentials-wrong', '/local/password', rescue), post: { password: 'short', again: 'short' } },
    at('first-run', '/setup', nobody, urls.bareUrl),
    { ...at('first-run-wrong', '/setup', nobody, urls.bareUrl), post: { token: 'x', login: 'root' } },
    at('first-run-taken', '/setup', nobody),
    at('test-link', '/sso/acme/test-link', nobody),
    at('tested', '/sso/acme/tested', nobody),
    at('error-404', '/nowhere', nobody),
    at('error-403', '/admin', person),
    at('error-403-demo', '/admin', person, urls.demoUrl),
    at('error-acs', '/sso/acme/acs', nobody),
    { ...at('error-sign-on', '/sso/acme/acs', nobody), post: { SAMLResponse: 'bm90aGluZw==' } },
    at('result-created', created, admin),
    at('result-updated', updated, guest, urls.demoUrl),
    {
      ...at('result-stale', updated, guest, urls.demoUrl),
      post: { digest: 'old', shown: '{"column Phone":"","role All employees":""}' },
    },
    at('result-unchanged', unchanged, guest, urls.demoUrl),
    at('result-hostile', strange, admin),
    at('result-refused', refused, admin),
    at('result-gone', '/sso/acme/result/0198a1b2-0000-7000-8000-000000000000', nobody),
  ]
  const inGerman = (one: Picture): Picture => ({
    ...one,
    name: `${one.name}-de`,
    cookies: new Map([...one.cookies, ['jitup-local-lang', 'de']]),
    language: 'de',
  })
  return { pictures: [...pictures, ...pictures.map(inGerman)] }
}
