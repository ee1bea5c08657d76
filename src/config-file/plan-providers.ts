import { isDeepStrictEqual } from 'node:util'
import { WITHDRAWAL_CEILING } from '../core/ceiling.ts'
import type { ProviderRecord } from '../store/providers.ts'
import type { ConfigProvider, ProviderFields } from './config-file.ts'
import { climbs, merge, turnsOn, type Widening } from './merge.ts'
import { namesOfIds } from './names-of-ids.ts'
import { fieldsOf, switchesOf } from './provider-fields.ts'
import { entryOf, type Planning } from './step.ts'
import { changeProvider, makeProvider } from './write-provider.ts'

/** Anything else than what stands, where something stands. */
const differs = (to: unknown, from: unknown): boolean =>
  from !== undefined && from !== null && !isDeepStrictEqual(from, []) && !isDeepStrictEqual(to, from)

/** Something that was on no list. */
const adds = (to: readonly string[], from: unknown): boolean =>
  Array.isArray(from) && !to.every((one) => from.includes(one))

/** What gives a provider more to say. */
const widening: Widening<ProviderFields> = {
  users: climbs('external', 'employee'),
  'employees.create': turnsOn,
  'employees.update': turnsOn,
  'external.create': turnsOn,
  'external.update': turnsOn,
  roles: climbs('off', 'add', 'sync', 'replace'),
  loginTaken: climbs('refuse', 'suffix'),
  exactRoleNames: turnsOn,
  ignoreGroups: (to, from) => !(from as readonly string[]).every((group) => to.includes(group)),
  absentGroups: climbs('none', 'keep'),
  // Groups that are split or cleaned meet more rules.
  groupSeparator: (to, from) => to !== from,
  groupNames: (to, from) => to !== 'as-sent' && to !== from,
  enabled: turnsOn,
  link: (to, from) => !to.every((rule) => ((from ?? []) as unknown[]).some((one) => isDeepStrictEqual(one, rule))),
  reactivate: turnsOn,
  externalWhen: differs,
  pilot: differs,
  roleNameCase: (_to, from) => from !== 'ignore',
  createRoles: turnsOn,
  allowedRoles: adds,
  allowedAccounts: (to, from) => adds(to, from ?? []),
  withdrawalCeiling: (to, from) => to > Number(from ?? WITHDRAWAL_CEILING),
  lookupCeiling: (to, from) => to > Number(from ?? 500),
  disableAfterDays: (to, from) => from !== undefined && to > Number(from),
  // Who vouches for a partner's keys.
  metadataUrl: differs,
  metadataCertificates: differs,
  metadataSha256: differs,
  clockSkewSeconds: (to, from) => to > Number(from),
  maxAgeSeconds: (to, from) => to > Number(from),
  maxBytes: (to, from) => to > Number(from),
  maxNodes: (to, from) => to > Number(from),
  forceAuthn: (to, from) => !to && from === true,
  authnContexts: (to, from) => admitsMore(to, from as readonly string[]),
  idpInitiated: turnsOn,
  requireSignedResponse: (to, from) => !to && from === true,
  exceptions: (to, from) =>
    Object.entries(to).some(([name, until]) => until > ((from as Readonly<Record<string, string>>)[name] ?? '')),
}

/** None means that any context will do. */
const admitsMore = (to: readonly string[], from: readonly string[]): boolean =>
  from.length > 0 && (to.length === 0 || !to.every((one) => from.includes(one)))

/** Plans identity providers. Which partner a provider is never changes. */
export function planProviders(planning: Planning): void {
  for (const provider of planning.file.providers) {
    const known = planning.stored.providers.get(provider.slug)
    if (known) planChange(planning, provider, known)
    else if (entryOf(planning.last.providers, provider.slug)) planning.kept.push(`provider ${provider.slug}: removed`)
    else planCreation(planning, provider)
  }
}

function planCreation({ stored, documents, report, steps }: Planning, provider: ConfigProvider): void {
  const { path, slug, partner, fields } = provider
  const taken = [...stored.providers.values()].find((one) => one.entityId === partner?.entityId)
  if (taken) {
    const text = `The provider ${taken.policy.slug} is this partner (${taken.entityId}) already.`
    report.at([...path, 'metadata'], text)
  }
  // A provider for external users that may not make any would be of no use; employees are not its business then.
  const own = { create: true, update: true }
  const other = { create: false, update: false }
  const external = fields.users === 'external'
  const made = switchesOf(fields, { employees: external ? other : own, external: external ? own : other })
  const switches = {
    'employees.create': made.employees.create,
    'employees.update': made.employees.update,
    'external.create': made.external.create,
    'external.update': made.external.update,
  }
  const named = { ...provider, fields: { ...fields, ...switches } }
  steps.push({
    path,
    change: `provider ${slug} added`,
    run: (tx, app) => makeProvider(tx, app, named, documents.get(slug) ?? null),
  })
}

function planChange(planning: Planning, provider: ConfigProvider, known: ProviderRecord): void {
  const { report, steps, kept } = planning
  const { path, slug, metadata, partner } = provider
  const last = entryOf(planning.last.providers, slug)
  if (partner !== null && partner.entityId !== known.entityId) {
    if (last?.metadata?.entityId === partner.entityId) kept.push(`provider ${slug}: replaced by another partner`)
    else {
      const text = `The provider ${slug} is ${known.entityId}; this is the metadata of ${partner.entityId}. Another partner needs another slug.`
      report.at([...path, 'metadata'], text)
    }
    return
  }
  const source = planning.stored.sources.get(known.policy.id)
  const names = namesOfIds(planning.file, planning.stored)
  const fields = fieldsOf(known, source, names)
  // Without a list an external provider may give nothing.
  const nothing = fields.users === 'external' ? [] : undefined
  const stored = { ...fields, allowedRoles: fields.allowedRoles ?? nothing }
  const { allowedRoles } = provider.fields
  const now = allowedRoles ? { ...provider.fields, allowedRoles: allowedRoles.map(names.roleNamed) } : provider.fields
  const merged = merge({ now, last, stored }, widening)
  if (merged.taken.spEntityId !== undefined) {
    const text = `The provider ${slug} knows us as ${known.spEntityId}, and that never changes.`
    report.at([...path, 'spEntityId'], text)
  }
  for (const field of merged.kept) kept.push(`provider ${slug}: ${field}`)
  // The file has no address any more, and the one that stands was the file's.
  const left =
    partner !== null &&
    provider.fields.metadataUrl === undefined &&
    source?.url != null &&
    source.url === last?.metadataUrl
  const changed = [...Object.keys(merged.taken), ...(left ? ['metadataUrl'] : [])]
  if (changed.length === 0) return
  const newKeys =
    merged.taken.metadata !== undefined && !isDeepStrictEqual(merged.taken.metadata.keys, stored.metadata.keys)
  steps.push({
    path,
    change: `provider ${slug}: ${changed.join(', ')} changed${newKeys ? ', with other signing keys' : ''}`,
    warn: newKeys,
    run: (tx, app) =>
      changeProvider(tx, app, known, {
        fields: { ...merged.taken, ...(left ? { metadataUrl: null } : {}) },
        metadata: merged.taken.metadata === undefined ? null : metadata,
        pinned: provider.pinned,
        source,
      }),
  })
}
