import sql from 'sql-template-tag'
import { bindDomainIn } from '../api/edit/domains.ts'
import { takeFromPeople } from '../api/edit/provider-removal.ts'
import type { ProviderRecord } from '../store/providers.ts'
import { recordTrustEvent } from '../store/trust-events.ts'
import { administratorsLock } from '../store/users.ts'
import type { Difference } from './compare.ts'
import type { ProviderFields } from './config-file.ts'
import type { Performance } from './perform.ts'
import { partnerNames } from './stored-things.ts'
import { changeProvider, makeProvider } from './write-provider.ts'

/** What of a provider is written elsewhere, or follows from its metadata, or never changes. */
const notFields = new Set(['domains', 'spEntityId', ...partnerNames])

/** Makes or changes a provider; its mail domains come afterwards. */
export async function writeProvider(performance: Performance, { op, fields, named }: Difference): Promise<void> {
  const { tx, app, author, stored, documents } = performance
  const provider = named?.provider
  if (!provider || !named) return
  const { slug } = provider
  if (op === 'add') {
    const all = Object.entries(named.fields).filter(([name]) => !notFields.has(name))
    const { spEntityId } = provider.fields
    const whole = { ...provider, fields: { ...Object.fromEntries(all), spEntityId } as ProviderFields }
    await makeProvider(tx, app, whole, documents.get(slug) ?? null, author)
    return
  }
  const known = stored.providers.get(slug)
  const changed = fields.filter(({ field }) => !notFields.has(field)).map(({ field, to }) => [field, to ?? none(field)])
  const metadata = fields.some(({ field }) => partnerNames.includes(field)) ? provider.metadata : null
  if (!known || (changed.length === 0 && metadata === null)) return
  await changeProvider(
    tx,
    app,
    known,
    {
      fields: Object.fromEntries(changed),
      metadata,
      pinned: provider.pinned,
      source: stored.sources.get(known.policy.id),
    },
    author,
  )
}

/** How it is said that something is not set any more. */
const none = (field: string): unknown => (field === 'metadataCertificates' ? [] : null)

/** Frees the domains that are not a provider's any more; another one may have them. */
export async function freeDomains({ tx }: Performance, one: Difference): Promise<void> {
  const { gone } = domainsIn(one)
  if (gone.length > 0) await tx.query(sql`delete from domains where domain = any(${gone}::text[])`)
}

/** Binds the domains that are new. */
export async function bindDomains({ tx, app }: Performance, one: Difference): Promise<void> {
  for (const domain of domainsIn(one).come) await bindDomainIn(tx, app, { domain, provider: one.named?.key ?? '' })
}

function domainsIn({ fields }: Difference): { gone: string[]; come: string[] } {
  const change = fields.find((one) => one.field === 'domains')
  const [from, to] = [change?.from, change?.to].map((list) => (list ?? []) as string[])
  return {
    gone: (from ?? []).filter((one) => !to?.includes(one)),
    come: (to ?? []).filter((one) => !from?.includes(one)),
  }
}

/** Removes a provider with all that people have of it: see `removalOf`. How much that is was confirmed. */
export async function removeProvider({ tx, app, author, stored }: Performance, one: Difference): Promise<void> {
  tx.requireLock(administratorsLock)
  const known: ProviderRecord | undefined = stored.providers.get(one.stored?.key ?? '')
  if (!known) return
  const { id, slug } = known.policy
  await takeFromPeople(tx, known, app.now())
  await tx.query(sql`delete from providers where id = ${id}::uuid`)
  const facts = { id, slug, entityId: known.entityId, by: 'configuration' }
  await recordTrustEvent(tx, app.now(), { kind: 'provider_removed', author, facts })
}
