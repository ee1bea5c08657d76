import { X509Certificate } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import sql from 'sql-template-tag'
import { z } from 'zod'
import type { NameSource, ProviderPolicy } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import { presetOf } from '../../presets/presets.ts'
import type { Partner } from '../../protocols/protocol.ts'
import { protocolOf } from '../../protocols/registry.ts'
import { isStrong } from '../../protocols/saml/algorithms.ts'
import { publishedNames } from '../../protocols/saml/settings.ts'
import type { App } from '../../sign-on/app.ts'
import { defaultSpEntityId } from '../../sign-on/trust.ts'
import type { Database, Tx } from '../../store/database.ts'
import {
  insertProvider,
  type ProviderRecord,
  providerById,
  providerBySlug,
  updateProvider,
} from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { isUuid, uuid7 } from '../../store/uuid.ts'
import { providerInput, providerPatch } from '../contract.ts'
import { assertVersion, changeRules, check, invalid, notFound } from './change.ts'

/** `demo` marks the demo's own identity provider; the API cannot set it. */
const input = providerInput.extend({ demo: z.boolean().optional() })
export type ProviderInput = z.input<typeof input>
export type ProviderPatch = z.input<typeof providerPatch>

const protocol = 'saml'

/**
 * Sets up an identity provider from its metadata. Unless told otherwise it is on, creates and updates employees, keeps
 * their roles in step and leaves external users alone.
 * @throws JitupError `validation_failed`, `metadata_*`, `conflict` when slug or entityID are taken
 */
export async function createProvider(app: App, author: Author, given: ProviderInput): Promise<ProviderRecord> {
  const made = await changeRules(app, author, (tx) => createProviderIn(tx, app, given))
  app.providers.forget(made.policy.slug)
  return made
}

/** As `createProvider`, inside a change of rules. */
export async function createProviderIn(tx: Tx, app: App, given: ProviderInput): Promise<ProviderRecord> {
  const { name, slug, metadata, spEntityId, enabled, settings, demo, preset, ...policy } = check(input, given)
  const known = preset === undefined ? undefined : presetOf(preset)
  const partner = readPartner(metadata, app.now())
  const taken = await tx.query<{ slug: string }>(sql`
    select slug from providers where slug = ${slug} or entity_id = ${partner.entityId} limit 1`)
  if (taken[0]?.slug === slug)
    throw new JitupError('conflict', `There is a provider ${slug} already.`, { field: 'slug' })
  if (taken[0]) {
    const text = `The provider ${taken[0].slug} has this entityID already.`
    throw new JitupError('conflict', text, { field: 'metadata' })
  }
  const id = uuid7(app.now())
  await insertProvider(tx, {
    protocol,
    entityId: partner.entityId,
    spEntityId: spEntityId ?? defaultSpEntityId(app.publicUrl, slug),
    settings: mergeSettings(partner.settings, known ? { ...known.settings, ...defined(settings ?? {}) } : settings),
    certificates: partner.certificates,
    enabled: enabled ?? true,
    demo: demo ?? false,
    preset: preset ?? null,
    policy: { ...defaultPolicy, ...known?.policy, ...defined(policy), id, slug, name },
  })
  return existing(tx, id)
}

/**
 * Changes name, policy, settings, state or keys. The keys change only here, by an administrator who hands in new metadata
 * of the same partner. Answers to requests that were made before the change are refused.
 * @throws JitupError `not_found`, `validation_failed`, `metadata_*`, `precondition_failed`, `conflict` for another subject
 *   source while people could be mistaken for each other
 */
export async function updateProviderBy(
  app: App,
  author: Author,
  idOrSlug: string,
  given: ProviderPatch,
  expectedVersion?: number,
): Promise<ProviderRecord> {
  const changed = await changeRules(app, author, (tx) => updateProviderIn(tx, app, idOrSlug, given, expectedVersion))
  app.providers.forget(changed.policy.slug)
  return changed
}

/** As `updateProviderBy`, inside a change of rules. */
export async function updateProviderIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  idOrSlug: string,
  given: ProviderPatch,
  expectedVersion?: number,
): Promise<ProviderRecord> {
  const { name, metadata, enabled, settings, preset, ...policy } = check(providerPatch, given)
  const known = await existing(tx, idOrSlug)
  assertVersion(known.version, expectedVersion)
  const partner = metadata === undefined ? null : readPartner(metadata, app.now())
  if (partner && partner.entityId !== known.entityId) {
    throw invalid('metadata', 'This is the metadata of another partner: its entityID must stay the same.')
  }
  const next = { ...known.policy, ...defined(policy), ...(name === undefined ? {} : { name }) }
  await assertSubjectsStay(tx, known.policy, next.subjectFrom)
  await updateProvider(tx, {
    ...known,
    policy: next,
    enabled: enabled ?? known.enabled,
    preset: preset === undefined ? known.preset : preset,
    settings: mergeSettings(partner ? refreshed(known.settings, partner.settings) : known.settings, settings),
    certificates: partner?.certificates ?? known.certificates,
  })
  return existing(tx, known.policy.id)
}

