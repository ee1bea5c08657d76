import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { demoIdentityProvider } from '../../src/demo/identity-provider-app.tsx'
import { demoPeople } from '../../src/demo/people.ts'
import { type DemoPeople, peopleInFile, peopleInMemory } from '../../src/demo/people-store.ts'
import { german as germanTable } from '../../src/messages/de/table.ts'
import { readBy } from '../../src/messages/language.ts'
import { messages } from '../../src/messages.ts'
import { makeKeyPair } from '../../src/protocols/saml/certificate.ts'
import { nodeSamlProfile } from '../testing/oracles.ts'

const baseUrl = 'http://localhost:3000/demo-idp'
const entityId = 'http://localhost:3000/demo-idp/metadata'
const acsUrl = 'http://localhost:4000/acs'
const spEntityId = 'http://localhost:4000/saml'
const now = () => new Date()
const keys = makeKeyPair({ commonName: 'Demo identity provider', now: now() })
const allowedAcs = (url: string, sp: string) => url === acsUrl && sp === spEntityId
const own = { Origin: 'http://localhost:3000', 'Content-Type': 'application/x-www-form-urlencoded' }

let people: DemoPeople
let app: ReturnType<typeof demoIdentityProvider>
beforeEach(() => {
  people = peopleInMemory()
  app = demoIdentityProvider({ baseUrl, entityId, keys, people, allowedAcs, now })
})

const authnRequest = (with_: { acs?: string; issuer?: string; more?: string; destination?: string } = {}) =>
  `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_request1" Version="2.0" ` +
  `Destination="${with_.destination ?? `${baseUrl}/sso`}" AssertionConsumerServiceURL="${with_.acs ?? acsUrl}">` +
  `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${with_.issuer ?? spEntityId}</saml:Issuer>` +
  `${with_.more ?? ''}</samlp:AuthnRequest>`
const encode = (xml: string) => deflateRawSync(xml).toString('base64')
const query = (xml: string, relayState = '/my contact?a=1&b="2"') =>
  `?${new URLSearchParams({ SAMLRequest: encode(xml), RelayState: relayState })}`

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = own) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers })

const unescaped = (html: string) =>
  html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
const hidden = (html: string, name: string) =>
  unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '')

/** Signs on and returns the Response's XML. */
async function signOn(person: string, request = authnRequest()): Promise<string> {
  const page = await post('/sso', { SAMLRequest: encode(request), person })
  expect(page.status).toBe(200)
  return Buffer.from(hidden(await page.text(), 'SAMLResponse'), 'base64').toString('utf8')
}

/** The edit form as a browser sends it, with some fields changed; null unticks or removes one. */
async function edit(id: string, changes: Record<string, string | null>) {
  const fields: Record<string, string | null> = {}
  for (const one of people.get(id)?.attributes ?? []) {
    fields[`values:${one.name}`] = one.values.join('\r\n')
    if (one.sent) fields[`sent:${one.name}`] = 'on'
  }
  const all = Object.entries({ ...fields, ...changes }).filter((one): one is [string, string] => one[1] !== null)
  return post(`/people/${id}`, Object.fromEntries(all))
}

test('the chooser lists everybody, John Best first, and says that anyone can be anybody', async () => {
  const html = await (await app.request(`/sso${query(authnRequest())}`)).text()
  const names = [...html.matchAll(/Sign on as ([^<]+)</g)].map((match) => unescaped(match[1] ?? ''))
  expect(names).toEqual(demoPeople.map((one) => one.name))
  expect(names[0]).toBe('John Best')
  expect(html).toContain('anyone can be anybody here')
  expect(html).toContain(spEntityId)
})

