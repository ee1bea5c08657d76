/** Identity providers, and what goes when one goes. */
import { z } from 'zod'
import { presetIds } from '../../presets/preset.ts'
import { id, named, slug, time, version } from '../fields.ts'
import { providerOptions } from '../rule-options.ts'
import { givenPolicy, policy, providerSettings } from './provider-policy.ts'

const metadata = z.string().min(1).max(1_048_576)
const metadataUrl = z.url({ protocol: /^https?$/, error: 'must be an https address' }).max(2000)
/** Certificates (PEM) of which one must have signed the document. */
const metadataCertificates = z.array(z.string().min(1).max(20_000)).max(5)
/** Only this very document: SHA-256 of its bytes. */
const metadataSha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits in small letters' })
const presetId = z.enum(presetIds)

export const providerInput = givenPolicy.extend({
  name: named(250),
  slug,
  /** The document, or else where it is fetched from, now and ever after. */
  metadata: metadata.optional(),
  metadataUrl: metadataUrl.optional(),
  /** Which partner is meant, when the document lists those of a federation. */
  entityId: named(1024).optional(),
  metadataCertificates: metadataCertificates.optional(),
  metadataSha256: metadataSha256.optional(),
  /** Our entityID towards this partner; the metadata address when not given. It never changes afterwards. */
  spEntityId: named(1024).optional(),
  enabled: z.boolean().optional(),
  settings: providerSettings.optional(),
  /** Settings and policy of a known product, under whatever is given here. */
  preset: presetId.optional(),
})

/** What can change of a provider. entityIDs and slug cannot: the partner has them in its own configuration. */
export const providerPatch = givenPolicy.extend({
  name: named(250).optional(),
  metadata: metadata.optional(),
  /** Null: no longer fetched; keys and addresses stay as they are. */
  metadataUrl: metadataUrl.nullable().optional(),
  metadataCertificates: metadataCertificates.optional(),
  metadataSha256: metadataSha256.nullable().optional(),
  enabled: z.boolean().optional(),
  settings: providerSettings.optional(),
  /** Which set-up instructions to give; settings and policy stay as they are. */
  preset: presetId.nullable().optional(),
})

const certificate = z.strictObject({ fingerprint: z.string(), notAfter: time, pem: z.string() })
/** Where the metadata comes from, what it is held to, and how the last fetch went. */
const metadataSource = z.strictObject({
  url: z.string().nullable(),
  certificates: z.array(certificate),
  sha256: z.string().nullable(),
  validUntil: time.nullable(),
  checkedAt: time.nullable(),
  changedAt: time.nullable(),
  nextAt: time.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string(), at: time }).nullable(),
})

export const provider = policy.extend(z.strictObject(providerOptions).partial().shape).extend({
  id,
  version,
  slug: z.string(),
  name: z.string(),
  protocol: z.string(),
  entityId: z.string(),
  spEntityId: z.string(),
  acsUrl: z.string(),
  metadataUrl: z.string(),
  settings: z.unknown(),
  preset: z.string().nullable(),
  /** The preset that the partner's names suggest, while none is chosen. */
  suggestedPreset: presetId.nullable(),
  enabled: z.boolean(),
  demo: z.boolean(),
  createdAt: time,
  certificates: z.array(certificate),
  /** Keys that the metadata brought and nobody vouched for: they verify nothing until they are approved. */
  waitingCertificates: z.array(certificate.extend({ firstSeen: time, dismissedAt: time.nullable() })),
  /** Null: the metadata was handed in, and holds until it is handed in again. */
  metadataSource: metadataSource.nullable(),
  /** Roles that only administrators hand out depend on it: only administrators switch it on, and say whom it believes. */
  guarded: z.boolean(),
  /** What is allowed and will probably be regretted. */
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
})

/** A partner's metadata, to be looked at before anything is saved. */
export const metadataInput = providerInput.pick({
  metadata: true,
  metadataUrl: true,
  entityId: true,
  metadataCertificates: true,
  metadataSha256: true,
})
/** What it says. Nothing of it is believed by this. */
export const metadataFacts = z.strictObject({
  entityId: z.string(),
  displayName: z.string().nullable(),
  endpoints: z.array(
    z.strictObject({ use: z.enum(['sign-on', 'logout']), binding: z.enum(['redirect', 'post']), url: z.string() }),
  ),
  certificates: z.array(certificate),
  nameIdFormats: z.array(z.string()),
  validUntil: time.nullable(),
  /** Of the document. */
  sha256: z.string(),
  suggestedPreset: presetId.nullable(),
  /** Slug of the provider that has this entityID already. */
  takenBy: z.string().nullable(),
})

/** What goes with a provider. `people` confirms it: it must still be so many when it is removed. */
export const providerRemoval = z.strictObject({
  people: z.int(),
  /** People whom no other provider knows. */
  stranded: z.int(),
  grants: z.array(z.strictObject({ id, name: z.string(), people: z.int() })),
})
