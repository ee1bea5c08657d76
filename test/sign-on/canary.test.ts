/** Canary secrets: which word that somebody sends, types or is given may be read where. The table below is the whole answer. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importAdminToken } from '../../src/api/edit/tokens.ts'
import { routeTable } from '../../src/api/routes.ts'
import { backup } from '../../src/backup/backup.ts'
import { collectNotices } from '../../src/notify/collect.ts'
import { deliverDue } from '../../src/notify/deliver.ts'
import { readConfig, secretsOf } from '../../src/server/config.ts'
import { examine } from '../../src/server/doctor.ts'
import { openApp } from '../../src/server/jitup.ts'
import { createLog } from '../../src/server/log.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { retain } from '../../src/sign-on/retention.ts'
import { startEmbedded } from '../../src/store/embedded.ts'
import { sweep } from '../../src/store/sessions.ts'
import { createIdentityProvider, type ResponseOptions } from '../../src/testing/index.ts'
import { adminToken, bring, leave, leaveWith } from '../attacks/installation.ts'
import { type Answer, makeAdministrator, newSite, type Site, Visitor } from '../ui/site.ts'
import { canary, dump, filesOf, opened, placesOf, type Texts } from './canaries.ts'
import { addProvider, publicUrl, respond, type World } from './world.ts'

const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
const claims = ['sealed sign_ons.sealed', 'sealed worklist.sealed']
const column = (name: string, key?: string) => [
  `contacts.${name}`,
  ...(key === undefined ? [] : [`contacts.${key}`]),
  'provenance.value',
  'provenance.previous',
]
/** What contacts are searched by. */
const searched = 'contacts.search_text'
const names = ['contacts.Name', 'contacts.name_key', searched]
/** Name and address of somebody show at the API to who may read the directory; what merely arrived does not. */
const api = ['api']

/** Word → where it may stand. What has a place must be found in one: a word that is nowhere proves nothing. */
const table = {
  // What arrives with somebody who signs on.
  subject: ['identities.subject', ...claims, 'sealed sessions.sealed_name_id', ...api],
  surname: [...column('Surname'), ...names, ...claims, ...api],
  laterSurname: [...column('Surname'), ...names, ...claims, ...api],
  mail: [...column('Email', 'email_key'), searched, 'users.login', 'users.login_key', ...claims, ...api, 'page'],
  department: [
    'lookup_values.name',
    'lookup_values.name_key',
    'provenance.value',
    'provenance.previous',
    ...claims,
    ...api,
  ],
  // Not a value of the directory: whoever may not read claims does not read these.
  unmapped: claims,
  attributeName: claims,
  unconvertible: claims,
  unresolved: claims,
  group: claims,
  strayGroup: claims,
  sessionIndex: ['sealed sessions.sealed_name_id'],
  // Attributes that are to be kept nowhere but in the column that they fill; a test waits a quarter of an hour to be confirmed.
  redacted: [...column('JobTitle'), ...api],
  redactedUnmapped: [],
  redactedUnresolved: [],
  redactedUnconvertible: [],
  redactedTested: ['sealed pending_requests.sealed_assertion'],
  // Test sign-ons, the link for a colleague, refusals.
  tested: ['sealed pending_requests.sealed_assertion', ...claims],
  testedSurname: ['sealed pending_requests.sealed_assertion', ...claims],
  colleague: claims,
  refused: claims,
  refusedSubject: claims,
  forged: [],
  // Whom a message is for is no secret of anybody: it explains the refusal.
  forgedAudience: ['sealed sign_ons.sealed', ...api],
  forgedSubject: [],
  junk: [],
  failing: [],
  // The API: what is only tried, what is repeated by its key, what is broken.
  previewed: [],
  previewKept: ['sealed idempotency_keys.sealed_response'],
  broken: [],
  byHand: [...column('Notes'), ...api],
  // Somebody who turns out to be the first one, and somebody who is removed and must not come back.
  mergedLogin: [],
  mergedPhone: [...column('MobilePhone'), ...api],
  mergedGivenUp: [...column('Notes'), ...api],
  deleted: [
    'identities.subject',
    'users.login',
    'users.login_key',
    ...column('Name', 'name_key'),
    searched,
    ...claims,
    ...api,
  ],
  // Imports.
  imported: [...column('Surname'), ...names, ...api],
  importedLeftOut: [],
  importedDry: [],
  // Who is told, and where: administrators' own.
  webhookPath: ['webhooks.url'],
  recipient: ['mail_recipients.address', 'mail_recipients.address_key'],
  mailUser: ['settings.value'],
  // What local administrators sign in by, and what others try.
  password: [],
  passwordTried: [],
  loginTried: ['page'],
  // Paths and addresses that somebody asks for.
  returnTo: ['pending_requests.return_to', 'sessions.return_to', 'page'],
  asked: [],
  query: [],
} satisfies Record<string, readonly string[]>
type Name = keyof typeof table