test('signing on posts a signed Response to the application, with the RelayState as it came', async () => {
  const chooser = await (await app.request(`/sso${query(authnRequest())}`)).text()
  const fields = { SAMLRequest: hidden(chooser, 'SAMLRequest'), RelayState: hidden(chooser, 'RelayState') }
  const page = await post('/sso', { ...fields, person: 'john-best' })
  const html = await page.text()
  expect(html).toContain(`<form method="post" action="${acsUrl}">`)
  expect(html).toMatch(/<button class="button" type="submit">\s*Continue/)
  expect(hidden(html, 'RelayState')).toBe('/my contact?a=1&b="2"')
  const trust = { certificatePem: keys.certificatePem, audience: spEntityId, acsUrl, issuer: entityId }
  const profile = await nodeSamlProfile(hidden(html, 'SAMLResponse'), trust, { response: true, assertion: true })
  expect(profile).toMatchObject({
    nameID: 'john.best@brightharbour.example',
    inResponseTo: '_request1',
    Company: 'Bright Harbour Ltd',
    Department: 'Sales',
    Email: 'john.best@brightharbour.example',
    'First Name': 'John',
    'Last Name': 'Best',
    Phone: '+44 20 7946 0142',
    memberOf: ['Sales team', 'London office'],
  })
})

test('pages run only their own script and send forms only home and to the application', async () => {
  const page = await post('/sso', { SAMLRequest: encode(authnRequest()), person: 'john-best' })
  const policy = page.headers.get('Content-Security-Policy') ?? ''
  const html = await page.text()
  const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1]
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("form-action 'self' http://localhost:4000;")
  expect([...html.matchAll(/<script nonce="([^"]+)">/g)].map((match) => match[1])).toEqual([nonce])
  expect(html.match(/<script/g)).toHaveLength(1)
  expect(page.headers.get('Cache-Control')).toBe('no-store')
})

test('an edit arrives with the next sign-on and leads back to the waiting chooser', async () => {
  const saved = await edit('john-best', {
    'values:Department': 'Marketing',
    'values:memberOf': 'Marketing team\r\n\r\nParis office\r\n',
    SAMLRequest: encode(authnRequest()),
    RelayState: 'r',
  })
  expect(saved.status).toBe(303)
  const location = saved.headers.get('Location') ?? ''
  expect(location).toMatch(/^\/demo-idp\/sso\?saved=john-best&SAMLRequest=/)
  const chooser = await (await app.request(location.replace('/demo-idp', ''))).text()
  expect(chooser).toContain('Saved. The next sign-on as John Best sends it.')
  expect(chooser.match(/class="badge"/g)).toHaveLength(1)
  const xml = await signOn('john-best')
  const values = [...xml.matchAll(/<saml2:AttributeValue[^>]*>([^<]*)</g)].map((match) => match[1])
  expect(values).toContain('Marketing')
  expect(values.slice(-2)).toEqual(['Marketing team', 'Paris office'])
  expect(xml).not.toContain('Sales')
})

test('without a waiting request, Save, Back and every error lead to a list of people that exists', async () => {
  const saved = await edit('john-best', { 'values:Department': 'Marketing' })
  expect(saved.headers.get('Location')).toBe('/demo-idp?saved=john-best')
  expect(await (await app.request('/people/john-best')).text()).toContain('href="/demo-idp">Back without saving')
  const lost = await (await app.request('/sso')).text()
  expect(lost).toContain('<a class="button" href="/demo-idp">To the list of people')
  expect(lost).toContain('<details><summary>For support</summary>')
})

test('the application that asks has the name that people know beside its Entity ID', async () => {
  app = demoIdentityProvider({ baseUrl, entityId, keys, people, allowedAcs, now, applicationName: 'Our application' })
  const html = await (await app.request(`/sso${query(authnRequest())}`)).text()
  expect(html).toContain(`<strong>Our application</strong> (<code>${spEntityId}</code>) asks who you are`)
})

test('absent, empty and present are three different things', async () => {
  const attribute = (xml: string, name: string) =>
    new RegExp(`<saml2:Attribute Name="${name}"[^>]*>(.*?)</saml2:Attribute>`).exec(xml)?.[1] ?? null
  const tom = await signOn('tom-quiet')
  expect(attribute(tom, 'Phone')).toBe(null)
  expect(attribute(tom, 'memberOf')).toBe(null)
  expect(attribute(await signOn('lena-falk'), 'memberOf')).toBe('')

  await edit('john-best', { 'sent:Phone': null, 'values:Department': '' })
  const john = await signOn('john-best')
  expect(attribute(john, 'Phone')).toBe(null)
  expect(attribute(john, 'Department')).toBe('')
  expect(attribute(john, 'Email')).toContain('john.best@')

  await edit('john-best', { 'sent:Phone': 'on' })
  expect(attribute(await signOn('john-best'), 'Phone')).toContain('+44 20 7946 0142')
})

