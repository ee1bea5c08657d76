import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import sql, { raw } from 'sql-template-tag'
import type { ProviderPolicy } from '../../src/core/types.ts'
import { protocolOf } from '../../src/protocols/registry.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { AlreadySignedOn, SignOnRefused } from '../../src/sign-on/refuse.ts'
import { signOn } from '../../src/sign-on/sign-on.ts'
import { start } from '../../src/sign-on/start.ts'
import { defaultSpEntityId } from '../../src/sign-on/trust.ts'
import { insertProvider } from '../../src/store/providers.ts'
import { putConverter, putRoleRule, recordRevision } from '../../src/store/rules.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import {
  createIdentityProvider,
  type ResponseOptions,
  type TestIdentityProvider,
  toFormField,
} from '../../src/testing/index.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

export const publicUrl = 'http://localhost:3000'

/** One installation with one identity provider, on a database of its own. */
export interface World extends RunningApp {
  readonly database: FreshDatabase
  readonly idp: TestIdentityProvider
  readonly clock: { now: Date }
  readonly providerId: string
  end(): Promise<void>
}

export async function newWorld(
  policy: Partial<ProviderPolicy> = {},
  secret = randomBytes(32).toString('hex'),
): Promise<World> {
  const database = await freshDatabase()
  const clock = { now: new Date('2026-11-23T12:00:00Z') }
  const running = await openApp({
    connection: { ...database.connection, max: 8 },
    secrets: [secret],
    publicUrl,
    log: silentLog,
    now: () => clock.now,
  })
  const idp = createIdentityProvider({ now: () => clock.now })
  const providerId = await addProvider(running, idp, policy)
  return {
    ...running,
    database,
    idp,
    clock,
    providerId,
    end: async () => {
      await running.close()
      await database.drop()
    },
  }
}

export async function addProvider(
  { app }: RunningApp,
  idp: TestIdentityProvider,
  policy: Partial<ProviderPolicy> = {},
): Promise<string> {
  const id = uuid7(app.now())
  const partner = protocolOf('saml').read(idp.metadata())
  const slug = policy.slug ?? 'acme'
  await app.db.transaction(async (tx) => {
    await insertProvider(tx, {
      protocol: 'saml',
      entityId: partner.entityId,
      spEntityId: defaultSpEntityId(publicUrl, slug),
      settings: partner.settings,
      certificates: partner.certificates,
      enabled: true,
      demo: false,
      policy: {
        name: 'Acme',
        userType: 'employee',
        employees: { create: true, update: true },
        external: { create: false, update: false },
        roles: 'sync',
        subjectFrom: 'NameID',
        loginFrom: 'auto',
        loginTaken: 'suffix',
        roleAttributes: ['memberOf'],
        exactRoleNames: true,
        ignoreGroups: [],
        absentGroups: 'keep',
        groupSeparator: null,
        groupNames: 'as-sent',
        ...policy,
        id,
        slug,
      },
    })
    await recordRevision(tx, { kind: 'system' })
  })
  return id
}

/** Rules as a short table: column → attribute, or `['attribute', 'default']`, or `[null, 'fixed']`. */
export async function setConverters(
  { app }: RunningApp,
  rows: Readonly<Record<string, string | readonly [string | null, string]>>,
): Promise<void> {
  await app.db.transaction(async (tx) => {
    await tx.query(sql`delete from converters`)
    for (const [position, [column, row]] of Object.entries(rows).entries()) {
      const [attribute, defaultValue] = typeof row === 'string' ? [row, null] : row
      const attributes = attribute === null ? null : [attribute]
      await putConverter(tx, { id: uuid7(app.now()), providerId: null, attributes, column, defaultValue, position })
    }
    await recordRevision(tx, { kind: 'system' })
  })
}

export async function addRole({ app }: RunningApp, name: string, group?: string): Promise<string> {
  const id = uuid7(app.now())
  await app.db.transaction(async (tx) => {
    await tx.query(sql`insert into roles (id, name, name_key) values (${id}, ${name}, ${name.toLowerCase()})`)
    if (group !== undefined)
      await putRoleRule(tx, { id: uuid7(app.now()), providerId: null, groups: [group], roleId: id })
    await recordRevision(tx, { kind: 'system' })
  })
  return id
}

/** A browser: it keeps cookies and follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #world: World
  constructor(world: World) {
    this.#world = world
  }

  headers(): Headers {
    return new Headers({ cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
  }

  /** Leaves for the identity provider. @returns the request's id */
  async start(options: { slug?: string; returnTo?: string; mode?: 'sign-on' | 'test' } = {}): Promise<string> {
    const { slug = 'acme', mode = 'sign-on', returnTo } = options
    const request = new Request(`${publicUrl}/sso/${slug}/start`, { headers: this.headers() })
    const response = await start(this.#world.app, slug, request, { returnTo, mode })
    this.#keep(response)
    const query = new URL(response.headers.get('location') ?? '').searchParams.get('SAMLRequest') ?? ''
    return requestIdOf(query)
  }

  /** Posts a message. @returns the redirect, or what was refused */
  async post(xml: string, slug = 'acme'): Promise<Response | SignOnRefused | AlreadySignedOn> {
    const headers = this.headers()
    headers.set('content-type', 'application/x-www-form-urlencoded')
    const body = new URLSearchParams({ SAMLResponse: toFormField(xml) }).toString()
    const request = new Request(`${publicUrl}/sso/${slug}/acs`, { method: 'POST', headers, body })
    try {
      const response = await signOn(this.#world.app, { slug, request, address: '127.0.0.1' })
      this.#keep(response)
      return response
    } catch (error) {
      if (error instanceof SignOnRefused || error instanceof AlreadySignedOn) return error
      throw error
    }
  }

  #keep(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
      this.cookies.set(name, value)
    }
  }
}

/** What a valid response for this world looks like. */
export function respond(world: World, requestId: string, options: Partial<ResponseOptions> = {}): string {
  return world.idp.respond({
    acsUrl: `${publicUrl}/sso/acme/acs`,
    audience: `${publicUrl}/sso/acme/metadata`,
    inResponseTo: requestId,
    ...options,
  })
}

/** A whole sign-on in a browser of its own. */
export async function signOnAs(
  world: World,
  nameId: string,
  attributes: Readonly<Record<string, readonly string[]>> = {},
): Promise<Response | SignOnRefused | AlreadySignedOn> {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const browser = new Browser(world)
  const requestId = await browser.start()
  return browser.post(respond(world, requestId, { nameId: { value: nameId }, attributes }))
}

function requestIdOf(samlRequest: string): string {
  const xml = inflateRawSync(Buffer.from(samlRequest, 'base64'), { maxOutputLength: 10_000 }).toString()
  const id = / ID="([^"]+)"/.exec(xml)?.[1]
  if (id === undefined) throw new Error('an AuthnRequest has an ID')
  return id
}

/** The contacts as people see them: column → text. */
export async function contacts({ app }: RunningApp): Promise<Record<string, string | null>[]> {
  return app.db.query(sql`
    select c."Name", c."GivenName", c."Surname", c."Email", c."Phone", a.name as "Account", t.name as "Type", d.name as "Department"
    from contacts c left join lookup_values a on a.id = c."Account" left join lookup_values t on t.id = c."Type"
      left join lookup_values d on d.id = c."Department" order by c.created_at`)
}

export async function count({ app }: RunningApp, table: string): Promise<number> {
  const [row] = await app.db.query<{ n: number }>(raw(`select count(*)::int as n from "${table}"`))
  return row?.n ?? -1
}
