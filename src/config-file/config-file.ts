import type { AppearanceSettings } from '../api/appearance.ts'
import type { roleScopes } from '../api/contract/roles.ts'
import type { ColumnType, ConverterOptions, GroupNames, NameSource, ProviderOptions, UserType } from '../core/types.ts'
import type { PresetId } from '../presets/preset.ts'
import type { Partner } from '../protocols/protocol.ts'
import type { PublishedSettings } from '../protocols/published.ts'
import { publishedNames, type SamlChoices } from '../protocols/saml/settings.ts'
import type { JournalSettings } from '../store/journal-settings.ts'
import type { SessionLifetimes } from '../store/sessions.ts'
import type { Path, Places } from './problems.ts'

/**
 * A configuration file, checked by itself: every part is well-formed and the parts agree with each other. Whether they
 * agree with a database is asked when it is applied. What the file does not name is absent or undefined.
 */
export interface ConfigFile {
  /** As the operator wrote it; for messages. */
  readonly fileName: string
  readonly settings: SettingsFields
  readonly lookups: readonly ConfigLookup[]
  readonly columns: readonly ConfigColumn[]
  /** A role stands after the one above it. */
  readonly roles: readonly ConfigRole[]
  readonly providers: readonly ConfigProvider[]
  readonly domains: readonly ConfigDomain[]
  readonly converters: readonly ConfigConverter[]
  readonly roleRules: readonly ConfigRoleRule[]
  /** Where everything is written, for what only the database can find wrong. */
  readonly places: Places
}

/** Something with a place in the file. */
export interface Placed {
  readonly path: Path
}

type Kept = JournalSettings & SessionLifetimes

export interface SettingsFields
  extends PublishedSettings,
    AppearanceSettings,
    Partial<{ readonly [Name in keyof Kept]: Kept[Name] | undefined }> {
  readonly helpText?: string | undefined
  readonly displayName?: string | undefined
}

export interface ConfigLookup extends Placed {
  readonly name: string
  readonly caption: string | undefined
  readonly values: readonly ConfigLookupValue[]
}

/** A value that people decided on, with the other names that find it. */
export interface ConfigLookupValue extends Placed {
  readonly name: string
  readonly aliases: readonly string[]
}

export interface ConfigColumn extends Placed {
  readonly name: string
  readonly caption: string
  readonly type: ColumnType
  /** Only for type `lookup`, and then always. */
  readonly lookup: string | null
}

export interface ConfigRole extends Placed {
  readonly name: string
  /** Undefined for a role of the installation's own. */
  readonly builtIn: BuiltInRole | undefined
  readonly fields: RoleFields
}

export type BuiltInRole = 'administrators' | 'all-employees' | 'all-external'

export interface RoleFields {
  readonly kind?: 'functional' | 'organisational' | undefined
  /** Name of the role above. */
  readonly parent?: string | undefined
  readonly protected?: boolean | undefined
  /** In the order of the contract. */
  readonly scopes?: typeof roleScopes | undefined
  readonly sensitive?: boolean | undefined
}

export interface ConfigProvider extends Placed {
  readonly slug: string
  /** The partner's metadata as text, and as the protocol reads it; both null when it is fetched from `fields.metadataUrl`. */
  readonly metadata: string | null
  readonly partner: Partner | null
  /** `partner` is what the file itself says of it: `metadata` was made of that, and its keys need no further vouching. */
  readonly pinned: boolean
  /** Which partner is meant, when the metadata lists those of a federation. */
  readonly entityId: string | undefined
  readonly fields: ProviderFields
}

/** What a file sets of the protocol. */
export type GivenChoices = { readonly [Name in keyof SamlChoices]?: SamlChoices[Name] | undefined }

/** What a file says beyond what every provider has; roles and accounts by name. */
type GivenOptions = { readonly [Name in keyof ProviderOptions]?: ProviderOptions[Name] | undefined }

/** What a file may say about a provider apart from who it is: one entry for each thing that can be decided by itself. */
export interface ProviderFields extends GivenChoices, GivenOptions {
  readonly name?: string | undefined
  readonly spEntityId?: string | undefined
  readonly users?: UserType | undefined
  readonly 'employees.create'?: boolean | undefined
  readonly 'employees.update'?: boolean | undefined
  readonly 'external.create'?: boolean | undefined
  readonly 'external.update'?: boolean | undefined
  readonly roles?: 'off' | 'add' | 'sync' | 'replace' | undefined
  readonly subjectFrom?: NameSource | undefined
  readonly loginFrom?: 'auto' | NameSource | { readonly template: string } | undefined
  readonly loginTaken?: 'suffix' | 'refuse' | undefined
  readonly roleAttributes?: 'well-known' | readonly string[] | undefined
  readonly exactRoleNames?: boolean | undefined
  readonly ignoreGroups?: readonly string[] | undefined
  readonly absentGroups?: 'keep' | 'none' | undefined
  readonly groupSeparator?: string | null | undefined
  readonly groupNames?: GroupNames | undefined
  /** Decides settings and policy of a new provider, under what the file says; later only the set-up instructions. */
  readonly preset?: PresetId | undefined
  readonly enabled?: boolean | undefined
  readonly metadata?: MetadataFacts | undefined
  readonly metadataUrl?: string | undefined
  /** As PEM. */
  readonly metadataCertificates?: readonly string[] | undefined
  readonly metadataSha256?: string | undefined
}

/** What of a partner's metadata is kept: enough to see whether it has changed. */
export interface MetadataFacts {
  readonly entityId: string
  /** Fingerprints of the signing certificates, sorted. */
  readonly keys: readonly string[]
  readonly endpoints: Readonly<Record<string, unknown>>
}

/** A mail domain that leads to a provider. */
export interface ConfigDomain extends Placed {
  readonly provider: string
  /** As DNS has it. */
  readonly domain: string
}

export interface ConfigConverter extends Placed {
  /** Slug; null: for all providers. */
  readonly provider: string | null
  readonly column: string
  /** Counts the rows of the same column and provider from 0, in their order. */
  readonly row: number
  /** Where it stands: as the file says, or after the row before it. */
  readonly position: number
  readonly fields: ConverterFields
}

export interface ConverterFields extends ConverterOptions {
  /** null: a fixed value. */
  readonly attributes: readonly string[] | null
  readonly default: string | null
  /** Only where the file says it. */
  readonly position?: number
}

export interface ConfigRoleRule extends Placed {
  readonly provider: string | null
  readonly groups: readonly string[]
  readonly match?: 'glob' | undefined
  readonly role: string
}

/** The part of a provider that comes from its metadata. */
export function metadataFacts(from: {
  entityId: string
  settings: unknown
  certificates: readonly { fingerprint: string }[]
}): MetadataFacts {
  const endpoints = Object.entries(from.settings as object).filter(
    ([key]) => key !== 'version' && publishedNames.includes(key),
  )
  return {
    entityId: from.entityId,
    keys: from.certificates.map((one) => one.fingerprint).toSorted(),
    endpoints: Object.fromEntries(endpoints),
  }
}
