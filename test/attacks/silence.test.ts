/** T65 and T66: what is refused tells nobody why, nothing switches the checks off, and no log holds what is nobody's business. */
import { createPublicKey } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { choices, type ExceptionName, exceptionNames } from '../../src/protocols/saml/settings.ts'
import { createLog } from '../../src/server/log.ts'
import {
  attacks,
  createIdentityProvider,
  encryptAssertion,
  type ResponseOptions,
  toFormField,
} from '../../src/testing/index.ts'
import { addRole, count, respond, setConverters } from '../sign-on/world.ts'
import { type Answer, type Site, Visitor } from '../ui/site.ts'
import {
  adminToken,
  aMinute,
  bring,
  expectRefusal,
  type Installation,
  journaled,
  leave,
  leaveWith,
  masked,
  newInstallation,
  newNode,
  publicUrl,
} from './installation.ts'

const post = (visitor: Visitor, SAMLResponse: string) =>
  visitor.post('/sso/acme/acs', { SAMLResponse }, 'https://idp.example')
const signedOn = ({ status }: Answer) => status === 303
const ourPublicKey = ({ app }: Installation): string =>
  createPublicKey(app.keys[0].privateKey).export({ type: 'spki', format: 'pem' }).toString()

describe('T65 One answer to everything that is refused', () => {
  let world: Installation
  beforeAll(async () => {
    world = await newInstallation()
  })
  afterAll(() => world.end())

  test('T65 the whole attack suite is answered with the same bytes, whatever was wrong and at whichever step', async () => {
    const { visitor, requestId } = await leave(world.site)
    const nameId = 'john.best@galaxy.example'
    const attributes = { Email: ['john.best@galaxy.example'], memberOf: ['Engineers', 'Berlin'] }
    const suite = attacks({
      xml: respond(world, requestId, { sign: 'both', nameId: { value: nameId }, attributes }),
      idpCertificate: world.idp.keys.certificate,
      idpKeys: world.idp.keys,
      spEntityId: `${publicUrl}/sso/acme/metadata`,
      acsUrl: `${publicUrl}/sso/acme/acs`,
      victim: { nameId: 'ceo@victim.example', attributes: { Email: 'ceo@victim.example', memberOf: 'Administrators' } },
      encryptionKey: ourPublicKey(world),
    })
    const answers: { id: string; status: number; bytes: string; code: string | null }[] = []
    for (const attack of suite) {
      const answer = await post(visitor, attack.formField())
      if (signedOn(answer)) {
        expect(attack.expects, attack.id).toBe('nothing-forged')
        continue
      }
      const { code, status } = await journaled(world.site, answer)
      answers.push({
        id: attack.id,
        status: answer.status,
        bytes: masked(answer),
        code: status === 200 ? String(code) : null,
      })
    }
    expect(answers.length).toBeGreaterThan(300)
    expect(await world.app.db.query(sql`select 1 from users where login <> ${nameId}`)).toEqual([])
    // Too large to be read at all is the one thing that is said.
    const read = answers.filter(({ status }) => status !== 413)
    expect(new Set(read.map(({ status }) => status))).toEqual(new Set([400, 403]))
    expect(new Set(read.map(({ bytes }) => bytes)).size).toBe(1)
    expect(new Set(read.map(({ code }) => code)).size).toBeGreaterThan(20)
    // What cannot be decrypted says neither that nor why: not even by its status.
    const sealed = read.filter(({ id }) => id.startsWith('T30-'))
    expect(sealed.length).toBeGreaterThan(15)
    expect(new Set(sealed.map(({ status }) => status))).toEqual(new Set([403]))
    // The status tells only whether it was a Response at all, which the sender knows.
    const early = read.filter(({ status }) => status === 400).map(({ code }) => code)
    expect(
      early.filter((code) => /^(signature|decryption|encryption|status|issuer|audience)/.test(code ?? '')),
    ).toEqual([])
  }, 300_000)

  test('T65 what the database or the rules refuse looks like what the verifier refuses', async () => {
    const junk = masked(await bring(new Visitor(world.site), 'junk'))
    const { visitor, requestId } = await leave(world.site)
    const xml = respond(world, requestId, { nameId: { value: 'kim' } })
    await expectRefusal(world, () => bring(new Visitor(world.site), xml), 'browser_mismatch', 'consume')
    expect(signedOn(await bring(visitor, xml))).toBe(true)
    await expectRefusal(world, () => bring(new Visitor(world.site), xml), 'assertion_replayed', 'consume')
    const byRule = async (code: string) => {
      aMinute(world)
      const again = await leave(world.site)
      const answer = await bring(again.visitor, respond(world, again.requestId, { nameId: { value: 'kim' } }))
      expect(answer.status).toBe(403)
      expect(await journaled(world.site, answer)).toMatchObject({ code, step: 'plan' })
      expect(masked(answer)).toBe(junk)
    }
    await world.app.db.query(sql`update users set status = 'disabled'`)
    await byRule('user_disabled')
    await world.app.db.query(sql`update users set status = 'deleted'`)
    await byRule('user_deleted')
  })
})