/**
 * Removes a provider nobody has signed on with.
 * @throws JitupError `not_found`, `precondition_failed`, `conflict` while people sign on with it
 */
export async function deleteProvider(
  app: App,
  author: Author,
  idOrSlug: string,
  expectedVersion?: number,
): Promise<void> {
  const slug = await changeRules(app, author, async (tx) => {
    const known = await existing(tx, idOrSlug)
    assertVersion(known.version, expectedVersion)
    const id = known.policy.id
    const [used] = await tx.query<{ people: number }>(sql`
      select (select count(*) from identities where provider_id = ${id}::uuid)::integer
        + (select count(*) from grants where provider_id = ${id}::uuid)::integer as people`)
    if (used && used.people > 0) {
      throw new JitupError(
        'conflict',
        'People have signed on with this provider. Switch it off instead: enabled = false.',
      )
    }
    await tx.query(sql`delete from providers where id = ${id}::uuid`)
    return known.policy.slug
  })
  app.providers.forget(slug)
}

/** @returns the provider with that id or slug. @throws JitupError `not_found` */
export async function existing(db: Database | Tx, idOrSlug: string): Promise<ProviderRecord> {
  const found = isUuid(idOrSlug) ? await providerById(db, idOrSlug) : await providerBySlug(db, idOrSlug)
  if (!found) throw notFound('provider')
  return found
}

/** @returns the id behind a rule's `provider`; null means all. @throws JitupError `validation_failed` */
export async function providerIdOf(tx: Tx, slug: string | null | undefined): Promise<string | null> {
  if (slug === null || slug === undefined) return null
  const found = await providerBySlug(tx, slug)
  if (!found) throw invalid('provider', `There is no identity provider ${slug}.`)
  return found.policy.id
}

/**
 * A subject is known by its value and format. After a change of the source a value without a format could be mistaken for
 * somebody else's: then the change would hand one person's user to another.
 * @throws JitupError `conflict`
 */
async function assertSubjectsStay(tx: Tx, policy: ProviderPolicy, subjectFrom: NameSource): Promise<void> {
  if (isDeepStrictEqual(policy.subjectFrom, subjectFrom)) return
  const clashing = await tx.query(sql`
    select 1 from identities where provider_id = ${policy.id}::uuid and format = '' limit 1`)
  if (clashing.length === 0) return
  const text = 'People are known by the present subject, and its values could be mistaken for those of another source.'
  throw new JitupError('conflict', text, { field: 'subjectFrom' })
}

const defaultPolicy = {
  userType: 'employee',
  employees: { create: true, update: true },
  external: { create: false, update: false },
  roles: 'sync',
  subjectFrom: 'NameID',
  loginFrom: 'auto',
  loginTaken: 'suffix',
  roleAttributes: 'well-known',
  exactRoleNames: true,
  ignoreGroups: [],
  absentGroups: 'keep',
  groupSeparator: null,
  groupNames: 'as-sent',
} as const

function readPartner(metadata: string, now: Date): Partner {
  const partner = protocolOf(protocol).read(metadata, now)
  if (!partner.certificates.some((one) => isStrong(new X509Certificate(one.pem).publicKey, false))) {
    const text = 'The metadata holds no usable signing key: RSA needs 2048 bits or more, ECDSA P-256, P-384 or P-521.'
    throw new JitupError('metadata_no_key', text, { field: 'metadata' })
  }
  return partner
}

/** Settings of an administrator over those that stand. */
const mergeSettings = (base: unknown, given: Readonly<Record<string, unknown>> | undefined): unknown =>
  given === undefined ? base : protocolOf(protocol).settings({ ...(base as object), ...defined(given) })

/** New metadata replaces what metadata says; what an administrator has set stays. */
function refreshed(known: unknown, read: unknown): unknown {
  const published = Object.fromEntries(Object.entries(read as object).filter(([key]) => publishedNames.includes(key)))
  return protocolOf(protocol).settings({ ...(known as object), ...published })
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Without the entries that are there but undefined. */
const defined = <T extends object>(values: T): Defined<Partial<T>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Partial<T>>
