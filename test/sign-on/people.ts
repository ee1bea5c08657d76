/** People and further providers for tests of who is found, who waits and who comes back. */
import sql from 'sql-template-tag'
import { nameKey } from '../../src/core/names.ts'
import type { Origin, ProviderPolicy, UserStatus, UserType } from '../../src/core/types.ts'
import { indexForLinks } from '../../src/store/candidates.ts'
import { addColumn, readColumns } from '../../src/store/columns.ts'
import { insertContact, insertUser } from '../../src/store/people.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { createIdentityProvider, type TestIdentityProvider } from '../../src/testing/index.ts'
import { addProvider, Browser, publicUrl, type World } from './world.ts'

/** A partner of the installation. */
export interface Partner {
  readonly slug: string
  readonly id: string
  readonly idp: TestIdentityProvider
}

/** The provider that every world begins with. */
export const firstPartner = (world: World): Partner => ({ slug: 'acme', id: world.providerId, idp: world.idp })

export async function addPartner(world: World, slug: string, policy: Partial<ProviderPolicy> = {}): Promise<Partner> {
  const idp = createIdentityProvider({ entityId: `https://${slug}.example/idp`, now: () => world.clock.now })
  return { slug, idp, id: await addProvider(world, idp, { ...policy, slug }) }
}

/** A whole sign-on by one of the partners, in a browser of its own. @returns the code of a refusal, or `signed-on` */
export async function signOnBy(
  world: World,
  { slug, idp }: Partner,
  nameId: string,
  attributes: Readonly<Record<string, readonly string[]>> = {},
): Promise<string> {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const browser = new Browser(world)
  const inResponseTo = await browser.start({ slug })
  const acsUrl = `${publicUrl}/sso/${slug}/acs`
  const audience = `${publicUrl}/sso/${slug}/metadata`
  const xml = idp.respond({
    acsUrl,
    audience,
    inResponseTo,
    nameId: { value: nameId },
    attributes: { memberOf: [], ...attributes },
  })
  const done = await browser.post(xml, slug)
  if (done instanceof Response) return 'signed-on'
  if (!('code' in done)) return 'twice'
  // A fault of ours is not an answer: the test shows what it was.
  if (done.code === 'internal') throw done.cause
  return done.code
}

/** Changes what a provider's policy says, as an edit does. */
export async function setPolicy(world: World, { id }: Partner, options: Partial<ProviderPolicy>): Promise<void> {
  await world.app.db.query(sql`
    update providers set options = options || ${JSON.stringify(options)}::jsonb, version = version + 1 where id = ${id}::uuid`)
}

/** A column by which people are told apart. */
export async function addNumberColumn(world: World, name = 'EmployeeNumber'): Promise<void> {
  await world.app.db.transaction(async (tx) => {
    await addColumn(tx, { name, caption: name, type: 'text', lookup: null })
    const columns = await readColumns(tx)
    const column = columns.get(name)
    if (column) await indexForLinks(tx, columns, column)
  })
  world.app.rules.forget()
}

export async function bindDomain(world: World, { id }: Partner, domain: string, proven = true): Promise<void> {
  await world.app.db.query(sql`
    insert into domains (id, domain, provider_id, token, proven_at, created_at)
    values (${uuid7(world.app.now())}, ${domain}, ${id}::uuid, 'token', ${proven ? world.app.now() : null}, now())`)
}

/** Somebody who is here before anybody has signed on. @returns the user's id */
export async function addUser(
  world: World,
  login: string,
  more: {
    readonly values?: Readonly<Record<string, string>>
    readonly writtenBy?: Origin['kind']
    readonly type?: UserType
    readonly status?: UserStatus
    readonly role?: string
  } = {},
): Promise<string> {
  const now = world.app.now()
  return world.app.db.transaction(async (tx) => {
    const columns = await readColumns(tx)
    const origin = { kind: more.writtenBy ?? 'import', at: now.toISOString() } as const
    const cells = Object.entries({ Name: login, ...more.values }).map(([column, after]) => ({
      column,
      before: null,
      beforeOrigin: null,
      after,
      origin,
    }))
    const contactId = await insertContact(tx, columns, cells, now)
    const type = more.type ?? 'employee'
    const made = { contactId, login, type, status: 'active', createdBy: 'import', providerId: null } as const
    const userId = await insertUser(tx, columns, made, cells, now)
    if (more.status) await tx.query(sql`update users set status = ${more.status} where id = ${userId}::uuid`)
    if (more.role !== undefined) {
      await tx.query(sql`
        insert into grants (id, user_id, role_id, origin)
        select ${uuid7(now)}, ${userId}::uuid, id, 'manual' from roles where name_key = ${nameKey(more.role)}`)
    }
    return userId
  })
}

/** Everybody, the oldest first: login, type, status, address, and as whom the providers know them. */
export const everybody = ({ app }: World): Promise<Record<string, unknown>[]> =>
  app.db.query(sql`
    select u.login, u.type, u.status, c."Email" as email, c."Phone" as phone,
      coalesce((select array_agg(p.slug || ' ' || i.subject order by i.created_at, p.slug, i.subject)
        from identities i join providers p on p.id = i.provider_id where i.user_id = u.id), '{}') as identities
    from users u join contacts c on c.id = u.contact_id order by u.created_at, u.login`)

/** The newest entry of the journal. */
export async function lastEntry({ app }: World): Promise<Record<string, unknown>> {
  const [entry] = await app.db.query(sql`
    select outcome, code, problems, user_id as "userId" from sign_ons order by at desc, id desc limit 1`)
  return entry ?? {}
}
