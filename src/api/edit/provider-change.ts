import { isDeepStrictEqual } from 'node:util'
import sql from 'sql-template-tag'
import type { z } from 'zod'
import type { NameSource, ProviderPolicy } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { type ProviderRecord, updateProvider } from '../../store/providers.ts'
import type { Author } from '../../store/rules.ts'
import { mergeSettings, refreshedSettings } from '../../trust/partner.ts'
import { refreshProvider } from '../../trust/refresh.ts'
import { providerPatch } from '../contract.ts'
import { checkRoleOptions, withRoleIds } from './allowed-roles.ts'
import { changeRules, check } from './change.ts'
import { existing } from './existing-provider.ts'
import { recordChoices } from './provider-choices.ts'
import { preparePeople } from './provider-people.ts'
import { patchedPolicy } from './provider-policy.ts'
import { assertMayUpdate, everyProviderRight, type ProviderRights } from './provider-reach.ts'
import { handedIn, patchSource } from './provider-source.ts'
import { assertRowVersion } from './row-version.ts'

export type ProviderPatch = z.input<typeof providerPatch>

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
  const next = patchedPolicy(known.policy, { ...(await withRoleIds(tx, policy)), name })
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