const word = Object.fromEntries(
  Object.keys(table).map((name) => [
    name,
    name === 'mail' || name === 'recipient' ? `${canary(name)}@person.example` : canary(name),
  ]),
) as Record<Name, string>
/** What somebody is given and must keep: nowhere but in the answer, or sealed. */
const secrets = new Map<string, { readonly value: string; readonly where: readonly string[] }>()
const keep = (name: string, value: string, where: readonly string[] = []) => secrets.set(name, { value, where })

describe('Canaries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jitup-canary-'))
  const dataDir = join(folder, 'data')
  const lines: string[] = []
  const answers: string[] = []
  const pages: string[] = []
  const sayings: string[] = []
  let world: World
  let site: Site
  let stop = async () => {}

  const call = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const raw = typeof body === 'string'
    const response = await site.server.request(`${publicUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json', ...more },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') && text !== ''
    return { status: response.status, text, body: json ? JSON.parse(text.split('\n')[0] ?? '') : null }
  }
  const made = async (method: string, path: string, body?: unknown, more?: Record<string, string>) => {
    const answer = await call(method, path, body, more)
    if (answer.status >= 300) throw expect.fail(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const seen = (answer: Answer): Answer => {
    const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
    pages.push(answer.html, JSON.stringify(headers))
    return answer
  }
  const cookiesOf = (who: string, { cookies }: Visitor, where: readonly string[] = []) => {
    for (const [name, value] of cookies) keep(`${name} of ${who}`, value, where)
  }

  const attributes = (surname: string) => ({
    Surname: [surname],
    mail: [word.mail],
    dept: [word.department],
    title: [word.redacted],
    Salary: [word.unmapped],
    Health: [word.redactedUnmapped],
    'Hand 1': [word.redactedUnresolved],
    'Hand 2': [word.redactedUnconvertible],
    [word.attributeName]: ['x'],
    born: [word.unconvertible],
    company: [word.unresolved],
    memberOf: [word.group, word.strayGroup],
  })
  const personal = (surname: string): Partial<ResponseOptions> => ({
    nameId: { value: word.subject, format: persistent, nameQualifier: world.idp.entityId },
    sessionIndex: word.sessionIndex,
    attributes: attributes(surname),
  })
  /** Brings an answer in a browser that left for it. */
  const attempt = async (
    options: Partial<ResponseOptions>,
    { by = new Visitor(site), query = '', slug = 'acme', idp = world.idp } = {},
  ) => {
    world.clock.now = new Date(world.clock.now.getTime() + 1000)
    const id = await leaveWith(by, slug, query)
    cookiesOf(`browser ${secrets.size}`, by)
    const place = { acsUrl: `${publicUrl}/sso/${slug}/acs`, audience: `${publicUrl}/sso/${slug}/metadata` }
    const answer = await bring(by, respond({ ...world, idp }, id, { ...place, ...options }), slug)
    cookiesOf(`browser ${secrets.size}`, by)
    return seen(answer)
  }

  beforeAll(async () => {
    const config = readConfig({ dataDir }, {})
    const [secret = ''] = secretsOf(config)
    keep('JITUP_SECRET', secret, ['file secret'])
    const embedded = await startEmbedded({ dataDir })
    const clock = { now: new Date('2026-11-23T12:00:00Z') }
    const log = createLog('trace', { write: (line) => void lines.push(line) })
    const connection = { ...embedded.connection, max: 8 }
    // What a node does now and then is done below, where it is to leave something: a slow run must not find it done before.
    const background = false
    const running = await openApp({ connection, secrets: [secret], publicUrl, log, now: () => clock.now, background })
    stop = async () => {
      await running.close()
      await embedded.stop()
    }
    const idp = createIdentityProvider({ now: () => clock.now })
    const providerId = await addProvider(running, idp, { link: [{ by: 'email', attribute: 'mail' }] })
    const other = createIdentityProvider({ entityId: 'https://other.example/metadata', now: () => clock.now })
    await addProvider(running, other, { slug: 'other', userType: 'external' })
    world = { ...running, database: { connection, drop: async () => {} }, idp, clock, providerId, end: stop }
    site = newSite(world)
    await importAdminToken(running.app, adminToken)
    keep('admin token', adminToken)
    for (const key of running.app.keys) {
      const der = key.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
      keep('private key', der.slice(200, 264), ['sealed sp_keys.sealed_private_key'])
    }

    // The rules.
    for (const [attribute, to] of Object.entries({ Surname: 'Surname', mail: 'Email', dept: 'Department' }))
      await made('POST', '/converters', { attributes: [attribute], column: to })
    await made('POST', '/converters', { attributes: ['title'], column: 'JobTitle' })
    await made('POST', '/converters', { attributes: ['born'], column: 'BirthDate' })
    await made('POST', '/converters', { attributes: ['company'], column: 'Account', unknownValue: 'queue' })
    await made('POST', '/converters', { attributes: ['Hand 1'], column: 'Job', unknownValue: 'queue' })
    await made('POST', '/converters', { attributes: ['Hand 2'], column: 'Language' })
    await made('POST', '/roles', { name: 'Team' })
    await made('POST', '/role-rules', { groups: ['canary-group-*'], match: 'glob', role: 'Team' })
    await made('PUT', '/settings', { redactedAttributes: ['title', 'Health', 'Hand*'] })

    // Signed on: new, changed, unchanged.
    const person = new Visitor(site)
    const query = `?returnTo=${encodeURIComponent(`/me?next=${word.returnTo}`)}`
    expect((await attempt(personal(word.surname), { by: person, query })).status).toBe(303)
    expect((await attempt(personal(word.laterSurname))).status).toBe(303)
    expect((await attempt(personal(word.laterSurname))).status).toBe(303)
    expect((await person.get('/me')).status).toBe(200)
    // A test, whose result waits; a colleague by a link.
    const tester = new Visitor(site)
    const test = { Surname: [word.testedSurname], other: [word.tested], Health: [word.redactedTested] }
    expect((await attempt({ nameId: { value: 'tester' } }, { by: tester })).status).toBe(303)
    await makeAdministrator(world, 'tester')
    const tried = await attempt({ nameId: { value: word.tested }, attributes: test }, { by: tester, query: '?test' })
    expect(tried.location).toContain('/result/')
    const { url, id: linkId } = await made('POST', '/providers/acme/test-links', {}, { 'idempotency-key': 'link' })
    const token = new URL(url).hash.slice(1)
    keep('test link', token)
    await byLink(token)
    // Refused by the rules, by the verifier, by the database.
    const stranger = { nameId: { value: word.refusedSubject }, attributes: { Surname: [word.refused] } }
    expect((await attempt(stranger, { slug: 'other', idp: other })).status).toBe(403)
    const forger = createIdentityProvider({ entityId: idp.entityId, now: () => clock.now })
    const forged = { nameId: { value: word.forgedSubject }, attributes: { Surname: [word.forged] } }
    expect((await attempt(forged, { idp: forger })).status).toBe(403)
    expect((await attempt({ ...forged, audience: `https://${word.forgedAudience}.example` })).status).toBe(403)
    seen(await bring((await leave(site)).visitor, word.junk))
    await running.app.db.query(
      sql`alter table contacts add constraint canaries check ("Surname" not like 'canary-failing%') not valid`,
    )
    const failing = { nameId: { value: 'failing' }, attributes: { Surname: [word.failing], mail: ['f@x.test'] } }
    expect((await attempt(failing)).status).toBe(500)
    await running.app.db.query(sql`alter table contacts drop constraint canaries`)

    // The API.
    const claimed = (text: string) => ({
      provider: 'acme',
      nameId: { value: text },
      claims: { Surname: [text], born: [text], memberOf: [text], any: [text], company: [text] },
    })
    await made('POST', '/preview', claimed(word.previewed))
    await made('POST', '/preview', claimed(word.previewKept), { 'idempotency-key': 'preview' })
    await made('POST', '/preview', claimed(word.previewKept), { 'idempotency-key': 'preview' })
    expect((await call('POST', '/preview', `{"${word.broken}": `)).status).toBe(400)
    expect((await call('POST', '/converters', { [word.broken]: word.broken })).status).toBe(422)
    const [contact] = (await made('GET', `/contacts?user=${word.mail}`)).items
    await made('PATCH', `/contacts/${contact.id}`, { columns: { Notes: word.byHand } })
    const again = { Notes: word.mergedGivenUp, MobilePhone: word.mergedPhone, Name: 'Again' }
    const twin = await made('POST', '/contacts', { columns: again, user: { login: word.mergedLogin } })
    await made('POST', `/contacts/${twin.id}/merge`, { into: contact.id })
    expect((await attempt({ nameId: { value: word.deleted } })).status).toBe(303)
    await made('DELETE', `/users/${word.deleted}`)
    await made('POST', '/domains', { domain: 'canary.example', provider: 'acme' })
    const place = await made('POST', '/lookups/City/values', { name: 'Place' })
    const { id: old } = await made('POST', '/lookups/City/values', { name: 'Old place' })
    await made('POST', `/lookups/City/values/${old}/merge`, { into: place.id })
    const scopes = ['directory:read', 'rules:read', 'trust:read']
    const reader = await made('POST', '/tokens', { name: 'reader', scopes }, { 'idempotency-key': 'token' })
    keep('token of the API', reader.token)
    const csv = { 'content-type': 'text/csv' }
    const rows = `login,Surname,Email\nimported,${word.imported},i@x.test\nleft,Out,${word.importedLeftOut}\n`
    const { id: importId } = await made('POST', '/imports', rows, csv)
    await until(async () => (await made('GET', `/imports/${importId}`)).state === 'done')
    const dry = await made('POST', '/imports?dryRun=true', `login,Surname\ndry,${word.importedDry}\n`, csv)
    await until(async () => (await made('GET', `/imports/${dry.id}`)).state === 'done')
    const draft = { converters: [{ attributes: ['Salary'], column: 'Notes' }] }
    const replayed = await made('POST', '/replays', { provider: 'acme', draft })
    await until(async () => (await made('GET', `/replays/${replayed.id}`)).state !== 'running')
    const { items } = await made('GET', '/sign-ons?outcome=updated')
    await made('POST', '/undo', { signOnId: items[0].id })
    expect((await attempt(personal(word.laterSurname))).status).toBe(303)

    // What is told of it.
    const told = { url: `https://127.0.0.1/${word.webhookPath}`, events: ['work.new'] }
    const hook = await made('POST', '/webhooks', told, { 'idempotency-key': 'webhook' })
    keep('earlier secret of the webhook', hook.secret.slice(6), ['sealed webhooks.sealed_previous'])
    const rotated = await made('POST', `/webhooks/${hook.id}/rotate`)
    keep('secret of the webhook', rotated.secret.slice(6), ['sealed webhooks.sealed_secret'])
    const password = canary('mail-password')
    keep('password of the mail server', password)
    const recipients = [{ address: word.recipient, events: ['work.new'] }]
    const server = { host: 'localhost', port: 1, user: word.mailUser, password, from: 'jitup@installation.example' }
    await made('PUT', '/settings/mail', { ...server, recipients })
    await collectNotices(running.app)
    await deliverDue(running.app)

    // Pages, operators.
    const anybody = new Visitor(site)
    seen(await anybody.post('/', { email: `${word.asked}@nowhere.example` }))
    seen(await anybody.get(`/nowhere?email=${word.query}`))
    seen(await anybody.get(`/sso/acme/start?returnTo=https://${word.query}.example/`))
    seen(await anybody.get('/metrics'))
    const local = await createLocalAdministrator(running.app, 'rescue')
    const key = new URL(local.url).hash.slice(1)
    keep('local link', key)
    const rescue = new Visitor(site)
    expect(seen(await rescue.post('/local', { token: key })).status).toBe(303)
    cookiesOf('rescue', rescue)
    const chosen = { password: word.password, again: word.password }
    expect(seen(await rescue.post('/local/password', chosen)).status).toBe(303)
    const guess = { login: word.loginTried, password: word.passwordTried, way: 'password' }
    expect(seen(await rescue.post('/local', guess)).status).toBe(403)
    const asked = await new Visitor(site).post('/local', { way: 'passkey' })
    keep('passkey challenge', /challenge(?:&quot;|"):(?:&quot;|")([\w-]+)/.exec(asked.html)?.[1] ?? '')
    sayings.push(JSON.stringify(await examine(config, { connection, stop: async () => {} }, clock.now)))
    clock.now = new Date(clock.now.getTime() + 120_000)
    sayings.push((await call('GET', '/audit/stream')).text, (await call('GET', '/audit?limit=200')).text)
    await person.post('/sign-out', {})
    expect((await attempt(personal(word.laterSurname))).status).toBe(303)
    await backup(connection, join(folder, 'a.backup'), clock.now)
    await readEverything(reader.token, { '/imports': [importId], '/test-links': [linkId] })
  }, 240_000)

  afterAll(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function until(done: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      if (await done()) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('it does not end')
  }

  /** A colleague opens the link, signs on, and sees that they are done. */
  async function byLink(token: string): Promise<void> {
    const colleague = new Visitor(site)
    seen(await colleague.get('/sso/acme/test-link'))
    const onward = seen(await colleague.post('/sso/acme/test-link', { token }))
    const href = /SAMLRequest=([^&"]+)/.exec(onward.html)?.[1] ?? ''
    const { inflateRawSync } = await import('node:zlib')
    const request = inflateRawSync(Buffer.from(decodeURIComponent(href), 'base64'), { maxOutputLength: 10_000 })
    const id = / ID="([^"]+)"/.exec(request.toString())?.[1] ?? ''
    const authnInstant = world.clock.now
    const xml = respond(world, id, {
      nameId: { value: word.colleague },
      attributes: { any: [word.colleague] },
      authnInstant,
    })
    expect(seen(await bring(colleague, xml)).location).toBe('/sso/acme/tested')
    seen(await colleague.get('/sso/acme/tested'))
    cookiesOf('colleague', colleague)
  }

  /** Reads every address of the API with a token that may read everything but claims. */
  async function readEverything(token: string, known: Readonly<Record<string, readonly string[]>>): Promise<void> {
    const as = { authorization: `Bearer ${token}` }
    const ids = new Map<string, readonly string[]>(Object.entries(known))
    const lists = routeTable.filter(
      ({ method, path, scope }) => method === 'GET' && scope !== null && !path.includes(':'),
    )
    for (const { path } of lists) {
      const { text, body, status } = await call('GET', `${path}?limit=200`, undefined, as)
      answers.push(text)
      if (status === 200)
        ids.set(
          path,
          (body.items ?? []).map((one: { id?: string; name?: string }) => one.id ?? one.name),
        )
    }
    ids.set('/lookups', ['Department', 'Account', 'ContactType'])
    const columns = ['Surname', 'JobTitle', 'BirthDate', 'Account', 'Notes']
    let read = 0
    for (const { path } of routeTable.filter(({ method, path }) => method === 'GET' && path.includes(':'))) {
      const noun = `/${path.split('/')[1]}`
      const last = /:(name|signOnId|identity|number)/.exec(path.slice(noun.length + 4))?.[1]
      const others = last === 'name' ? columns : last === undefined ? [''] : (ids.get('/sign-ons') ?? [])
      for (const id of ids.get(noun) ?? []) {
        for (const other of others) {
          const address = path.replace(/:\w+/, id).replace(/:\w+/, other)
          const { text, status } = await call('GET', address, undefined, as)
          answers.push(text)
          if (status === 200) read++
        }
      }
    }
    expect(read).toBeGreaterThan(40)
  }

  /** Every place that is looked into. */
  const everywhere = async (): Promise<Texts> =>
    new Map([
      ...(await dump(world.app)),
      ...(await opened(world.app)),
      ...filesOf(dataDir, 'postgres'),
      ['log', lines.join('')],
      ['api', answers.join('\n')],
      ['page', pages.join('\n')],
      ['saying', sayings.join('\n')],
    ])

  test('the journey has left something in every table but these', async () => {
    const empty = new Set([...(await dump(world.app))].map(([place]) => place.split('.')[0] ?? ''))
    for (const [place, text] of await dump(world.app)) if (text.trim() !== '') empty.delete(place.split('.')[0] ?? '')
    expect([...empty].toSorted()).toEqual(
      // Kept beside it: keyed hashes of whom is being logged out, links that were used, removed providers, what partners publish, counts, passkeys.
      [
        ...['consumed_logouts', 'erased_subjects', 'local_links', 'passkeys', 'pending_logouts', 'provider_metadata'],
        ...['setup_links', 'sign_on_hours', 'tombstones', 'waiting_certificates', 'worklist_overflow'],
      ],
    )
  })

  test('each word stands where the table says, and nowhere else', async () => {
    const texts = await everywhere()
    for (const [name, allowed] of Object.entries<readonly string[]>(table)) {
      const places = placesOf(word[name as Name], texts)
      expect.soft([name, places.filter((place) => !allowed.includes(place))]).toEqual([name, []])
      if (allowed.length > 0) expect.soft([name, places]).not.toEqual([name, []])
    }
  })

  test('keys, tokens, cookies and links stand nowhere in the clear', async () => {
    const texts = await everywhere()
    expect(secrets.size).toBeGreaterThan(20)
    for (const [name, { value, where }] of secrets) {
      expect(value.length).toBeGreaterThan(16)
      expect.soft([name, placesOf(value, texts).filter((place) => !where.includes(place))]).toEqual([name, []])
    }
  })

  test('a backup holds in the clear what the tables hold in the clear, and nothing more', () => {
    const texts = filesOf(folder, 'data')
    expect([...texts.keys()]).toEqual(['file a.backup'])
    expect(placesOf(word.surname, texts)).toEqual(['file a.backup'])
    const clear = (places: readonly string[]) => places.some((place) => /^[a-z_]+\./.test(place))
    for (const [name, allowed] of Object.entries<readonly string[]>(table)) {
      if (!clear(allowed)) expect.soft([name, placesOf(word[name as Name], texts)]).toEqual([name, []])
    }
    for (const [name, { value }] of secrets) expect.soft([name, placesOf(value, texts)]).toEqual([name, []])
  })

  test('after their time nothing that arrived is left, sealed or not', async () => {
    world.clock.now = new Date(world.clock.now.getTime() + 91 * 86_400_000)
    await retain(world.app)
    await sweep(world.app.db, world.clock.now)
    const texts = await opened(world.app)
    for (const [name, value] of Object.entries(word)) expect.soft([name, placesOf(value, texts)]).toEqual([name, []])
  })

  test('an erased person leaves the names of lookup values, and nothing else', async () => {
    expect((await attempt(personal(word.laterSurname))).status).toBe(303)
    const theirs: readonly Name[] = [
      ...(['subject', 'surname', 'laterSurname', 'mail', 'unmapped', 'unconvertible', 'unresolved', 'group'] as const),
      ...(['strayGroup', 'sessionIndex', 'redacted', 'redactedUnmapped', 'byHand', 'attributeName'] as const),
      ...(['mergedLogin', 'mergedPhone', 'mergedGivenUp'] as const),
    ]
    await made('POST', `/users/${encodeURIComponent(word.mail)}/erase`, { confirm: word.mail })
    const texts = new Map([...(await dump(world.app)), ...(await opened(world.app))])
    for (const name of theirs) expect.soft([name, placesOf(word[name], texts)]).toEqual([name, []])
    expect(placesOf(word.department, texts)).toEqual(['lookup_values.name', 'lookup_values.name_key'])
  })

  test('the same search finds a word in any form', () => {
    const text = 'canary-any-0123456789'
    for (const shown of [text.toUpperCase(), Buffer.from(text).toString('hex'), `"x": "${text}"`])
      expect(placesOf(text, new Map([['here', shown]]))).toEqual(['here'])
    for (const before of ['', 'a', 'ab', 'abc'])
      for (const encoding of ['base64', 'base64url'] as const)
        expect(placesOf(text, new Map([['here', Buffer.from(`${before}${text}~`).toString(encoding)]]))).toEqual([
          'here',
        ])
  })
})
