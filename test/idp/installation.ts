import { constants, createPublicKey, type KeyObject, privateDecrypt, verify } from 'node:crypto'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { importAdminToken } from '../../src/api/edit/tokens.ts'
import { createServer } from '../../src/server/app.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { freePort } from '../process/server-process.ts'
import { freshDatabase } from '../setup/database.ts'
import { launch } from '../ui/browser.ts'
import { type SimpleSamlPhp, startSimpleSamlPhp } from './simplesamlphp.ts'

const token = 'a-first-token-for-automation-0123456789'

// biome-ignore lint/suspicious/noExplicitAny: the API's own tests hold its answers against the contract
type Body = any

/** How the last sign-on ended, as the journal has it. */
export interface Journaled {
  readonly outcome: string
  readonly code: string | null
  readonly warnings: readonly string[]
}

/** A real identity provider, a server of ours that knows it by the address of its metadata, and one person's browser. */
export interface Installation {
  readonly idp: SimpleSamlPhp
  readonly running: RunningApp
  readonly browser: Browser
  readonly page: Page
  /** Sets our clock forward. */
  ahead(seconds: number): void
  /** Asks the API as an administrator. @throws Error for an answer that is none of success */
  api(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<Body>
  /** Hands our metadata, as it stands, to the identity provider under this name, and under no other. */
  publish(name: string): Promise<void>
  /** Alice signs on; the identity provider asks for her password only once. */
  signOn(): Promise<Exchange>
  end(): Promise<void>
}

/** One sign-on as the browser carried it. */
export interface Exchange {
  /** The redirect that took our request. */
  readonly request: URL
  /** The XML of the answer. */
  readonly answer: string
  readonly journaled: Journaled
}

export async function newInstallation(settings: object): Promise<Installation> {
  const idp = await startSimpleSamlPhp(await freePort())
  const database = await freshDatabase()
  const url = `http://localhost:${await freePort()}`
  let ahead = 0
  const running = await openApp({
    connection: database.connection,
    secrets: ['a secret of this test alone, 32 characters'],
    publicUrl: url,
    log: silentLog,
    allowPrivateHosts: ['localhost'],
    now: () => new Date(Date.now() + ahead),
  })
  await importAdminToken(running.app, token)
  const { fetch: answerTo } = createServer(running.app)
  const http = serve({ fetch: answerTo, hostname: '127.0.0.1', port: Number(new URL(url).port) }) as Server
  const browser = await launch()
  const page = await browser.newPage()
  let published: string | null = null

  const api: Installation['api'] = async (method, path, body) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }

  const journaled = async (): Promise<Journaled> => {
    const [last] = await running.app.db.query<{ id: string }>(
      sql`select id from sign_ons order by at desc, id desc limit 1`,
    )
    const { outcome, code, warnings } = await api('GET', `/sign-ons/${last?.id}`)
    return { outcome, code, warnings: warnings.map((one: { code: string }) => one.code) }
  }

  await api('POST', '/providers', { name: 'Example IdP', slug: 'ssp', metadataUrl: idp.metadataUrl, settings })
  return {
    idp,
    running,
    browser,
    page,
    api,
    ahead: (seconds) => {
      ahead += seconds * 1000
    },
    publish: async (name) => {
      if (published !== null) idp.forget(published)
      idp.register(name, await (await fetch(`${url}/sso/ssp/metadata`)).text())
      published = name
    },
    signOn: async () => {
      const left = page.waitForRequest((one) => one.url().includes('SAMLRequest='))
      const posted = page.waitForRequest((one) => one.method() === 'POST' && one.url() === `${url}/sso/ssp/acs`)
      const answered = page.waitForResponse((one) => one.url() === `${url}/sso/ssp/acs`)
      await page.goto(`${url}/sso/ssp/start?returnTo=/me`)
      if (await page.locator('[name=password]').isVisible()) {
        await page.locator('[name=username]').fill('alice')
        await page.locator('[name=password]').fill('alice-pass-1')
        await page.locator('[name=password]').press('Enter')
      }
      const form = new URLSearchParams((await posted).postData() ?? '')
      const answer = Buffer.from(form.get('SAMLResponse') ?? '', 'base64').toString()
      await answered
      await page.waitForURL((where) => where.origin === url)
      await page.waitForLoadState()
      return { request: new URL((await left).url()), answer, journaled: await journaled() }
    },
    end: async () => {
      await browser.close()
      http.close()
      http.closeAllConnections()
      await running.close()
      await database.drop()
      await idp.stop()
    },
  }
}

/** What the identity provider has signed and encrypted, as far as it can be seen from outside. */
export function protectionOf(answer: string) {
  const signed = (element: string) => {
    const id = new RegExp(`<saml2?p?:${element} [^>]*?\\bID="([^"]+)"`).exec(answer)?.[1]
    return id !== undefined && answer.includes(`<ds:Reference URI="#${id}"`)
  }
  return {
    response: signed('Response'),
    assertion: signed('Assertion'),
    encrypted: /<xenc:EncryptedData.*?<xenc:EncryptionMethod Algorithm="[^"]*#([^"]+)"/s.exec(answer)?.[1] ?? null,
  }
}

/** Which of these keys the assertion was encrypted for: its place among them, -1 for none. */
export function recipientAmong(keys: readonly KeyObject[], answer: string): number {
  const encryptedKey = /<xenc:EncryptedKey.*?<xenc:CipherValue>([^<]+)</s.exec(answer)?.[1] ?? ''
  return keys.findIndex((key) => {
    try {
      const options = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
      return privateDecrypt(options, Buffer.from(encryptedKey, 'base64')).length === 16
    } catch {
      return false
    }
  })
}

/** Which of these keys has signed our request: its place among them, -1 for none. */
export function signerAmong(keys: readonly KeyObject[], request: URL): number {
  const [signed = '', signature = ''] = request.search.slice(1).split('&Signature=')
  const bytes = Buffer.from(decodeURIComponent(signature), 'base64')
  return keys.findIndex((key) => verify('sha256', Buffer.from(signed), createPublicKey(key), bytes))
}
