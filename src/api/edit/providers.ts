import { isDeepStrictEqual } from 'node:util'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { defaultPolicy } from '../../core/default-policy.ts'
import type { NameSource, ProviderPolicy } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import { presetOf } from '../../presets/presets.ts'
import type { App } from '../../sign-on/app.ts'
import { defaultSpEntityId } from '../../sign-on/trust.ts'
import type { Database, Tx } from '../../store/database.ts'
import { restoreTombstones } from '../../store/identities.ts'
import {
  insertProvider,
  type ProviderRecord,
  providerById,
  providerBySlug,
  updateProvider,
} from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { recordTrustEvent } from '../../store/trust-events.ts'
import { administratorsLock } from '../../store/users.ts'
import { isUuid, uuid7 } from '../../store/uuid.ts'
import { documentOf, fetchDocument, type MetadataDocument } from '../../trust/document.ts'
import { mergeSettings, protocol, refreshedSettings } from '../../trust/partner.ts'
import { refreshProvider } from '../../trust/refresh.ts'
import { providerInput, providerPatch } from '../contract.ts'
import { patchedOptions, providerOptions } from '../rule-options.ts'
import { checkRoleOptions, withRoleIds } from './allowed-roles.ts'
import { changeRules, check, invalid, notFound } from './change.ts'
import { recordChoices } from './provider-choices.ts'
import { preparePeople } from './provider-people.ts'
import {
  assertMayCreate,
  assertMayDecide,
  assertMayUpdate,
  everyProviderRight,
  type ProviderRights,
} from './provider-reach.ts'
import { removalOf, takeFromPeople } from './provider-removal.ts'
import { handedIn, newSource, patchSource, readNewPartner, writeNewSource } from './provider-source.ts'
import { assertRowVersion } from './row-version.ts'

/** `demo` marks the demo's own identity provider; the API cannot set it. */
const input = providerInput.extend({ demo: z.boolean().optional() })
export type ProviderInput = z.input<typeof input>
export type ProviderPatch = z.input<typeof providerPatch>
type GivenPolicy = Omit<z.output<typeof providerPatch>, 'metadata' | 'metadataUrl' | 'enabled' | 'settings' | 'preset'>

/**
 * Sets up an identity provider from its metadata. Unless told otherwise it is on, creates and updates employees, keeps
 * their roles in step and leaves external users alone.
 * @throws JitupError `validation_failed`, `metadata_*`, `conflict` when slug or entityID are taken, `forbidden` as `assertMayCreate`
 */
export async function createProvider(
  app: App,
  author: Author,
  given: ProviderInput,
  rights: ProviderRights = everyProviderRight,
): Promise<ProviderRecord> {
  const { metadataUrl } = check(input, given)
  // Before anything is locked: others need not wait for a partner's server.
  const fetched = metadataUrl === undefined ? null : await fetchDocument(app.fetchPublic, metadataUrl)
  const made = await changeRules(app, author, (tx) => createProviderIn(tx, app, given, fetched, author, rights))
  app.providers.forget(made.policy.slug)
  return made
}

/** As `createProvider`, inside a change of rules. `fetched` is the document at `metadataUrl`. */
export async function createProviderIn(
  tx: Tx,
  app: App,
  given: ProviderInput,
  fetched: MetadataDocument | null = null,
  author: Author = { kind: 'config' },
  rights: ProviderRights = everyProviderRight,
): Promise<ProviderRecord> {
  const { name, slug, spEntityId, enabled, settings, demo, preset, ...others } = check(input, given)
  const { metadata, metadataUrl, entityId, metadataCertificates, metadataSha256, ...policy } = others
  if ((metadata === undefined) === (metadataUrl === undefined)) {
    throw invalid('metadata', 'Give the metadata, or else metadataUrl, where it is fetched from.')
  }
  const id = uuid7(app.now())
  const known = preset === undefined ? undefined : presetOf(preset)
  const document = fetched ?? documentOf(metadata ?? '')
  const policyOfNew = merged({ ...defaultPolicy, ...known?.policy, id, slug, name }, await withRoleIds(tx, policy))
  checkRoleOptions(policyOfNew)
  const source = newSource({ metadataUrl, metadataCertificates, metadataSha256 })
  const partner = readNewPartner(document, source, entityId, app.now())
  const taken = await tx.query<{ slug: string }>(sql`
    select slug from providers where slug = ${slug} or entity_id = ${partner.entityId} limit 1`)
  if (taken[0]?.slug === slug)
    throw new JitupError('conflict', `There is a provider ${slug} already.`, { field: 'slug' })
  if (taken[0]) {
    const text = `The provider ${taken[0].slug} has this entityID already.`
    throw new JitupError('conflict', text, { field: 'metadata' })
  }
  await insertProvider(tx, {
    protocol,
    entityId: partner.entityId,
    spEntityId: spEntityId ?? defaultSpEntityId(app.publicUrl, slug),
    settings: mergeSettings(partner.settings, {
      // Who signs metadata lives by the rules of federations, and those want a key to encrypt to.
      ...(source.signers.length > 0 ? { wantEncryption: true } : {}),
      ...known?.settings,
      ...defined(settings ?? {}),
    }),
    certificates: partner.certificates,
    enabled: enabled ?? true,
    demo: demo ?? false,
    preset: preset ?? null,
    policy: policyOfNew,
  })
  await writeNewSource(tx, source, { providerId: id, document, partner, now: app.now() })
  await restoreTombstones(tx, { id, entityId: partner.entityId }, app.now())
  const made = await existing(tx, id)
  await assertMayCreate(tx, rights, made)
  await preparePeople(tx, made.policy)
  await recordChoices(tx, { before: partner.settings, made, author, now: app.now() })
  return made
}

