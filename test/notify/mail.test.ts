import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LookupAll } from '../../src/net/guarded-lookup.ts'
import { createSendMail, type Mail, type MailServer, type SendMailOptions } from '../../src/net/send-mail.ts'
import { collectNotices } from '../../src/notify/collect.ts'
import { deliverDue } from '../../src/notify/deliver.ts'
import { digestText, plainName } from '../../src/notify/mail-text.ts'
import { makeKeyPair } from '../../src/protocols/saml/certificate.ts'
import { type Api, addPerson, addProvider, all, newApi, publicUrl, signOn } from '../api/api-world.ts'
import { type Caught, type SinkOptions, smtpSink } from './smtp-sink.ts'

const keys = makeKeyPair({ commonName: 'localhost', now: new Date() })
/** The mail servers of these tests stand on this machine, on whatever port is free. */
const here = { allowPrivateHosts: ['localhost'] }
const open: { close(): Promise<void> }[] = []
const sink = async (options: SinkOptions = {}) => {
  const made = await smtpSink(options)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const code = (name: string, status?: number) =>
  expect.objectContaining({ code: name, ...(status === undefined ? {} : { details: { status } }) })
const minute = 60_000

/** Headers of a message, unfolded; and its body. */
function read({ raw }: Caught) {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
  const text = body.join('\r\n\r\n')
  const plain = /quoted-printable/.test(headers.get('content-transfer-encoding') ?? '')
    ? Buffer.from(
        text
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString()
    : text
  return { headers, lines, text: plain }
}

describe('The sender', () => {
  const send = createSendMail({ ...here, ca: keys.certificatePem, timeoutMs: 20_000 })
  const mail: Mail = {
    from: { name: 'jitup', address: 'jitup@example.com' },
    to: 'admin@example.com',
    subject: 'Hello',
    text: 'Hello.\n',
    messageId: 'id@example.com',
    date: new Date('2026-11-23T12:00:00Z'),
  }
  const server = (port: number, more: Partial<MailServer> = {}): MailServer => ({
    host: 'localhost',
    port,
    security: 'starttls',
    user: null,
    password: null,
    ...more,
  })

  it('speaks encrypted, signs in, and hands one message over', async () => {
    const at = await sink({ keys, login: 'jitup:correct horse' })
    await send(server(at.port, { user: 'jitup', password: 'correct horse' }), mail)
    expect(at.caught).toMatchObject([
      { from: 'jitup@example.com', to: ['admin@example.com'], encrypted: true, login: 'jitup:correct horse' },
    ])
    const { headers } = read(at.caught[0] as Caught)
    expect(headers.get('message-id')).toBe('<id@example.com>')
    expect(headers.get('auto-submitted')).toBe('auto-generated')
  })

  it('says nothing at all in the clear where encryption is wanted', async () => {
    const at = await sink({ login: 'a:b' })
    await expect(send(server(at.port, { user: 'a', password: 'b' }), mail)).rejects.toThrow(code('mail_untrusted'))
    expect(at.caught).toEqual([])
  })

  it('trusts no certificate of nobody, nor of another name, whatever the environment says', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      const at = await sink({ keys })
      await expect(createSendMail({ ...here, timeoutMs: 20_000 })(server(at.port), mail)).rejects.toThrow(
        code('mail_untrusted'),
      )
      const other = makeKeyPair({ commonName: 'mail.example', now: new Date() })
      const wrong = await sink({ keys: other })
      const trusting = createSendMail({ ...here, ca: other.certificatePem, timeoutMs: 20_000 })
      await expect(trusting(server(wrong.port), mail)).rejects.toThrow(code('mail_untrusted'))
      expect([...at.caught, ...wrong.caught]).toEqual([])
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    }
  })

  it('tells apart who is not there, who does not know us, and who does not want it', async () => {
    const secret = await sink({ keys, login: 'a:right' })
    const wrong = send(server(secret.port, { user: 'a', password: 'wrong' }), mail)
    await expect(wrong).rejects.toThrow(code('mail_login_refused', 535))
    const full = await sink({ keys, replies: ['552 canary words of the server'] })
    const refused = send(server(full.port), mail).catch((error: Error) => error)
    expect(await refused).toEqual(code('mail_refused', 552))
    expect(String(await refused)).not.toContain('canary')
    const { port, close } = await smtpSink()
    await close()
    await expect(send(server(port), mail)).rejects.toThrow(code('mail_unreachable'))
  })

  describe('does not look around in our network:', () => {
    const names =
      (...addresses: string[]): LookupAll =>
      (_host, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
    const outcome = (to: Partial<MailServer>, options: SendMailOptions) =>
      createSendMail({ ca: keys.certificatePem, timeoutMs: 20_000, ...options })(server(2525, to), mail).then(
        () => 'sent',
        ({ code }: { code: string }) => code,
      )

    it('a private address is spoken to where mail is handed in, or when the operator has listed the host', async () => {
      const at = await sink({ keys })
      const own = { lookup: names('127.0.0.1') }
      expect(await outcome({ port: at.port }, own)).toBe('mail_address_forbidden')
      expect(await outcome({ port: at.port }, { ...own, allowPrivateHosts: ['other'] })).toBe('mail_address_forbidden')
      expect(at.caught).toEqual([])
      expect(await outcome({ port: at.port }, { ...own, allowPrivateHosts: ['LocalHost'] })).toBe('sent')
      expect(await outcome({ host: '127.0.0.1', port: at.port, security: 'none' }, {})).toBe('mail_address_forbidden')
      // Nobody is there, which is found out by asking.
      for (const port of [25, 465, 587, 2525])
        expect([port, await outcome({ port }, { lookup: names('127.53.25.87') })]).toEqual([port, 'mail_unreachable'])
    })

    it.each(['169.254.169.254', '168.63.129.16', 'fe80::1', '::ffff:169.254.169.254', '0.0.0.0'])(
      '%s never is, whatever is listed',
      async (address) => {
        const listed = { lookup: names(address), allowPrivateHosts: ['localhost'] }
        for (const port of [25, 80]) expect(await outcome({ port }, listed)).toBe('mail_address_forbidden')
        expect(await outcome({}, { ...listed, lookup: names('127.53.25.87', address) })).toBe('mail_address_forbidden')
      },
    )
  })

  it('does not wait for ever', async () => {
    const at = await sink({ silent: true })
    const impatient = createSendMail({ ...here, timeoutMs: 300 })
    await expect(impatient(server(at.port, { security: 'none' }), mail)).rejects.toThrow(code('mail_unreachable'))
  })

  it.each([
    ['line breaks', 'x\r\nBcc: victim@example.com\r\n\r\nbody'],
    ['line ends alone', 'x\nBcc: victim@example.com\rTo: v@example.com'],
    ['other letters', 'Müller & Söhne 株式会社'],
    ['length', 'a'.repeat(5000)],
    ['brackets and commas', '"A" <victim@example.com>, victim2@example.com'],
    ['an end of the message', 'x\r\n.\r\nMAIL FROM:<victim@example.com>'],
  ])('lets nobody into the headers: %s in subject and name', async (_, hostile) => {
    const at = await sink({ keys })
    await send(server(at.port), { ...mail, subject: hostile, from: { name: hostile, address: mail.from.address } })
    expect(at.caught).toHaveLength(1)
    const [one] = at.caught as [Caught]
    expect([one.from, one.to]).toEqual(['jitup@example.com', ['admin@example.com']])
    const { lines } = read(one)
    const known =
      /^(From|To|Subject|Message-ID|Date|MIME-Version|Content-Type|Content-Transfer-Encoding|Auto-Submitted|X-Auto-Response-Suppress): /i
    expect(lines.filter((line) => !known.test(line))).toEqual([])
    expect(lines.filter((line) => /^(To|From|Subject): /i.test(line))).toHaveLength(3)
  })
})

describe('The texts', () => {
  const context = { publicUrl, displayName: 'Acme', providers: new Map<string, string>() }

  it('show a name as one line without what hides or turns the text', () => {
    expect(plainName('A\r\nB\u0000\u202ec\u2028d\u200b\ufeffe')).toBe('A B c d e')
    expect(plainName('x'.repeat(200))).toHaveLength(80)
    expect(plainName('🦊'.repeat(200))).toBe(`${'🦊'.repeat(79)}…`)
  })

  it('keep a hostile provider in its place', () => {
    const provider = { id: 'p', slug: 'p' }
    const hostile = 'Evil\r\nBcc: victim@example.com\u202e\r\n\r\nYour password has expired'
    const line = { event: 'person.waiting', provider, counts: { 'person-waiting': 2 }, facts: {} } as const
    const { subject, text } = digestText(
      { lines: [line], more: 0 },
      { ...context, displayName: hostile, providers: new Map([['p', hostile]]) },
    )
    expect(subject).not.toMatch(/[\r\n\u202e]/)
    expect(text.split('\n').filter((one) => /^(Bcc|Your password)/.test(one))).toEqual([])
    expect(text).not.toMatch(/[\r\u202e]/)
  })
})

describe('E-mail', () => {
  let api: Api
  const password = 'a password for the mail server'
  beforeAll(async () => {
    api = await newApi({
      sendMail: createSendMail({ ...here, ca: keys.certificatePem, timeoutMs: 20_000 }),
      background: false,
    })
    await api.send('PUT', '/settings', { displayName: 'Acme sign-in' })
    await api.post('/converters', { attributes: ['Dept'], column: 'Department', unknownValue: 'queue' })
  })
  afterAll(() => api.end())

  const later = (ms: number) => {
    api.clock.now = new Date(api.clock.now.getTime() + ms)
  }
  const everything = ['work.new', 'person.waiting', 'certificate.expiring', 'refusals.jumped']
  const settings = (port: number, more: object = {}) => ({
    host: 'localhost',
    port,
    from: 'jitup@example.com',
    recipients: [{ address: 'admin@example.com', events: everything }],
    ...more,
  })
  const put = async (port: number, more: object = {}) => api.send('PUT', '/settings/mail', settings(port, more))
  const round = async () => {
    await collectNotices(api.app)
    await deliverDue(api.app)
  }
  const sent = () => all(api, '/settings/mail/deliveries', 5)

  it('is not set up at first, and its settings never show the password', async () => {
    expect((await api.get('/settings/mail')).body).toMatchObject({
      enabled: false,
      host: null,
      recipients: [],
      last: null,
    })
    const at = await sink({ keys, login: `me:${password}` })
    const saved = await put(at.port, { user: 'me', password })
    expect(saved.body).toMatchObject({ enabled: true, security: 'starttls', user: 'me', hasPassword: true })
    expect(JSON.stringify([saved.body, (await api.get('/settings/mail')).body])).not.toContain(password)
    const rows = await api.app.db.query<{ value: unknown }>(sql`select value from settings`)
    expect(JSON.stringify(rows)).not.toContain(password)
    const test = await api.post('/settings/mail/test', { address: 'Admin@Example.com' })
    expect(test.body).toMatchObject({ event: 'test', state: 'delivered', code: null })
    expect(at.caught[0]).toMatchObject({ login: `me:${password}`, encrypted: true, to: ['admin@example.com'] })
    expect((await api.post('/settings/mail/test', { address: 'stranger@example.com' })).status).toBe(422)
  })

  it('keeps the password for its server and user alone', async () => {
    const before = (await api.get('/settings/mail')).body
    expect((await put(before.port, { user: 'me' })).body.hasPassword).toBe(true)
    for (const other of [{ host: 'mail.evil.example' }, { port: 2525 }, { user: 'you' }, { security: 'tls' }]) {
      const refused = await put(before.port, { user: 'me', ...other })
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'password' }] } })
    }
    expect((await put(before.port, { user: null })).body.hasPassword).toBe(false)
    expect((await put(before.port, { user: 'me' })).body.errors).toMatchObject([{ field: 'password' }])
  })

  it.each([
    ['security', { host: 'mail.example.com', security: 'none' }],
    ['host', { host: '192.0.2.1' }],
    ['host', { host: 'mail.example.com:25' }],
    ['host', { host: 'mail.example.com\r\nx' }],
    ['from', { from: 'a@example.com, b@example.com' }],
    ['from', { from: 'a@example.com\r\nBcc: b@example.com' }],
    ['recipients.0.address', { recipients: [{ address: 'x <a@example.com>', events: ['work.new'] }] }],
    ['recipients.0.events.0', { recipients: [{ address: 'a@example.com', events: ['sign-on'] }] }],
    [
      'recipients',
      { recipients: ['A@example.com', 'a@EXAMPLE.com'].map((address) => ({ address, events: ['work.new'] })) },
    ],
  ])('refuses a wrong %s: %j', async (field, more) => {
    const refused = await put(587, more)
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field }] } })
  })

  it('joins what comes together, names nobody, and leads to the page', async () => {
    const at = await sink({ keys })
    await round()
    await put(at.port)
    const { idp } = await addProvider(api, 'mail', { name: 'Münster & Co' })
    for (let n = 0; n < 5; n++) await signOn(api, idp, 'mail', 'ada.private', { Dept: [`Secret unit ${n}`] })
    const { userId } = await addPerson(api, 'Pending Person')
    await api.app.db.query(sql`update users set status = 'pending' where id = ${userId}::uuid`)
    await api.get('/worklist/counts')
    later(6 * minute)
    await round()
    expect(at.caught).toEqual([])
    later(2 * minute)
    await round()
    expect(at.caught).toHaveLength(1)
    const { headers, text } = read(at.caught[0] as Caught)
    expect(headers.get('subject')).toBe('Acme sign-in: 2 things need attention')
    expect(headers.get('to')).toBe('admin@example.com')
    expect(text).toContain('New entries about Münster & Co need attention: 5.')
    expect(text).toContain('People wait for approval: 1.')
    expect(text).toContain(`${publicUrl}/admin/worklist?provider=mail`)
    expect(text).not.toMatch(/ada|private|Secret|Pending/)
    expect(headers.get('message-id')).toMatch(/^<[0-9a-f-]{36}@localhost>$/)
  })

  it('is one in a quarter of an hour, however much happens', async () => {
    const at = await sink({ keys })
    await put(at.port)
    const { idp } = await addProvider(api, 'many')
    const begun = api.clock.now.getTime()
    for (let n = 0; n < 60; n++) {
      await signOn(api, idp, 'many', 'a', { Dept: [`Many ${n}`] })
      later(minute)
      await round()
    }
    const hours = (api.clock.now.getTime() - begun) / 3_600_000
    expect(at.caught.length).toBeGreaterThan(1)
    expect(at.caught.length).toBeLessThanOrEqual(Math.ceil(hours * 4) + 1)
  }, 60_000)

  it('is in the language of the installation', async () => {
    const at = await sink({ keys })
    await put(at.port)
    await api.app.db.query(sql`insert into settings (name, value) values ('language', '"de"')
      on conflict (name) do update set value = excluded.value`)
    await api.post('/settings/mail/test', { address: 'admin@example.com' })
    await api.app.db.query(sql`delete from settings where name = 'language'`)
    await api.post('/settings/mail/test', { address: 'admin@example.com' })
    const [german, english] = at.caught.map((one) => read(one).text)
    expect(english).toContain('This is a test')
    expect(german).not.toContain('This is a test')
  })

  it('waits for its server, says what is wrong, and goes out when it is back', async () => {
    const before = await sink({ keys })
    await put(before.port)
    for (let n = 0; n < 2; n++) {
      later(20 * minute)
      await round()
    }
    const at = await sink({ keys, replies: ['451 later', '250 ok'] })
    await put(at.port)
    const { idp } = await addProvider(api, 'back')
    await signOn(api, idp, 'back', 'a', { Dept: ['Back'] })
    later(6 * minute)
    await round()
    later(20 * minute)
    await round()
    const [waiting] = await sent()
    expect(waiting).toMatchObject({ event: 'digest', state: 'waiting', code: 'mail_refused', status: 451, attempts: 1 })
    expect(waiting.address).toBe('admin@example.com')
    expect((await api.get('/settings/mail')).body.last).toMatchObject({ code: 'mail_refused', status: 451 })
    later(minute)
    await round()
    expect((await sent())[0]).toMatchObject({ id: waiting.id, state: 'delivered', code: null, attempts: 2 })
    expect(at.caught).toHaveLength(1)
  })

  it('that is switched off sends nothing, and does not tell later what was meanwhile', async () => {
    const at = await sink({ keys })
    await put(at.port, { enabled: false })
    const { idp } = await addProvider(api, 'off')
    await signOn(api, idp, 'off', 'a', { Dept: ['Off'] })
    later(20 * minute)
    await round()
    await put(at.port)
    later(20 * minute)
    await round()
    later(20 * minute)
    await round()
    expect(at.caught).toEqual([])
  })

  it('forgets a recipient who is erased', async () => {
    const { contactId, userId } = await addPerson(api, 'Rita Recipient', { login: 'rita' })
    await api.patch(`/contacts/${contactId}`, { columns: { Email: 'Rita@example.com' } })
    await put(587, { recipients: [{ address: 'rita@example.com', events: everything }] })
    expect((await api.post(`/users/${userId}/erase`, { confirm: 'rita' })).status).toBe(200)
    expect((await api.get('/settings/mail')).body.recipients).toEqual([])
  })
})
