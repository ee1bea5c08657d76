/** A whole server on a database of its own, attacked over HTTP; what it did is read from its API and its tables. */
import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { expect } from 'vitest'
import { importAdminToken } from '../../src/api/edit/tokens.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import type { App, Log } from '../../src/sign-on/app.ts'
import { createIdentityProvider, type TestIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { addProvider, count, newWorld, publicUrl, type World } from '../sign-on/world.ts'
import { type Answer, newSite, type Site, Visitor } from '../ui/site.ts'

export { publicUrl }
export const adminToken = 'a token for the administrator of these tests'.replaceAll(' ', '-')

export interface Installation extends World {
  readonly site: Site
  /** Of the provider `other`, beside `acme`. */
  readonly other: TestIdentityProvider
  readonly otherId: string
  readonly secret: string
}

/** Two identity providers that know each other's names, as the tenants of one service do. */
export async function newInstallation(secret = randomBytes(32).toString('hex')): Promise<Installation> {
  const world = await newWorld({}, secret)
  const now = () => world.clock.now
  const other = createIdentityProvider({ entityId: 'https://other.example/metadata', now })
  const otherId = await addProvider(world, other, { slug: 'other', name: 'Other' })
  await importAdminToken(world.app, adminToken)
  return { ...world, other, otherId, secret, site: newSite(world) }
}

/** Another node on the same database. */
export async function newNode(
  one: Installation,
  log: Log = silentLog,
): Promise<{ site: Site; app: App; close(): Promise<void> }> {
  const running = await openApp({
    connection: one.database.connection,
    secrets: [one.secret],
    publicUrl,
    log,
    now: () => one.clock.now,
  })
  return { ...running, site: newSite(one, running.app) }
}

/** Every row that a sign-on could write, but for the journal. */
export const written = async (world: World): Promise<Readonly<Record<string, number>>> => {
  const tables = ['users', 'contacts', 'identities', 'grants', 'lookup_values', 'provenance', 'sessions'] as const
  const used = ['consumed_assertions', 'pending_requests'] as const
  const counts = await Promise.all([...tables, ...used].map(async (name) => [name, await count(world, name)] as const))
  return Object.fromEntries(counts)
}

/** A minute passes: the journal takes samples of each code by the minute. */
export const aMinute = (world: World): void => {
  world.clock.now = new Date(world.clock.now.getTime() + 61_000)
}

/** A new browser that has left for its identity provider. */
export async function leave(site: Site, slug = 'acme'): Promise<{ visitor: Visitor; requestId: string }> {
  const visitor = new Visitor(site)
  return { visitor, requestId: await leaveWith(visitor, slug) }
}

/** @returns the id of the request that this browser leaves with */
export async function leaveWith(visitor: Visitor, slug = 'acme', query = ''): Promise<string> {
  const { location } = await visitor.get(`/sso/${slug}/start${query}`)
  const packed = new URL(location ?? '').searchParams.get('SAMLRequest') ?? ''
  const xml = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: 10_000 }).toString()
  const id = / ID="([^"]+)"/.exec(xml)?.[1]
  if (id === undefined) throw new Error('nothing was asked')
  return id
}

/** Posts a Response from the page of an identity provider. */
export const bring = (visitor: Visitor, xml: string, slug = 'acme'): Promise<Answer> =>
  visitor.post(`/sso/${slug}/acs`, { SAMLResponse: toFormField(xml) }, 'https://idp.example')

const referenceText = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** An answer without what is new in each: the reference and the nonce. */
export const masked = ({ html, headers, location }: Answer): string => {
  const nonce = /'nonce-([\w-]+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? 'no nonce'
  const whole = JSON.stringify({ location, headers: [...headers].sort(), html })
  return whole.replaceAll(nonce, 'NONCE').replace(referenceText, 'REFERENCE')
}

export const referenceOf = ({ html }: Pick<Answer, 'html'>): string => html.match(referenceText)?.[0] ?? ''

/** What the journal says under the reference of a page, read through the API. */
export async function journaled(site: Pick<Site, 'server'>, answer: Pick<Answer, 'html'>) {
  const response = await site.server.request(`${publicUrl}/api/v1/sign-ons/${referenceOf(answer)}`, {
    headers: { authorization: `Bearer ${adminToken}` },
  })
  const { outcome, code, step, userId, refusal } = (await response.json()) as Record<string, unknown>
  const { refusedAt = null } = (refusal as { evidence?: Record<string, unknown> } | null)?.evidence ?? {}
  return { status: response.status, outcome, code, step, userId, refusedAt }
}

/**
 * Refused over HTTP as it must be: the calm page, the same as for anything else that is refused, and only the journal knows
 * step and code; nothing was written and nothing used up.
 */
export async function expectRefusal(
  world: Installation,
  attempt: () => Promise<Answer>,
  code: string,
  step: string,
  site: Site = world.site,
): Promise<Answer> {
  aMinute(world)
  const before = await written(world)
  const answer = await attempt()
  expect([answer.status, answer.location], code).toEqual([403, null])
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await journaled(site, answer)).toMatchObject({ status: 200, outcome: 'refused', code, step, userId: null })
  expect(masked(answer)).toBe(masked(await bring(new Visitor(site), '<html></html>')))
  expect(await written(world)).toEqual(before)
  return answer
}
