import sql from 'sql-template-tag'
import { z } from 'zod'
import { defaultPolicy } from '../../core/default-policy.ts'
import { JitupError } from '../../errors.ts'
import { presetOf } from '../../presets/presets.ts'
import type { App } from '../../sign-on/app.ts'
import { defaultSpEntityId } from '../../sign-on/trust.ts'
import type { Tx } from '../../store/database.ts'
import { restoreTombstones } from '../../store/identities.ts'
import { insertProvider, type ProviderRecord } from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { uuid7 } from '../../store/uuid.ts'
import { documentOf, fetchDocument, type MetadataDocument } from '../../trust/document.ts'
import { mergeSettings, protocol } from '../../trust/partner.ts'
import { providerInput } from '../contract.ts'
import { checkRoleOptions, withRoleIds } from './allowed-roles.ts'
import { changeRules, check, invalid } from './change.ts'
import { existing } from './existing-provider.ts'
import { recordChoices } from './provider-choices.ts'
import { preparePeople } from './provider-people.ts'
import { defined, patchedPolicy } from './provider-policy.ts'
import { assertMayCreate, everyProviderRight, type ProviderRights } from './provider-reach.ts'
import { newSource, readNewPartner, writeNewSource } from './provider-source.ts'

/** `demo` marks the demo's own identity provider; the API cannot set it. */
const input = providerInput.extend({ demo: z.boolean().optional() })
export type ProviderInput = z.input<typeof input>

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
  const policyOfNew = patchedPolicy(
    { ...defaultPolicy, ...known?.policy, id, slug, name },
    await withRoleIds(tx, policy),
  )
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
