import { z } from 'zod'
import { appearanceSettings } from '../api/appearance.ts'
import { roleScopes } from '../api/contract/roles.ts'
import { converterOptions, providerOptions } from '../api/rule-options.ts'
import { faultOf } from '../core/text.ts'
import type { ColumnType, NameSource } from '../core/types.ts'
import { presetIds } from '../presets/preset.ts'
import { publishedSettings } from '../protocols/published.ts'
import { choices } from '../protocols/saml/settings.ts'

/**
 * The file's shape. What it lets through is checked once more by the edits that apply it, against the API's contract;
 * here every mistake gets a place and a sentence.
 */

/** A name: one line, something on it, no white space around it. */
const name = (limit: number) =>
  z
    .string()
    .refine((text) => text !== '' && text === text.trim(), {
      error: 'must not be empty, and not start or end with white space.',
      abort: true,
    })
    .refine((text) => faultOf(text, { limit, singleLine: true }) === null, {
      error: `must be one line of at most ${limit} characters, without control characters.`,
    })

/** A text as somebody else sends it, or a longer one of ours: anything that can be stored. */
const text = (limit: number, least: 0 | 1) =>
  z.string().refine((value) => value.length >= least && faultOf(value, { limit }) === null, {
    error: `must have ${least} to ${limit} characters, none of them control characters.`,
  })

const attribute = text(256, 1)

const listOf = <Entry extends z.ZodType<string>>(entry: Entry, limits: { least: number; most: number }) =>
  z
    .array(entry)
    .refine((all) => all.length >= limits.least && all.length <= limits.most, {
      error: `must have ${limits.least} to ${limits.most} entries.`,
    })
    .refine((all) => new Set(all).size === all.length, { error: 'must not name anything twice.' })

const nameSource = z.union([z.literal('NameID'), z.strictObject({ attribute })], {
  error: 'must be NameID or { attribute: NAME }.',
}) satisfies z.ZodType<NameSource>

const switches = z.strictObject({ create: z.boolean().optional(), update: z.boolean().optional() })

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
  error: 'must have 1 to 63 small letters, digits and hyphens, and start with a letter or digit.',
})

const columnName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, {
  error: 'must have 1 to 60 letters, digits and _, and start with a letter.',
})

/** Two columns of the user have captions too. */
const anyColumnName = z.string().regex(/^(?:[A-Za-z][A-Za-z0-9_]{0,59}|user\.culture|user\.timeZone)$/, {
  error: 'must have 1 to 60 letters, digits and _, and start with a letter.',
})

const columnTypes = [
  'text',
  'email',
  'phone',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'language',
  'timezone',
  'lookup',
] as const satisfies readonly ColumnType[]

const days = z.int().min(1).max(36_500)
const minutes = z.int().min(1).max(525_600)

/** Texts of the pages, what is kept and for how long, and how long a session lasts. */
export const settingsSchema = z.strictObject({
  helpText: text(2000, 0).optional(),
  displayName: name(256).optional(),
  ...z.strictObject(publishedSettings).partial().shape,
  ...z.strictObject(appearanceSettings).partial().shape,
  claimsRetentionDays: days.optional(),
  journalRetentionDays: days.optional(),
  auditRetentionDays: days.optional(),
  storeClaims: z.boolean().optional(),
  redactedAttributes: listOf(attribute, { least: 0, most: 200 }).optional(),
  sessionIdleMinutes: minutes.optional(),
  sessionAbsoluteMinutes: minutes.optional(),
  administratorIdleMinutes: minutes.optional(),
})

const columnSchema = z.strictObject({
  name: anyColumnName,
  caption: name(256),
  type: z.enum(columnTypes),
  lookup: columnName.optional(),
})

const lookupSchema = z.strictObject({
  name: columnName,
  caption: name(256).optional(),
  /** A value's name, or its name with aliases. */
  values: z
    .array(
      z.union([name(256), z.strictObject({ name: name(256), aliases: listOf(name(256), { least: 1, most: 500 }) })], {
        error: 'must be a name or { name: NAME, aliases: [NAME, …] }.',
      }),
    )
    .optional(),
})

const roleSchema = z.strictObject({
  name: name(256),
  /** Which of the three roles that are there from the beginning this is. */
  builtIn: z.enum(['administrators', 'all-employees', 'all-external']).optional(),
  kind: z.enum(['functional', 'organisational']).optional(),
  parent: name(256).optional(),
  protected: z.boolean().optional(),
  /** What its holders may do here. */
  scopes: listOf(z.enum(roleScopes), { least: 0, most: roleScopes.length }).optional(),
  sensitive: z.boolean().optional(),
})

