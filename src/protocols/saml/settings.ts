import { z } from 'zod'
import { JitupError } from '../../errors.ts'

/**
 * A SAML partner's settings as the database keeps them. `version` tells a later release how to read an older row.
 * Nothing here can turn a check off; `legacyAlgorithms` admits SHA-1 signatures and is meant to end.
 */
const schema = z.object({
  version: z.literal(1),
  ssoRedirectUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
  ssoPostUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
  nameIdFormats: z.array(z.string().max(256)).max(20).default([]),
  clockSkewSeconds: z.int().min(0).max(300).default(180),
  legacyAlgorithms: z.boolean().default(false),
})

export type SamlSettings = z.output<typeof schema>

const known = new WeakMap<object, SamlSettings>()

/**
 * Checks settings from the database, a file or the API. A value that was checked before is not checked again: this is on
 * the path of every sign-on.
 * @throws JitupError `validation_failed` with the field
 */
export function readSettings(value: unknown): SamlSettings {
  if (typeof value !== 'object' || value === null) {
    throw new JitupError('validation_failed', 'The settings must be an object.', { field: 'settings' })
  }
  const checked = known.get(value)
  if (checked) return checked
  const result = schema.safeParse(value)
  if (!result.success) {
    const issue = result.error.issues[0]
    throw new JitupError('validation_failed', issue?.message ?? 'The settings are not valid.', {
      field: ['settings', ...(issue?.path ?? [])].join('.'),
    })
  }
  known.set(value, result.data)
  return result.data
}