describe('T66 Nothing switches the checks off', () => {
  test('T66 with every setting at its most generous a message must still be signed, ours, current and asked for', async () => {
    const world = await newInstallation()
    const until = '2027-12-31'
    const exceptions = Object.fromEntries(exceptionNames.map((name) => [name, until])) as Record<ExceptionName, string>
    const generous = {
      clockSkewSeconds: 300,
      maxAgeSeconds: 86_400,
      maxBytes: 1_048_576,
      maxNodes: 20_000,
      requestBinding: 'redirect',
      nameIdPolicy: 'omit',
      forceAuthn: false,
      authnContexts: [] as string[],
      idpInitiated: true,
      singleLogout: true,
      wantEncryption: false,
      requireSignedResponse: false,
      exceptions,
    } as const
    // A setting that is added must be thought of here as well.
    expect(Object.keys(generous).sort()).toEqual(Object.keys(choices).sort())
    await updateProviderBy(world.app, { kind: 'system' }, 'acme', { settings: generous })
    const now = () => world.clock.now
    const forger = createIdentityProvider({ entityId: world.idp.entityId, now })
    const past = new Date(world.clock.now.getTime() - 600_000)
    const cases: [Partial<ResponseOptions>, string, string][] = [
      [{ sign: 'none' }, 'signature_missing', 'shape'],
      [{ editSigned: (xml) => xml.replace('>john<', '>jane<') }, 'signature_digest', 'signature'],
      [{ audience: 'https://else.example' }, 'audience_mismatch', 'protocol'],
      [{ recipient: 'https://else.example' }, 'recipient_mismatch', 'protocol'],
      [{ notOnOrAfter: past, notBefore: null, issueInstant: past }, 'expired', 'protocol'],
      [{ issuer: 'https://else.example' }, 'issuer_mismatch', 'protocol'],
      [{ inResponseTo: '_nobody' }, 'request_unknown', 'consume'],
    ]
    for (const [options, code, step] of cases) {
      const { visitor, requestId } = await leave(world.site)
      const xml = respond(world, requestId, { nameId: { value: 'john' }, ...options })
      await expectRefusal(world, () => bring(visitor, xml), code, step)
    }
    const { visitor, requestId } = await leave(world.site)
    const forged = respond({ ...world, idp: forger }, requestId)
    await expectRefusal(world, () => bring(visitor, forged), 'signature_invalid', 'signature')
    // The same in the clear and encrypted: anybody can encrypt for us.
    const unsigned = encryptAssertion(respond(world, requestId, { sign: 'none' }), ourPublicKey(world))
    await expectRefusal(world, () => bring(visitor, unsigned), 'signature_missing', 'signature')
    expect(signedOn(await bring(visitor, respond(world, requestId)))).toBe(true)
    await world.end()
  })

  const root = new URL('../../', import.meta.url)
  /** What ships and runs; comments are for people. */
  const code = (folder: string): { file: string; text: string }[] => {
    const at = new URL(`${folder}/`, root)
    if (!existsSync(at)) return []
    return readdirSync(at, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(js|tsx?)$/.test(file) && !file.endsWith('.d.ts'))
      .map((file) => {
        const text = readFileSync(new URL(file, at), 'utf8')
        return { file: `${folder}/${file}`, text: text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '') }
      })
  }
  // The built UI is mostly other people's code, for a browser, and decides nothing: of it our own sources are looked at.
  const shipped = [
    ...code('src'),
    ...code('ui/src'),
    ...code('dist').filter(({ file }) => !file.startsWith('dist/ui/')),
  ]
  const filesWith = (pattern: RegExp) => shipped.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

  test('T66 neither the sources nor the built package know a word for skipping a check', () => {
    expect(shipped.length).toBeGreaterThan(250)
    const word = '(?:skip|bypass|disable|ignore|dont|no)_?'
    const check =
      '_?(?:sign(?:ature)?s?(?:check|valid)|verif|audience|recipient|destination|replay|expir|notonorafter|tls|ssl)'
    // Mail to a server on this very machine may go without TLS; nothing of a sign-on depends on it.
    const mail = /net\/send-mail\.[jt]s$/
    const found = filesWith(new RegExp(`\\b${word}(?:check|validat)?${check}`, 'i'))
    expect(found.filter((file) => !mail.test(file))).toEqual([])
    expect(filesWith(/\b(?:allow|accept|trust)_?(?:unsigned|any|all|every|insecure|selfsigned|expired)/i)).toEqual([])
    expect(filesWith(/NODE_ENV|NODE_TLS_REJECT_UNAUTHORIZED|rejectUnauthorized: false|VITEST|JEST/)).toEqual([])
    expect(filesWith(/\b(?:eval|Function)\(/)).toEqual([])
  })

  test('T66 the environment is read in one place, and every variable of it is documented', () => {
    expect(filesWith(/process\.env/).filter((file) => !/server\/config\.[jt]s$/.test(file))).toEqual([])
    const { text = '' } = shipped.find(({ file }) => file === 'src/server/config.ts') ?? {}
    const read = [...text.matchAll(/env\.([A-Z_]+)|env, '([A-Z_]+)'/g)].map(
      ([, direct, named]) => direct ?? named ?? '',
    )
    expect(read.length).toBeGreaterThan(8)
    const pages = ['README.md', 'docs/configuration.md', 'docs/operations.md', 'docs/api.md']
    const documented = pages.map((page) => readFileSync(new URL(page, root), 'utf8')).join('\n')
    expect([...new Set(read)].filter((name) => !new RegExp(`\\b${name}\\b`).test(documented))).toEqual([])
  })
})