test('reset brings the shipped person back, and so does typing it in', async () => {
  await edit('john-best', { 'values:Department': 'Marketing' })
  expect(people.isEdited('john-best')).toBe(true)
  await post('/people/john-best', { do: 'reset' })
  expect(people.get('john-best')).toEqual(demoPeople[0])
  expect(people.isEdited('john-best')).toBe(false)
  await edit('john-best', { 'values:Department': 'Marketing' })
  await edit('john-best', { 'values:Department': 'Sales' })
  expect(people.isEdited('john-best')).toBe(false)
})

test('an added attribute is sent like the others', async () => {
  await edit('john-best', { 'new-name': ' Type ', 'new-values': 'Contractor' })
  expect(await signOn('john-best')).toMatch(/Name="Type"[^>]*><saml2:AttributeValue[^>]*>Contractor</)
})

test('hostile values come back escaped on every page and arrive whole', async () => {
  const hostile = `"><script>alert('1')</script></textarea><img src=x onerror=alert(2)>&amp;`
  const name = `"><svg onload=alert(3)>`
  await edit('john-best', { 'values:Company': hostile, 'new-name': name, 'new-values': hostile })
  const page = await (await app.request('/people/john-best')).text()
  for (const markup of ['<script>', '<img', '<svg', "alert('1')</script>"]) expect(page).not.toContain(markup)
  expect(/name="values:Company"[^>]*>([^<]*)<\/textarea>/.exec(page)?.[1]).toSatisfy(
    (text: string) => unescaped(text) === hostile,
  )
  expect(people.get('john-best')?.attributes.at(-1)).toEqual({ name, values: [hostile], sent: true })
  const xml = await signOn('john-best')
  const trust = { certificatePem: keys.certificatePem, audience: spEntityId, acsUrl, issuer: entityId }
  const field = Buffer.from(xml).toString('base64')
  const profile = await nodeSamlProfile(field, trust, { response: true, assertion: true })
  expect(profile?.Company).toBe(hostile)
  expect(profile?.[name]).toBe(hostile)

  const relayed = await post('/sso', { SAMLRequest: encode(authnRequest()), person: 'john-best', RelayState: hostile })
  expect(await relayed.text()).not.toContain('<img')
  const asked = await app.request(`/people/john-best${query(authnRequest(), hostile)}`)
  expect(await asked.text()).not.toContain('<img')
})

test('what cannot be sent is not saved, and the form keeps what was typed', async () => {
  const before = people.get('john-best')
  for (const [changes, problem] of [
    [{ 'values:Company': 'bell \u0007' }, 'SAML cannot carry'],
    [{ 'values:Company': 'kept', 'new-name': 'Email' }, 'in the list already'],
    [{ 'values:Company': 'kept', 'new-values': 'nameless' }, 'needs a name'],
    [{ 'values:Company': 'x'.repeat(4_001) }, 'may have 4,000 characters'],
    [{ 'values:memberOf': 'g\n'.repeat(501) }, 'may have 500 values'],
  ] as const) {
    const page = await edit('john-best', changes)
    const html = await page.text()
    expect(page.status).toBe(422)
    expect(html).toContain(problem)
    expect(html).toContain('aria-invalid="true"')
    if (changes['values:Company' as keyof typeof changes] === 'kept') expect(html).toContain('>kept</textarea>')
  }
  expect(people.get('john-best')).toEqual(before)
})

test('only an application that is known gets an answer', async () => {
  for (const request of [
    authnRequest({ acs: 'https://evil.example/acs' }),
    authnRequest({ acs: `${acsUrl}/` }),
    authnRequest({ issuer: 'https://evil.example' }),
  ]) {
    const chooser = await app.request(`/sso${query(request)}`)
    const answer = await post('/sso', { SAMLRequest: encode(request), person: 'john-best' })
    for (const refused of [chooser, answer]) {
      expect(refused.status).toBe(403)
      const html = await refused.text()
      expect(html).not.toContain('SAMLResponse')
      expect(html).not.toContain('evil.example')
    }
  }
})

