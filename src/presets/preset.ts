import type { ProviderPolicy } from '../core/types.ts'

/** The kinds of identity provider that jitup knows more about than SAML says. */
export const presetIds = [
  'adfs',
  'onelogin',
  'entra',
  'okta',
  'google',
  'keycloak',
  'shibboleth',
  'pingfederate',
  'generic',
] as const
export type PresetId = (typeof presetIds)[number]

/** The page that says so; `unverified`: general knowledge that nobody has looked up. */
export type Source = `https://${string}` | 'unverified'

/** One thing that is known of a product, in a sentence. */
export interface Fact {
  readonly text: string
  readonly source: Source
}

/** A column of the contact and the attribute that brings it: one default converter. */
export interface PresetAttribute {
  readonly column: string
  /** Attribute Names as sent, the usual one first. */
  readonly names: readonly string[]
  /** Where the product keeps the value, in the product's own spelling; null: nowhere by default. */
  readonly from: string | null
  /** True when the product sends nothing of that name by itself: an administrator creates it, under any name. */
  readonly custom: boolean
  /** For `custom` of the field it comes from, else of the attribute's Name. */
  readonly source: Source
}

/** An attribute that carries groups or roles. */
export interface PresetRoles {
  readonly name: string
  readonly from: string | null
  readonly source: Source
}

/** What a preset decides of a provider's policy. */
export type PresetPolicy = Partial<
  Pick<
    ProviderPolicy,
    'subjectFrom' | 'loginFrom' | 'roleAttributes' | 'ignoreGroups' | 'absentGroups' | 'groupSeparator' | 'groupNames'
  >
>

/** What a preset decides of the protocol; names and values as in the provider's settings. */
export interface PresetSettings {
  readonly nameIdPolicy?: string
  readonly singleLogout?: boolean
  readonly wantEncryption?: boolean
}

/** What the product calls the things that it must be told. */
export interface PresetLabels {
  readonly entityId: string
  readonly acsUrl: string
  readonly logoutUrl: string
}

/**
 * What jitup knows of one product: plain data. A new provider made with it gets `settings` and `policy` under what is given
 * explicitly; the rest is for the set-up instructions and, as default converters, for the attribute mapping.
 */
export interface Preset {
  readonly id: PresetId
  readonly name: string
  /** One sentence: which product, and what jitup does differently for it. */
  readonly summary: string
  /** The way to the place where the application is made over there. */
  readonly path: string
  readonly labels: PresetLabels
  readonly nameId: readonly Fact[]
  readonly attributes: readonly PresetAttribute[]
  /** The one to set up comes first. */
  readonly roles: readonly PresetRoles[]
  /** Attributes that say "too many groups to send". */
  readonly overageAttributes: readonly string[]
  readonly policy: PresetPolicy
  readonly settings: PresetSettings
  /** Why the policy is as it is, and what else to know. */
  readonly quirks: readonly Fact[]
  readonly logout: Fact & { readonly supported: boolean }
  readonly certificates: Fact
}

/** A default converter whose attribute the product sends by itself. */
export const sent = (column: string, name: string, from: string | null, source: Source): PresetAttribute => ({
  column,
  names: [name],
  from,
  custom: false,
  source,
})

/** A default converter whose attribute an administrator creates, usually under that name. */
export const custom = (column: string, name: string, from: string | null, source: Source): PresetAttribute => ({
  column,
  names: [name],
  from,
  custom: true,
  source,
})