/** What metadata says of a partner, in our own words. It is read as metadata is. */
const partnerSchema = z.strictObject({
  entityId: name(1024),
  certificates: z.array(z.string()).min(1).max(40),
  ssoRedirectUrl: text(2000, 1).optional(),
  ssoPostUrl: text(2000, 1).optional(),
  sloRedirectUrl: text(2000, 1).optional(),
  sloRedirectResponseUrl: text(2000, 1).optional(),
  sloPostUrl: text(2000, 1).optional(),
  sloPostResponseUrl: text(2000, 1).optional(),
  nameIdFormats: z.array(text(256, 1)).max(20).optional(),
  errorUrl: text(2000, 1).optional(),
  logo: text(20_000, 1).optional(),
})

const providerSchema = z.strictObject({
  slug,
  name: name(250),
  metadata: z.string().optional(),
  partner: partnerSchema.optional(),
  entityId: name(1024).optional(),
  metadataCertificates: z
    .array(z.string())
    .min(1, { error: 'must name 1 to 5 certificates.' })
    .max(5, { error: 'must name 1 to 5 certificates.' })
    .optional(),
  metadataSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits in small letters.' })
    .optional(),
  spEntityId: name(1024).optional(),
  users: z.enum(['employee', 'external']).optional(),
  create: z.boolean().optional(),
  update: z.boolean().optional(),
  employees: switches.optional(),
  external: switches.optional(),
  roles: z.enum(['off', 'add', 'sync', 'replace']).optional(),
  subjectFrom: nameSource.optional(),
  loginFrom: z
    .union([z.literal('auto'), nameSource, z.strictObject({ template: text(2000, 1) })], {
      error: 'must be auto, NameID, { attribute: NAME } or { template: TEXT }.',
    })
    .optional(),
  loginTaken: z.enum(['suffix', 'refuse']).optional(),
  roleAttributes: z
    .union([z.literal('well-known'), listOf(attribute, { least: 0, most: 50 })], {
      error: 'must be well-known or a list of up to 50 different attribute names.',
    })
    .optional(),
  exactRoleNames: z.boolean().optional(),
  ignoreGroups: listOf(text(4000, 1), { least: 0, most: 500 }).optional(),
  absentGroups: z.enum(['keep', 'none']).optional(),
  groupSeparator: text(8, 1).nullable().optional(),
  groupNames: z.enum(['as-sent', 'cn', 'strip-domain', 'last-segment']).optional(),
  preset: z.enum(presetIds).optional(),
  /** Mail domains whose addresses lead here. */
  domains: listOf(text(253, 1), { least: 0, most: 5000 }).optional(),
  enabled: z.boolean().optional(),
  ...z.strictObject(choices).partial().shape,
  ...z.strictObject(providerOptions).partial().shape,
})

const converterSchema = z.strictObject({
  attribute: z
    .union([attribute, listOf(attribute, { least: 1, most: 20 })], {
      error:
        'must be the name of an attribute, or a list of 1 to 20 different ones; text that looks like a number needs quotes.',
    })
    .optional(),
  column: z.string(),
  default: text(256, 1)
    .refine((value) => value.trim() !== '', { error: 'must not be blank: remove the key instead.' })
    .optional(),
  provider: z.string().optional(),
  position: z.int().min(0).max(100_000).optional(),
  ...z.strictObject(converterOptions).partial().shape,
})

const roleRuleSchema = z.strictObject({
  group: name(4000).optional(),
  groups: listOf(name(4000), { least: 1, most: 200 }).optional(),
  match: z
    .literal('glob', { error: 'must be glob, or left out: then the groups are the values as they are sent.' })
    .optional(),
  role: name(256),
  provider: z.string().optional(),
})

/** The lists of the file and what one entry of each may say. */
export const entrySchemas = {
  lookups: lookupSchema,
  columns: columnSchema,
  roles: roleSchema,
  providers: providerSchema,
  converters: converterSchema,
  roleRules: roleRuleSchema,
} as const

export type Section = keyof typeof entrySchemas
export type ColumnEntry = z.output<typeof columnSchema>
export type LookupEntry = z.output<typeof lookupSchema>
export type PartnerEntry = z.output<typeof partnerSchema>
export type RoleEntry = z.output<typeof roleSchema>
export type ProviderEntry = z.output<typeof providerSchema>
export type ConverterEntry = z.output<typeof converterSchema>
export type RoleRuleEntry = z.output<typeof roleRuleSchema>
export type SettingsEntry = z.output<typeof settingsSchema>

/** The keys that an entry may have at a path; empty where it is not a mapping. For "did you mean". */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: unknown = schema
  for (const part of path) {
    at = unwrapped(at)
    at = at instanceof z.ZodObject ? at.shape[String(part)] : at instanceof z.ZodArray ? at.element : undefined
  }
  const found = unwrapped(at)
  return found instanceof z.ZodObject ? Object.keys(found.shape) : []
}

const unwrapped = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? unwrapped(schema.unwrap()) : schema)