test.each([
  ['nothing', '', 'message_missing'],
  ['something that is not base64', '?SAMLRequest=%3Cxml%3E', 'message_not_base64'],
  ['something that is not deflated', '?SAMLRequest=AAAA', 'request_malformed'],
  ['a decompression bomb', query('x'.repeat(1_000_000)), 'message_too_large'],
  ['a document type', query(`<!DOCTYPE a [<!ENTITY e "x">]>${authnRequest()}`), 'markup_forbidden'],
  ['a comment', query(authnRequest({ issuer: `${spEntityId}<!---->` })), 'markup_forbidden'],
  ['broken XML', query(authnRequest().slice(0, -3)), 'xml_malformed'],
  ['another message', query(authnRequest().replaceAll('AuthnRequest', 'LogoutRequest')), 'schema_invalid'],
  ['no ACS URL', query(authnRequest({ acs: '' })), 'schema_invalid'],
  ['two Issuers', query(authnRequest().replace(/(<saml:Issuer.*Issuer>)/, '$1$1')), 'schema_invalid'],
  ['another destination', query(authnRequest({ destination: 'https://other.example' })), 'destination_mismatch'],
])('a request with %s is refused on a page', async (_, search, code) => {
  const page = await app.request(`/sso${search}`)
  expect([400, 413]).toContain(page.status)
  expect(await page.text()).toContain(`<code>${code}</code>`)
})

test('a form from another origin changes nothing and signs nobody on', async () => {
  const form = { 'Content-Type': own['Content-Type'] }
  const strangers: Record<string, string>[] = [
    form,
    { ...form, Origin: 'https://evil.example' },
    { ...form, Origin: 'null' },
    { ...form, Origin: 'http://localhost:4000', 'Sec-Fetch-Site': 'same-site' },
    { ...form, 'Sec-Fetch-Site': 'cross-site' },
  ]
  for (const headers of strangers) {
    expect((await post('/people/john-best', { 'values:Company': 'Evil' }, headers)).status).toBe(403)
    const answer = await post('/sso', { SAMLRequest: encode(authnRequest()), person: 'john-best' }, headers)
    expect(answer.status).toBe(403)
    expect(await answer.text()).not.toContain('SAMLResponse')
  }
  expect(people.isEdited('john-best')).toBe(false)
  const withoutOrigin = { ...form, 'Sec-Fetch-Site': 'same-origin' }
  expect((await post('/people/john-best', { do: 'reset' }, withoutOrigin)).status).toBe(303)
})

test('unknown people, other kinds of forms and huge ones are refused', async () => {
  expect((await app.request('/people/nobody')).status).toBe(404)
  expect((await app.request('/people/__proto__')).status).toBe(404)
  expect((await post('/people/nobody', {})).status).toBe(404)
  expect((await post('/sso', { SAMLRequest: encode(authnRequest()), person: 'nobody' })).status).toBe(404)
  expect((await post('/people/john-best', {}, { ...own, 'Content-Type': 'text/plain' })).status).toBe(400)
  expect((await post('/people/john-best', { 'values:Company': 'x'.repeat(300_000) })).status).toBe(413)
})

test('the NameID follows the format that was asked for', async () => {
  const ask = async (format: string) => {
    const xml = await signOn('john-best', authnRequest({ more: `<samlp:NameIDPolicy Format="${format}"/>` }))
    return /<saml2:NameID Format="([^"]+)">([^<]+)</.exec(xml)?.slice(1) ?? []
  }
  const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
  const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
  expect((await ask(persistent))[0]).toBe(persistent)
  expect(await ask(persistent)).toEqual(await ask(persistent))
  expect((await ask(persistent))[1]).not.toContain('john')
  expect((await ask(transient))[0]).toBe(transient)
  expect(await ask(transient)).not.toEqual(await ask(transient))
  expect(await ask('urn:unheard-of')).toEqual([
    'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    'john.best@brightharbour.example',
  ])
})