/**
 * Changes name, policy, settings, state, keys, or where the metadata comes from. An administrator who hands in new metadata
 * of the same partner replaces its keys; from a new address they are taken as at every refresh, of which this is the first.
 * Answers to requests that were made before the change are refused.
 * @throws JitupError `not_found`, `validation_failed`, `metadata_*`, `precondition_failed`, `conflict` for another subject
 *   source while people could be mistaken for each other, `forbidden` as `assertMayUpdate`
 */
export async function updateProviderBy(
  app: App,
  author: Author,
  idOrSlug: string,
  given: ProviderPatch,
  expectedVersion?: number,
  rights: ProviderRights = everyProviderRight,
): Promise<ProviderRecord> {
  const changed = await changeRules(app, author, (tx) =>
    updateProviderIn(tx, app, idOrSlug, given, expectedVersion, author, { rights }),
  )
  const { id, slug } = changed.policy
  app.providers.forget(slug)
  const { metadataUrl, metadataCertificates, metadataSha256 } = given
  if (metadataUrl || metadataCertificates !== undefined || metadataSha256 !== undefined) {
    // What goes wrong stands with the provider, and is not a fault of this request.
    await refreshProvider(app, id).catch((err: unknown) =>
      app.log.info({ provider: slug, err }, 'first refresh failed'),
    )
    return existing(app.db, id)
  }
  return changed
}

/** As `updateProviderBy`, inside a change of rules, or of a `draft` of them that is not saved. */
export async function updateProviderIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  idOrSlug: string,
  given: ProviderPatch,
  expectedVersion?: number,
  author: Author = { kind: 'config' },
  options: { readonly draft?: boolean; readonly rights?: ProviderRights } = {},
): Promise<ProviderRecord> {
  const { name, metadata, enabled, settings, preset, ...others } = check(providerPatch, given)
  const { metadataUrl, metadataCertificates, metadataSha256, ...policy } = others
  const known = await existing(tx, idOrSlug)
  await assertRowVersion(tx, { id: known.policy.id, slug: known.policy.slug, version: known.version }, expectedVersion)
  await patchSource(tx, known, { metadataUrl, metadataCertificates, metadataSha256 }, app.now())
  const partner = metadata === undefined ? null : await handedIn(tx, known, metadata, { now: app.now(), author })
  const next = merged(known.policy, { ...(await withRoleIds(tx, policy)), name })
  checkRoleOptions(next)
  await assertSubjectsStay(tx, known.policy, next.subjectFrom)
  await preparePeople(tx, next, options)
  await updateProvider(tx, {
    ...known,
    policy: next,
    enabled: enabled ?? known.enabled,
    preset: preset === undefined ? known.preset : preset,
    settings: mergeSettings(partner ? refreshedSettings(known.settings, partner.settings) : known.settings, settings),
    certificates: partner?.certificates ?? known.certificates,
  })
  const made = await existing(tx, known.policy.id)
  await assertMayUpdate(tx, options.rights ?? everyProviderRight, { before: known, after: made, given })
  await recordChoices(tx, { before: known.settings, made, author, now: app.now() })
  return made
}

/**
 * Removes a provider, and takes from people what they have of it: see `removalOf`.
 * @param confirm how many people the caller has seen it is about; needless when there are none
 * @throws JitupError `not_found`, `precondition_failed`, `last_administrator`, `conflict` while it is about people, and not
 *   about as many as confirmed, `forbidden` as `assertMayDecide`
 */
export async function deleteProvider(
  app: App,
  author: Author,
  idOrSlug: string,
  expectedVersion?: number,
  confirm?: number,
  rights: ProviderRights = everyProviderRight,
): Promise<void> {
  const slug = await changeRules(app, author, async (tx) => {
    // Known to be needed only here: the change starts again with it.
    tx.requireLock(administratorsLock)
    const known = await existing(tx, idOrSlug)
    await assertRowVersion(
      tx,
      { id: known.policy.id, slug: known.policy.slug, version: known.version },
      expectedVersion,
    )
    await assertMayDecide(tx, rights, known, 'removal')
    const id = known.policy.id
    const { people, stranded, grants } = await removalOf(tx, id)
    if (people !== (confirm ?? 0)) {
      const text = `It is about ${people} people, ${stranded} of whom sign on with nothing else. Look at the removal, then confirm it with their number; or only switch the provider off.`
      throw new JitupError('conflict', text, { people })
    }
    if (people > 0) await takeFromPeople(tx, known, app.now())
    await tx.query(sql`delete from providers where id = ${id}::uuid`)
    const facts = { id, slug: known.policy.slug, entityId: known.entityId, people, grants: grants.length }
    await recordTrustEvent(tx, app.now(), { kind: 'provider_removed', author, facts })
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

/** The policy with what is given; what is not given stays, an option that is null is taken back. */
function merged(policy: ProviderPolicy, given: GivenPolicy): ProviderPolicy {
  const kept = Object.entries({ ...policy, ...defined(given) }).filter(
    ([name]) => !Object.hasOwn(providerOptions, name),
  )
  return Object.fromEntries([
    ...kept,
    ...Object.entries(patchedOptions(providerOptions, policy, given)),
  ]) as unknown as ProviderPolicy
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Without the entries that are there but undefined. */
const defined = <T extends object>(values: T): Defined<Partial<T>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Partial<T>>
