/** Known products, and how one is set up with us. */
import { z } from 'zod'
import { presetIds } from '../../presets/preset.ts'
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
