import { z } from 'zod'
import { JitupError } from '../../errors.ts'

const address = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .nullable()

/** What a partner's metadata says; it is replaced whenever newer metadata is taken. */
const published = {
  ssoRedirectUrl: address.default(null),
  ssoPostUrl: address.default(null),
  sloRedirectUrl: address.default(null),
  sloPostUrl: address.default(null),
  /** Where logout answers go when that is another address (`ResponseLocation`). */
  sloRedirectResponseUrl: address.default(null),
  sloPostResponseUrl: address.default(null),
  nameIdFormats: z.array(z.string().max(256)).max(20).default([]),
  /** A page of the partner's that helps people whose attributes are missing. */
  errorUrl: address.default(null),
  /** Their picture: an https address or a small `data:` one. */
  logo: z.string().max(20_000).nullable().default(null),
}

/**
 * What a partner may be excused from, each until the end of a day (UTC) that the administrator names: SHA-1 and RSA below
 * 2048 bits; AES-CBC without a signed Response around it; IDs that are no NCName; the Signature as last child.
 */
export const exceptionNames = ['legacy-algorithms', 'cbc-unsigned', 'loose-ids', 'signature-last'] as const
export type ExceptionName = (typeof exceptionNames)[number]

const nameIdFormat = z.string().regex(/^urn:oasis:names:tc:SAML:[12]\.\d:nameid-format:[A-Za-z0-9]+$/)

/** What an administrator sets beside what the metadata says. The API and the configuration file take the same. */
export const choices = {
  /** Tolerance for differing clocks, on every time bound. */
  clockSkewSeconds: z.int().min(0).max(300),
  /** How long ago an answer may have been issued. */
  maxAgeSeconds: z.int().min(60).max(86_400),
  /** Budgets of one message: bytes of XML, and elements and texts together. */
  maxBytes: z.int().min(16_384).max(1_048_576),
  maxNodes: z.int().min(200).max(20_000),
  requestBinding: z.enum(['redirect', 'post']),
  /** `omit` sends no NameIDPolicy (AD FS fails on policies its rules cannot meet), `any` one without a format. */
  nameIdPolicy: z.union([z.enum(['omit', 'any']), nameIdFormat]),
  /** Wants the person to sign in anew at the partner, every time; checked in the answer. */
  forceAuthn: z.boolean(),
  /** AuthnContextClassRef values of which the answer must name one exactly; none: any will do. */
  authnContexts: z.array(z.string().min(1).max(256)).max(10),
  /** Lets a sign-on start at the partner's portal. */
  idpInitiated: z.boolean(),
  /** Uses single logout when the partner's metadata offers it. */
  singleLogout: z.boolean(),
  /** Publishes our encryption key to this partner, which then encrypts. What is encrypted is read in any case. */
  wantEncryption: z.boolean(),
  /** Refuses answers whose Response is not signed itself. */
  requireSignedResponse: z.boolean(),
  exceptions: z.partialRecord(z.enum(exceptionNames), z.iso.date()),
} as const

const schema = z.object({
  version: z.literal(1),
  ...published,
  clockSkewSeconds: choices.clockSkewSeconds.default(180),
  maxAgeSeconds: choices.maxAgeSeconds.default(3600),
  maxBytes: choices.maxBytes.default(262_144),
  maxNodes: choices.maxNodes.default(4000),
  requestBinding: choices.requestBinding.default('redirect'),
  nameIdPolicy: choices.nameIdPolicy.default('omit'),
  forceAuthn: choices.forceAuthn.default(false),
  authnContexts: choices.authnContexts.default([]),
  idpInitiated: choices.idpInitiated.default(false),
  singleLogout: choices.singleLogout.default(true),
  wantEncryption: choices.wantEncryption.default(false),
  requireSignedResponse: choices.requireSignedResponse.default(false),
  exceptions: choices.exceptions.default({}),
})

/** A SAML partner's settings as the database keeps them. `version` tells a later release how to read an older row. */
export type SamlSettings = z.output<typeof schema>

/** The part that an administrator sets. */
export type SamlChoices = { readonly [Name in keyof typeof choices]: SamlSettings[Name] }

/** The names of what metadata replaces; everything else stays as the administrator set it. */
export const publishedNames: readonly string[] = ['version', ...Object.keys(published)]

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

/** Is the exception still open at this moment? It ends with its day, for good. */
export function isExcused(settings: SamlSettings, name: ExceptionName, now: Date): boolean {
  const until = settings.exceptions[name]
  return until !== undefined && now.toISOString().slice(0, 10) <= until
}
