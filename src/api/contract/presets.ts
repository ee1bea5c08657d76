/** Known products, and how one is set up with us. */
import { z } from 'zod'
import { presetIds } from '../../presets/preset.ts'
import { named, slug } from '../fields.ts'
import { policy, providerSettings } from './provider-policy.ts'

const presetId = z.enum(presetIds)

export const presetSummary = z.strictObject({ id: presetId, name: z.string(), summary: z.string() })
/** `source` is the page that says so, or `unverified`. */
const fact = z.strictObject({ text: z.string(), source: z.string() })
export const preset = presetSummary.extend({
  path: z.string(),
  labels: z.strictObject({ entityId: z.string(), acsUrl: z.string(), logoutUrl: z.string() }),
  nameId: z.array(fact),
  attributes: z.array(
    z.strictObject({
      column: z.string(),
      names: z.array(z.string()),
      from: z.string().nullable(),
      custom: z.boolean(),
      source: z.string(),
    }),
  ),
  roles: z.array(z.strictObject({ name: z.string(), from: z.string().nullable(), source: z.string() })),
  overageAttributes: z.array(z.string()),
  policy: policy.partial(),
  settings: providerSettings,
  quirks: z.array(fact),
  logout: fact.extend({ supported: z.boolean() }),
  certificates: fact,
})

export const setup = z.strictObject({
  preset: presetId,
  title: z.string(),
  steps: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text'), title: z.string(), text: z.string() }),
      z.strictObject({
        kind: z.literal('table'),
        title: z.string(),
        text: z.string(),
        columns: z.array(z.string()),
        rows: z.array(z.array(z.string())),
      }),
      z.strictObject({
        kind: z.literal('code'),
        title: z.string(),
        text: z.string(),
        language: z.enum(['powershell', 'adfs-claim-rules', 'json', 'xml']),
        code: z.string(),
      }),
    ]),
  ),
})

export const setupDraftQuery = z.strictObject({
  slug: slug.describe('Of the provider that is about to be made: it decides our addresses'),
  name: named(250).optional().describe('Of that provider; its slug when left out'),
})
/** What to create over there before the provider is here. */
export const setupDraft = setup.extend({
  /** False: a provider has this slug already. */
  slugFree: z.boolean(),
  spEntityId: z.string(),
  acsUrl: z.string(),
  /** Null: no single logout with this product. */
  logoutUrl: z.string().nullable(),
  /** Answers once the provider is there. */
  metadataUrl: z.string(),
  /** The document that will be there, for products that take a file. */
  metadata: z.string(),
})
