import { X509Certificate } from 'node:crypto'
import type { LookupAddress } from 'node:dns'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allowedFrom, createFetchPublic, type FetchPublicOptions } from '../../src/net/fetch-public.ts'
import { makeKeyPair } from '../../src/protocols/saml/certificate.ts'

const keys = makeKeyPair({ commonName: 'idp.example', now: new Date() })
let server: Server
let plain: Server
let port = 0
let plainPort = 0
let respond: RequestListener
let seen: { path: string; headers: Readonly<Record<string, unknown>> }[] = []

const listen = (one: Server): Promise<number> =>
  new Promise((resolve) => one.listen(0, '127.0.0.1', () => resolve((one.address() as AddressInfo).port)))

beforeAll(async () => {
  const listener: RequestListener = (request, response) => {
    seen.push({ path: request.url ?? '', headers: request.headers })
    respond(request, response)
  }
  server = createServer(
    { key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: keys.certificatePem },
    listener,
  )
  plain = createHttp(listener)
  port = await listen(server)
  plainPort = await listen(plain)
})
afterAll(() => {
  server.close()
  plain.close()
})
beforeEach(() => {
  seen = []
  respond = (_request, response) => void response.end('hello')
})

/** Names as a name server would know them; each look-up takes the next answer, the last one for ever. */
const names = (table: Readonly<Record<string, readonly (readonly string[])[]>>): FetchPublicOptions['lookup'] => {
  const asked = new Map<string, number>()
  return (host, done) => {
    const answers = table[host]
    if (answers === undefined) return done(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), [])
    const times = asked.get(host) ?? 0
    asked.set(host, times + 1)
    const addresses = answers[Math.min(times, answers.length - 1)] ?? []
    done(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}
const limits = { maxBytes: 1000, timeoutMs: 20_000 }
/** The test's server is on this machine, so its name has to be named. */
const here = (options: FetchPublicOptions = {}) =>
  createFetchPublic({
    allowPrivateHosts: ['idp.example'],
    lookup: names({ 'idp.example': [['127.0.0.1']] }),
    ca: keys.certificatePem,
    ...options,
  })
const refusal = (code: string) => expect.objectContaining({ code })

describe('What is fetched', () => {
  test('comes with status, headers and body, and is asked for without cookies or compression', async () => {
    respond = (_request, response) => {
      response.setHeader('etag', '"1"').setHeader('set-cookie', 'a=b').writeHead(200).end('hello')
    }
    const answer = await here()(`https://idp.example:${port}/metadata`, {
      ...limits,
      headers: { 'if-none-match': '"0"' },
    })
    expect(answer).toMatchObject({ status: 200, headers: { etag: '"1"' }, url: `https://idp.example:${port}/metadata` })
    expect(answer.body.toString()).toBe('hello')
    expect(seen[0]?.headers).toMatchObject({ 'accept-encoding': 'identity', 'if-none-match': '"0"' })
    expect(seen[0]?.headers.cookie).toBeUndefined()
  })
  test('ignores the proxies of the environment', async () => {
    process.env.HTTPS_PROXY = 'http://127.0.0.1:1'
    process.env.NODE_USE_ENV_PROXY = '1'
    try {
      expect((await here()(`https://idp.example:${port}/`, limits)).status).toBe(200)
    } finally {
      delete process.env.HTTPS_PROXY
      delete process.env.NODE_USE_ENV_PROXY
    }
  })
  test('is refused from a server whose certificate nobody vouches for, whatever the environment says', async () => {
    const { ca: _ca, ...without } = { ca: '', lookup: names({ 'idp.example': [['127.0.0.1']] }) }
    const strangers = createFetchPublic({ allowPrivateHosts: ['idp.example'], ...without })
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      await expect(strangers(`https://idp.example:${port}/`, limits)).rejects.toThrow(refusal('fetch_failed'))
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    }
    expect(seen).toEqual([])
    expect(new X509Certificate(keys.certificatePem).subject).toBe('CN=idp.example')
  })
  test('has a size, said beforehand or not', async () => {
    const url = `https://idp.example:${port}/`
    respond = (_request, response) => void response.setHeader('content-length', 1001).end('x'.repeat(1001))
    await expect(here()(url, limits)).rejects.toThrow(refusal('fetch_too_large'))
    respond = (_request, response) => {
      for (let at = 0; at < 11; at += 1) response.write('x'.repeat(100))
      response.end()
    }
    await expect(here()(url, limits)).rejects.toThrow(refusal('fetch_too_large'))
    respond = (_request, response) => void response.setHeader('content-encoding', 'gzip').end('x')
    await expect(here()(url, limits)).rejects.toThrow(refusal('fetch_failed'))
  })
  test('must be there in time, to its end', async () => {
    respond = (_request, response) => void response.write('x')
    await expect(here()(`https://idp.example:${port}/`, { ...limits, timeoutMs: 300 })).rejects.toThrow(
      refusal('fetch_timeout'),
    )
    respond = (_request, response) => {
      response.setHeader('content-length', 10).write('x')
      setTimeout(() => response.destroy(), 50)
    }
    await expect(here()(`https://idp.example:${port}/`, limits)).rejects.toThrow(refusal('fetch_failed'))
  })
  test('is nothing when the name or the server is not there', async () => {
    await expect(here()('https://nowhere.example/', limits)).rejects.toThrow(/ENOTFOUND/)
    await expect(here()('https://idp.example:1/', limits)).rejects.toThrow(refusal('fetch_failed'))
  })
})

