import { isDeepStrictEqual } from 'node:util'
import { plainFields, presetFields } from './defaults.ts'
import type { Directory } from './directory.ts'
import { partnerNames } from './stored-things.ts'
import type { Fields } from './thing.ts'

/** What a partner's part is called in a file, in the order in which it is read. */
const addresses = partnerNames.filter((one) => one !== 'entityId' && one !== 'keys')

/**
 * A provider as a file has it. Told is what differs from a plain provider, and what its preset decides: a preset of a later version
 * changes nothing. Its keys and addresses are told as they stand, wherever they are fetched from: whoever applies the file trusts the
 * same keys.
 */
export function exportProvider(slug: string, fields: Fields, stored: Directory): Fields {
  const { name, metadataUrl, metadataCertificates, metadataSha256, spEntityId, domains } = fields
  const record = stored.providers.get(slug)
  const keys = record?.certificates.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)) ?? []
  const plain = plainFields({ users: fields.users as 'employee' | 'external' })
  const preset = presetFields(fields)
  const telling = Object.entries(fields).filter(
    ([key, value]) => !elsewhere.has(key) && (!isDeepStrictEqual(value, plain[key]) || Object.hasOwn(preset, key)),
  )
  const told = (key: string): Fields => Object.fromEntries(telling.filter(([one]) => one === key))
  const switches = (type: string): Fields => {
    const parts = telling.flatMap(([key, value]) =>
      key.startsWith(`${type}.`) ? [[key.slice(type.length + 1), value]] : [],
    )
    return parts.length === 0 ? {} : { [type]: Object.fromEntries(parts) }
  }
  const rest = telling.filter(([key]) => !first.has(key) && !key.includes('.'))
  return {
    slug,
    name,
    ...given({ metadata: metadataUrl }),
    partner: {
      entityId: fields.entityId,
      certificates: keys.map((one) => one.pem),
      ...given(Object.fromEntries(addresses.map((one) => [one, fields[one]]))),
    },
    ...given({ metadataCertificates, metadataSha256, spEntityId }),
    ...told('preset'),
    ...told('users'),
    ...switches('employees'),
    ...switches('external'),
    ...Object.fromEntries(rest),
    ...((domains as readonly string[]).length === 0 ? {} : { domains }),
  }
}

const first: ReadonlySet<string> = new Set(['preset', 'users'])
const elsewhere: ReadonlySet<string> = new Set([
  ...['name', 'metadataUrl', 'metadataCertificates', 'metadataSha256', 'spEntityId', 'domains'],
  ...partnerNames,
])

const given = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null))