test('a sign-on can begin at the list of people: the click is remembered for one round', async () => {
  const signInUrl = 'http://localhost:4000/sign-in/demo'
  app = demoIdentityProvider({ baseUrl, entityId, keys, people, allowedAcs, now, signInUrl })
  expect(await (await app.request('/')).text()).toContain('action="/demo-idp/start"')
  const started = await post('/start', { person: 'ada-admin' })
  expect(started.headers.get('Location')).toBe(signInUrl)
  const cookie = started.headers.get('Set-Cookie') ?? ''
  expect(cookie).toMatch(/^demo_idp_person=ada-admin;.*Path=\/demo-idp; HttpOnly; SameSite=Lax/)
  const back = await app.request(`/sso${query(authnRequest())}`, { headers: { Cookie: 'demo_idp_person=ada-admin' } })
  expect(await back.text()).toContain('Signing on as Ada Admin')
  expect(back.headers.get('Set-Cookie')).toMatch(/^demo_idp_person=;.*Max-Age=0/)
})

test('without an address to start from, the list of people offers only editing', async () => {
  const html = await (await app.request('/')).text()
  expect(html).toContain('John Best')
  expect(html).toContain('Edit attributes')
  expect(html).not.toContain('<form')
  expect((await post('/start', { person: 'john-best' })).status).toBe(404)
})

test('metadata names the provider, its certificate and the one binding that it reads', async () => {
  const answer = await app.request('/metadata')
  const xml = await answer.text()
  expect(answer.headers.get('Content-Type')).toContain('application/samlmetadata+xml')
  expect(xml).toContain(`entityID="${entityId}"`)
  expect(xml).toContain(keys.certificate)
  expect([...xml.matchAll(/bindings:([\w-]+)" Location="([^"]+)"/g)].map((match) => match.slice(1))).toEqual([
    ['HTTP-Redirect', `${baseUrl}/sso`],
  ])
})

test('edits kept in a file survive a restart, side by side saves included', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jitup-demo-'))
  try {
    const path = join(folder, 'demo', 'people.json')
    const first = await peopleInFile(path)
    const john = [{ name: 'Company', values: ['Elsewhere'], sent: true }]
    const ada = [{ name: 'Company', values: [], sent: false }]
    await Promise.all([first.update('john-best', john), first.update('ada-admin', ada), first.reset('tom-quiet')])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const second = await peopleInFile(path)
    expect(second.get('john-best')?.attributes).toEqual(john)
    expect(second.get('ada-admin')?.attributes).toEqual(ada)
    await second.reset('john-best')
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')))).toEqual(['ada-admin'])
    writeFileSync(path, '{"john-best": "surprise"}')
    await expect(peopleInFile(path)).rejects.toMatchObject({ code: 'config_invalid' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('pages speak the language of who reads them, and name what people and attributes are called as it is', async () => {
  const german = async (path: string) => {
    const page = await readBy({ language: 'de' }, () => app.request(path))
    return (await page.text()).replace(/<style.*?<\/style>/s, '')
  }
  const chooser = await german(`/sso${query(authnRequest())}`)
  expect(chooser).toContain('<html lang="de">')
  expect(chooser).toContain('Wer sind Sie heute?')
  for (const { name } of demoPeople) expect(unescaped(chooser)).toContain(`Als ${name} anmelden`)
  const edited = await german('/people/john-best')
  expect(edited).toContain('Gruppen (memberOf)')
  const lost = await german('/people/nobody')
  expect(lost).toContain(germanTable['code.not_found'])
  const english = Object.entries(messages).filter(([key, text]) => key.startsWith('demo-idp.') && / [a-z]/.test(text))
  expect(english.length).toBeGreaterThan(30)
  for (const page of [chooser, edited, lost, await german('/')]) {
    for (const [, text] of english) expect(page).not.toContain(text.split(/\{[a-zA-Z]+\}/).toSorted(longestFirst)[0])
  }
})

const longestFirst = (one: string, other: string) => other.length - one.length