describe('T64 the way into our own network', () => {
  test.each([
    'http://idp.example/',
    'ftp://idp.example/',
    'file:///etc/passwd',
    'not an address',
    'https://user:secret@idp.example/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[64:ff9b::a00:1]/',
    'https://[2002:a00:1::]/',
    'https://[fe80::1]/',
    'http://127.0.0.1/',
    'http://localhost/',
  ])('%s is refused before anything is sent', async (url) => {
    const fetchPublic = createFetchPublic({ lookup: names({ localhost: [['127.0.0.1']] }) })
    await expect(fetchPublic(url, limits)).rejects.toThrow(refusal('fetch_address_forbidden'))
  })
  test.each([
    [['127.0.0.1']],
    [['10.0.0.1']],
    [['169.254.169.254']],
    [['::ffff:10.0.0.1']],
    [['8.8.8.8', '10.0.0.1']],
    [['fd00::1']],
  ])('a name that means %s is refused', async (addresses) => {
    const fetchPublic = createFetchPublic({ lookup: names({ 'evil.example': [addresses] }), ca: keys.certificatePem })
    await expect(fetchPublic(`https://evil.example:${port}/`, limits)).rejects.toThrow(
      refusal('fetch_address_forbidden'),
    )
    expect(seen).toEqual([])
  })
  test('a name is looked up once, for the connection itself: a second answer is never asked for', async () => {
    let asked = 0
    const rebinding = names({ 'idp.example': [['127.0.0.1'], ['169.254.169.254']] })
    const lookup: FetchPublicOptions['lookup'] = (host, done) => {
      asked += 1
      rebinding?.(host, done)
    }
    expect((await here({ lookup })(`https://idp.example:${port}/`, limits)).status).toBe(200)
    expect(asked).toBe(1)
    // The next request looks again, and is held to the new answer.
    await expect(here({ lookup })(`https://idp.example:${port}/`, limits)).rejects.toThrow(
      refusal('fetch_address_forbidden'),
    )
    expect(seen).toHaveLength(1)
  })
  test.each([
    'https://169.254.169.254/',
    'https://10.0.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'http://idp.example/',
    'https://inside.example/',
    'file:///etc/passwd',
  ])('a redirect to %s is refused', async (location) => {
    respond = (_request, response) => void response.writeHead(302, { location }).end()
    const lookup = names({ 'idp.example': [['127.0.0.1']], 'inside.example': [['192.168.0.1']] })
    await expect(here({ lookup })(`https://idp.example:${port}/`, limits)).rejects.toThrow(
      refusal('fetch_address_forbidden'),
    )
    expect(seen).toHaveLength(1)
  })
  test('three redirects are followed, not four', async () => {
    const upTo = (last: number): RequestListener => {
      return (request, response) => {
        const at = Number(request.url?.slice(1))
        if (at === last) response.end('there')
        else response.writeHead(302, { location: `/${at + 1}` }).end()
      }
    }
    respond = upTo(3)
    expect((await here()(`https://idp.example:${port}/0`, limits)).url).toBe(`https://idp.example:${port}/3`)
    respond = upTo(4)
    await expect(here()(`https://idp.example:${port}/0`, limits)).rejects.toThrow(refusal('fetch_failed'))
  })
  test('a listed host may be private, over http only on this machine; link-local stays closed', async () => {
    const lookup = names({ 'idp.example': [['169.254.169.254']], 'inside.example': [['127.0.0.1']] })
    const listed = createFetchPublic({
      allowPrivateHosts: ['127.0.0.1', '169.254.169.254', 'IDP.example', 'inside.example'],
      lookup,
    })
    expect((await listed(`http://127.0.0.1:${plainPort}/`, limits)).status).toBe(200)
    for (const url of ['https://169.254.169.254/', 'https://idp.example/', `http://inside.example:${plainPort}/`]) {
      await expect(listed(url, limits)).rejects.toThrow(refusal('fetch_address_forbidden'))
    }
  })
  test('a listed host is not reached by a redirect from a host that is not', () => {
    const listed = new Set(['inside.example', 'other.example'])
    expect(allowedFrom('outside.example', listed)).toEqual(new Set())
    expect(allowedFrom('inside.example', listed)).toEqual(listed)
  })
  test('what one server is told is not told another that it redirects to', async () => {
    const lookup = names({ 'idp.example': [['127.0.0.1']], 'other.example': [['127.0.0.1']] })
    const two = here({ lookup, allowPrivateHosts: ['idp.example', '127.0.0.1'] })
    respond = (request, response) => {
      if (request.url === '/') response.writeHead(302, { location: `http://127.0.0.1:${plainPort}/there` }).end()
      else if (request.url === '/same') response.writeHead(302, { location: '/there' }).end()
      else response.end('there')
    }
    const headers = { accept: 'text/xml', authorization: 'Bearer secret', 'if-none-match': '"1"' }
    for (const path of ['', 'same']) await two(`https://idp.example:${port}/${path}`, { ...limits, headers })
    expect(
      seen.map((one) => [one.path, one.headers.accept, one.headers.authorization, one.headers['if-none-match']]),
    ).toEqual([
      ['/', 'text/xml', 'Bearer secret', '"1"'],
      ['/there', 'text/xml', undefined, undefined],
      ['/same', 'text/xml', 'Bearer secret', '"1"'],
      ['/there', 'text/xml', 'Bearer secret', '"1"'],
    ])
  })
  test('a POST is sent with its body, and its answer is never a redirect that is followed', async () => {
    const bodies: string[] = []
    respond = async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      bodies.push(body)
      response.writeHead(307, { location: '/elsewhere' }).end()
    }
    const answer = await here()(`https://idp.example:${port}/`, { ...limits, method: 'POST', body: 'event' })
    expect(answer.status).toBe(307)
    expect(bodies).toEqual(['event'])
  })
})