describe('T66 The log', () => {
  /** Runs of this length are looked for: nobody meets one by chance. */
  const run = 32
  const chunks = (text: string) =>
    Array.from({ length: Math.floor(text.length / run) }, (_, at) => text.slice(at * run, (at + 1) * run))

  test('T66 holds neither claims, assertions, keys, cookies nor tokens, at its most talkative, whatever goes wrong', async () => {
    const world = await newInstallation()
    const lines: string[] = []
    const log = createLog('trace', { write: (line) => void lines.push(line) })
    const node = await newNode(world, log)
    const { site } = node
    const canary = {
      subject: 'canary-subject-5d1f',
      other: 'canary-other-8a2c',
      mail: 'canary-mail-77b0@person.example',
      name: 'Canaryname',
      group: 'canary-group-c3d4',
      query: 'canary-query-11aa',
      body: 'canary-body-92fe',
    }
    await setConverters(world, { Email: 'Email', Surname: 'Surname' })
    await addRole(world, 'Team', canary.group)
    const secrets = new Map<string, string>([
      ['secret', world.secret],
      ['admin token', adminToken],
    ])
    for (const [at, key] of world.app.keys.entries()) {
      const der = key.privateKey.export({ type: 'pkcs8', format: 'der' })
      secrets.set(`private key ${at}`, der.toString('base64'))
      secrets.set(`private key ${at} in hex`, der.toString('hex'))
    }
    const attributes = { Email: [canary.mail], Surname: [canary.name], memberOf: [canary.group] }
    const genuine = (requestId: string, options: Partial<ResponseOptions> = {}) =>
      respond(world, requestId, { nameId: { value: canary.subject }, attributes, ...options })
    let sent = 0
    const keepCookies = (visitor: Visitor) => {
      for (const [name, value] of visitor.cookies) secrets.set(`${name} ${++sent}`, value)
    }
    /** Brings it, in the browser that asked for it, and remembers everything that must not be seen again. */
    const attempt = async (make: (requestId: string) => string, by: Visitor = new Visitor(site)): Promise<Answer> => {
      aMinute(world)
      const requestId = await leaveWith(by)
      const xml = make(requestId)
      const field = toFormField(xml)
      secrets.set(`message ${++sent}`, field)
      if (xml.includes('<saml2:Subject>'))
        secrets.set(`message ${sent} in clear`, xml.split('<saml2:Subject>')[1] ?? '')
      keepCookies(by)
      const answer = await post(by, field)
      keepCookies(by)
      return answer
    }

    // Good ones: new, unchanged, encrypted, a test.
    const person = new Visitor(site)
    expect(signedOn(await attempt(genuine, person))).toBe(true)
    expect(
      signedOn(await attempt((id) => encryptAssertion(genuine(id, { sign: 'assertion' }), ourPublicKey(world)))),
    ).toBe(true)
    expect(signedOn(await attempt((id) => genuine(id, { nameId: { value: canary.other } })))).toBe(true)
    expect((await person.get('/me')).status).toBe(200)
    // Bad ones, one of each step.
    const change = (from: string | RegExp, to: string) => (id: string) => genuine(id).replace(from, to)
    for (const bad of [
      () => 'not xml',
      change('<saml2:Issuer', '<!-- --><saml2:Issuer'),
      change('</saml2p:Response>', ''),
      change(canary.subject, canary.other),
      (id: string) => genuine(id, { sign: 'none' }),
      (id: string) => genuine(id, { audience: 'https://else.example' }),
      (id: string) => genuine(id, { nameId: null }),
      (id: string) => respond({ ...world, idp: world.other }, id, { nameId: { value: canary.subject }, attributes }),
      (id: string) => encryptAssertion(genuine(id), world.idp.keys.privateKey),
      () => genuine('_nobody'),
    ]) {
      expect((await attempt(bad)).status).toBeGreaterThanOrEqual(400)
    }
    // A person who may not, a database that fails and quotes the row, and one that is not there.
    await world.app.db.query(sql`update users set status = 'disabled'`)
    expect((await attempt(genuine)).status).toBe(403)
    await world.app.db.query(sql`update users set status = 'active'`)
    await world.app.db.query(
      sql`alter table contacts add constraint canaries check ("Email" not like 'new-%') not valid`,
    )
    const failing = await attempt((id) =>
      genuine(id, { nameId: { value: 'new-canary' }, attributes: { ...attributes, Email: [`new-${canary.mail}`] } }),
    )
    expect(failing.status).toBe(500)
    await world.app.db.query(sql`alter table sessions rename to sessions_away`)
    expect((await attempt(genuine)).status).toBe(500)
    await world.app.db.query(sql`alter table sessions_away rename to sessions`)
    // Pages, the API with its token, bodies that break, and the way out.
    await person.get(`/nowhere?email=${canary.query}`)
    await talkToApi(site, canary.body, secrets)
    await person.post('/sign-out', {})
    await node.close()

    const all = lines.join('')
    for (const told of ['signature_digest', 'audience_mismatch', 'sign-on failed', '23514']) expect(all).toContain(told)
    expect(lines.length).toBeGreaterThan(12)
    for (const [what, value] of Object.entries(canary)) expect(all.includes(value), what).toBe(false)
    for (const [what, value] of secrets) {
      expect(value.length, what).toBeGreaterThanOrEqual(8)
      expect(value.length >= run ? chunks(value).some((one) => all.includes(one)) : all.includes(value), what).toBe(
        false,
      )
    }
    expect(all).not.toMatch(/saml2p?:|<ds:|BEGIN [A-Z ]*PRIVATE KEY/)
    expect(await count(world, 'sign_ons')).toBeGreaterThan(10)
    await world.end()
  })

  async function talkToApi(site: Site, body: string, secrets: Map<string, string>): Promise<void> {
    const request = (method: string, path: string, content?: string, token = adminToken) =>
      site.server.request(`${publicUrl}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(content === undefined ? {} : { body: content }),
      })
    const made = await request(
      'POST',
      '/tokens',
      JSON.stringify({ name: 'canary', scopes: ['directory:read', 'claims:read'] }),
    )
    const { token } = (await made.json()) as { token: string }
    secrets.set('token of the API', token)
    const { items } = (await (await request('GET', '/sign-ons?limit=50', undefined, token)).json()) as {
      items: { id: string }[]
    }
    for (const { id } of items) expect((await request('GET', `/sign-ons/${id}`, undefined, token)).status).toBe(200)
    await request('POST', '/contacts', `{"${body}":`)
    await request('POST', '/contacts', JSON.stringify({ [body]: body }))
    expect((await request('GET', '/contacts', undefined, `jitup_${body}`)).status).toBe(401)
  }

  test('T66 a log that is looked at would show it: the same search finds what is written on purpose', () => {
    const lines: string[] = []
    const log = createLog('trace', { write: (line) => void lines.push(line) })
    log.info({ anything: 'canary-subject-5d1f', cookie: 'canary-cookie' }, 'on purpose')
    expect(lines.join('')).toContain('canary-subject-5d1f')
    expect(lines.join('')).not.toContain('canary-cookie')
  })
})
