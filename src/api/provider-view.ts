import type { App } from '../sign-on/app.ts'
import { acsUrl } from '../sign-on/trust.ts'
import type { MetadataSource, WaitingCertificate } from '../store/provider-metadata.ts'
import type { IdpCertificate, ProviderRecord } from '../store/providers.ts'
import { warningsOf } from './edit/provider-people.ts'
import { suggestionFor } from './suggestion.ts'

/** Where its keys come from and who decides on it, beside the provider itself. */
interface Background {
  readonly source: MetadataSource | null
  readonly waiting: readonly WaitingCertificate[]
  readonly guarded: boolean
}

/** A provider as the API shows it: with our addresses for it, its keys and where they come from, and what to know of it. */
export const showProvider = (
  app: App,
  { policy, ...record }: ProviderRecord,
  { source, waiting, guarded }: Background,
) => ({
  ...policy,
  version: record.version,
  protocol: record.protocol,
  entityId: record.entityId,
  spEntityId: record.spEntityId,
  acsUrl: acsUrl(app.publicUrl, policy.slug),
  metadataUrl: `${app.publicUrl}/sso/${policy.slug}/metadata`,
  settings: record.settings,
  preset: record.preset,
  suggestedPreset: record.preset === null ? suggestionFor(record) : null,
  enabled: record.enabled,
  demo: record.demo,
  createdAt: record.createdAt,
  certificates: record.certificates.map(shownCertificate),
  waitingCertificates: waiting.map((one) => ({
    ...shownCertificate(one),
    firstSeen: one.firstSeen,
    dismissedAt: one.dismissedAt,
  })),
  metadataSource: source && shownSource(source),
  guarded,
  warnings: warningsOf({ policy, settings: record.settings }),
})

const shownCertificate = ({ fingerprint, notAfter, pem }: IdpCertificate) => ({ fingerprint, notAfter, pem })

const shownSource = (source: MetadataSource) => ({
  url: source.url,
  certificates: source.signers.map(shownCertificate),
  sha256: source.sha256,
  validUntil: source.validUntil,
  checkedAt: source.checkedAt,
  changedAt: source.changedAt,
  nextAt: source.nextAt,
  error: source.error,
})
