import { providerOptions } from '../api/rule-options.ts'
import type { JitSwitches, ProviderOptions } from '../core/types.ts'
import { choices, readSettings, type SamlChoices } from '../protocols/saml/settings.ts'
import type { MetadataSource } from '../store/provider-metadata.ts'
import type { ProviderRecord } from '../store/providers.ts'
import { type GivenChoices, metadataFacts, type ProviderFields } from './config-file.ts'

/** Names for the ids that a policy holds; an id that names nothing any more is left out. */
export interface NamesOfIds {
  readonly role: (id: string) => string | null
  /** A text that is no id, or the id of nothing, stands for itself. */
  readonly value: (lookup: string, text: string) => string
}

/** A provider of the database under the names that a file uses. */
export function fieldsOf(record: ProviderRecord, source: MetadataSource | undefined, names: NamesOfIds) {
  const { policy, enabled } = record
  const settings = readSettings(record.settings)
  return {
    name: policy.name,
    spEntityId: record.spEntityId,
    users: policy.userType,
    'employees.create': policy.employees.create,
    'employees.update': policy.employees.update,
    'external.create': policy.external.create,
    'external.update': policy.external.update,
    roles: policy.roles,
    subjectFrom: policy.subjectFrom,
    loginFrom: policy.loginFrom,
    loginTaken: policy.loginTaken,
    roleAttributes: policy.roleAttributes,
    exactRoleNames: policy.exactRoleNames,
    ignoreGroups: policy.ignoreGroups,
    absentGroups: policy.absentGroups,
    groupSeparator: policy.groupSeparator,
    groupNames: policy.groupNames,
    preset: record.preset,
    enabled,
    ...optionsIn(policy),
    allowedRoles: policy.allowedRoles?.flatMap((id) => names.role(id) ?? []),
    allowedAccounts: policy.allowedAccounts?.map((text) => names.value('Account', text)),
    ...choicesIn(settings),
    metadata: metadataFacts(record),
    metadataUrl: source?.url,
    metadataCertificates: source?.signers.map((one) => one.pem),
    metadataSha256: source?.sha256,
  }
}

/** The four switches as the API takes them; what the file does not name is as it was. */
export function switchesOf(
  fields: ProviderFields,
  otherwise: { employees: JitSwitches; external: JitSwitches },
): { employees: JitSwitches; external: JitSwitches } {
  return {
    employees: {
      create: fields['employees.create'] ?? otherwise.employees.create,
      update: fields['employees.update'] ?? otherwise.employees.update,
    },
    external: {
      create: fields['external.create'] ?? otherwise.external.create,
      update: fields['external.update'] ?? otherwise.external.update,
    },
  }
}

/** The fields that the API takes as they are, under its names. */
export function policyOf(fields: ProviderFields) {
  const {
    name,
    users,
    roles,
    subjectFrom,
    loginFrom,
    loginTaken,
    roleAttributes,
    exactRoleNames,
    ignoreGroups,
    absentGroups,
    groupSeparator,
    groupNames,
    preset,
    enabled,
    metadataUrl,
    metadataCertificates,
    metadataSha256,
  } = fields
  const settings = present(choicesIn(fields))
  const options = present(optionsIn(fields))
  return {
    ...present({
      name,
      userType: users,
      roles,
      subjectFrom,
      loginFrom,
      loginTaken,
      roleAttributes: typeof roleAttributes === 'object' ? [...roleAttributes] : roleAttributes,
      exactRoleNames,
      ignoreGroups: ignoreGroups && [...ignoreGroups],
      absentGroups,
      groupSeparator,
      groupNames,
      preset,
      metadataUrl,
      metadataCertificates: metadataCertificates && [...metadataCertificates],
      metadataSha256,
      enabled,
    }),
    ...(options as Draft<typeof options>),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  }
}

/** What an administrator sets of the protocol, and nothing else. */
const choicesIn = <T extends GivenChoices>(from: T): Pick<T, keyof SamlChoices & keyof T> =>
  Object.fromEntries(Object.keys(choices).map((name) => [name, from[name as keyof SamlChoices]])) as never

/** What a policy says beyond what every provider has. */
const optionsIn = (from: Options): { readonly [Name in keyof Options]-?: Options[Name] } =>
  Object.fromEntries(Object.keys(providerOptions).map((name) => [name, from[name as keyof Options]])) as never

type Options = { readonly [Name in keyof ProviderOptions]?: ProviderOptions[Name] | undefined }

/** As the API takes it, which does not say that it leaves it as it is. */
type Draft<T> = T extends object ? { -readonly [Key in keyof T]: Draft<T[Key]> } : T

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Without the entries that are undefined. */
const present = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>
