/** Settings of the installation. */
import { z } from 'zod'
import { VALUE_LIMIT } from '../../core/text.ts'
import { publishedSettings } from '../../protocols/published.ts'
import { appearanceSettings } from '../appearance.ts'
import { named, storable, version } from '../fields.ts'
import { optional } from '../rule-options.ts'

const told = {
  description: publishedSettings.description.nullable().optional(),
  logo: publishedSettings.logo.nullable().optional(),
  privacyUrl: publishedSettings.privacyUrl.nullable().optional(),
  organization: publishedSettings.organization.nullable().optional(),
  contact: publishedSettings.contact.nullable().optional(),
}
const look = {
  language: appearanceSettings.language.nullable().optional(),
  brandColour: appearanceSettings.brandColour.nullable().optional(),
  brandLogo: appearanceSettings.brandLogo.nullable().optional(),
  signInText: appearanceSettings.signInText.nullable().optional(),
  signInTextDe: appearanceSettings.signInTextDe.nullable().optional(),
  helpTextDe: appearanceSettings.helpTextDe.nullable().optional(),
}
const days = z.int().min(1).max(36_500)
const minutes = z.int().min(1).max(525_600)
/** What is kept and for how long, and how long a session lasts. */
const keeping = z.strictObject({
  /** After so many days the journal drops what arrived, and what of it stands in plans. */
  claimsRetentionDays: days,
  /** After so many days an entry of the journal goes. */
  journalRetentionDays: days,
  /** After so many days an event of the audit goes. */
  auditRetentionDays: days,
  /** False: the journal keeps no values at all. */
  storeClaims: z.boolean(),
  /** Attributes whose values are never kept; `*` at the end: everything that begins so; `NameID`: the NameID. */
  redactedAttributes: z.array(storable(VALUE_LIMIT).min(1)).max(200),
  sessionIdleMinutes: minutes,
  sessionAbsoluteMinutes: minutes,
  administratorIdleMinutes: minutes,
})

export const settingsInput = z.strictObject({
  /** As If-Match: only if this is still their version. What was read can be sent back whole. */
  version: version.optional(),
  ...optional(keeping.shape),
  /** Shown on error pages: whom to ask. */
  helpText: storable(2000).optional(),
  displayName: named(VALUE_LIMIT).optional(),
  /** What our metadata tells partners of us; null: no longer. */
  ...told,
  ...look,
})

export const settings = z.strictObject({
  version,
  ...keeping.shape,
  helpText: z.string(),
  displayName: z.string(),
  ...z.strictObject(publishedSettings).partial().shape,
  ...z.strictObject(appearanceSettings).partial().shape,
  language: appearanceSettings.language,
})
