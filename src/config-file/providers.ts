import type { ProviderOptions } from '../core/types.ts'
import { isJitupError } from '../errors.ts'
import type { Partner, PartnerTrust } from '../protocols/protocol.ts'
import { protocolOf } from '../protocols/registry.ts'
import { partnerMetadata } from '../protocols/saml/metadata/partner-out.ts'
import { certificateOf } from '../protocols/saml/metadata-in.ts'
import { keyOf } from '../trust/partner.ts'
import { type ConfigProvider, metadataFacts, type ProviderFields } from './config-file.ts'
import type { Path } from './problems.ts'
import { type Entry, type Report, refuseTwice } from './report.ts'
import type { ProviderEntry } from './schema.ts'

/** The identity providers with their metadata read: each slug and each partner once. */
export function readProviders(
  entries: readonly Entry<ProviderEntry>[],
  report: Report,
  readFile: (path: string) => string,
): ConfigProvider[] {
  refuseTwice(entries, report, {
    key: (one) => one.slug,
    field: 'slug',
    message: (one) => `The provider ${one.slug} is there`,
  })
  const providers = entries.flatMap(({ path, value }): ConfigProvider[] => {
    const policy = policyOf(path, value, report)
    const { slug, entityId } = value
    const certificates = value.metadataCertificates?.map((given, index) =>
      certificateFrom([...path, 'metadataCertificates', index], given, report, readFile),
    )
    const trusted = { ...policy, metadataCertificates: certificates?.map((one) => one ?? '') }
    if (value.partner !== undefined) {
      const known = readKnown({ path, value }, report, readFile)
      const metadataUrl = value.metadata === undefined ? {} : { metadataUrl: value.metadata }
      if (known === null) return []
      const fields = { ...trusted, ...metadataUrl, metadata: metadataFacts(known.partner) }
      return [{ path, slug, entityId, ...known, pinned: true, fields }]
    }
    if (value.metadata === undefined) {
      report.at([...path, 'metadata'], 'is required.')
      return []
    }
    if (/^https?:\/\//i.test(value.metadata)) {
      return [
        {
          path,
          slug,
          entityId,
          metadata: null,
          partner: null,
          pinned: false,
          fields: { ...trusted, metadataUrl: value.metadata },
        },
      ]
    }
    if (certificates?.includes(null)) return []
    const trust = { entityId, signers: certificates?.map((pem) => keyOf({ pem: pem ?? '' })) }
    const read = readMetadata([...path, 'metadata'], value.metadata, report, readFile, trust)
    if (read === null) return []
    return [
      { path, slug, entityId, ...read, pinned: false, fields: { ...trusted, metadata: metadataFacts(read.partner) } },
    ]
  })
  // Of those by address only the database can tell, once they are fetched.
  const read = providers.flatMap(({ path, partner }) => (partner === null ? [] : [{ path, value: partner }]))
  refuseTwice(read, report, {
    key: (one) => one.entityId,
    field: 'metadata',
    message: (one) => `The partner ${one.entityId} is there`,
  })
  return providers
}

/** `create` and `update` are those of the provider's own type of users. */
function policyOf(path: Path, entry: ProviderEntry, report: Report): ProviderFields {
  const { slug: _slug, metadata: _metadata, partner: _partner, domains: _domains, entityId: _entityId, ...more } = entry
  const { metadataCertificates: _certificates, create, update, employees, external, ...rest } = more
  const own = entry.users === 'external' ? 'external' : 'employees'
  const given = { employees, external }
  for (const key of ['create', 'update'] as const) {
    if (entry[key] !== undefined && given[own]?.[key] !== undefined) {
      report.at([...path, key], `says the same as ${own}.${key}; keep one of them.`)
    }
  }
  const switches = { ...given, [own]: { create, update, ...given[own] } }
  return {
    ...(rest as Omit<typeof rest, 'pilot'> & Pick<ProviderOptions, 'pilot'>),
    'employees.create': switches.employees?.create,
    'employees.update': switches.employees?.update,
    'external.create': switches.external?.create,
    'external.update': switches.external?.update,
  }
}

/** The partner that an entry describes in its own words; null after a problem is noted. */
function readKnown(
  { path, value: { metadata, partner, entityId } }: Entry<ProviderEntry>,
  report: Report,
  readFile: (path: string) => string,
): { metadata: string; partner: Partner } | null {
  if (partner === undefined) return null
  if (metadata !== undefined && !/^https?:\/\//i.test(metadata)) {
    report.at([...path, 'metadata'], 'must be an address where there is partner too; keep one of them.')
    return null
  }
  if (entityId !== undefined && entityId !== partner.entityId) {
    report.at([...path, 'entityId'], `must be that of the partner, ${partner.entityId}.`)
    return null
  }
  const certificates = partner.certificates.map((given, index) =>
    certificateFrom([...path, 'partner', 'certificates', index], given, report, readFile),
  )
  if (certificates.includes(null)) return null
  const known = { ...partner, certificates: certificates.map((one) => one ?? '') }
  return partnerOf([...path, 'partner'], () => partnerMetadata(known), report, {})
}

/** A partner's metadata from a file or from the entry itself; null after a problem is noted. */
export function readMetadata(
  path: Path,
  given: string,
  report: Report,
  readFile: (path: string) => string,
  trust: PartnerTrust = {},
): { metadata: string; partner: Partner } | null {
  // An address is fetched when the file is applied.
  if (/^https?:\/\//i.test(given)) return null
  const metadata = textOf(path, given, report, readFile)
  return metadata === null ? null : partnerOf(path, () => metadata, report, trust)
}

function textOf(path: Path, given: string, report: Report, readFile: (path: string) => string): string | null {
  if (given.trimStart().startsWith('<')) return given
  if (given.trim() === '' || /^[a-z][a-z0-9+.-]+:\/\//i.test(given)) {
    report.at(path, 'must be an https address, the path of a file, relative to this one, or the XML itself.')
    return null
  }
  try {
    return readFile(given)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    report.at(path, `The file ${JSON.stringify(given)} cannot be read${code}; paths are relative to this file.`)
    return null
  }
}

/** A certificate from a file or from the entry itself; null after a problem is noted. */
function certificateFrom(path: Path, given: string, report: Report, readFile: (path: string) => string): string | null {
  try {
    return certificateOf(given.includes('-----BEGIN') ? given : readFile(given)).pem
  } catch {
    report.at(path, 'must be a certificate (PEM), or the path of a file with one, relative to this one.')
    return null
  }
}

function partnerOf(
  path: Path,
  write: () => string,
  report: Report,
  trust: PartnerTrust,
): { metadata: string; partner: Partner } | null {
  try {
    const metadata = write()
    return { metadata, partner: protocolOf('saml').read(metadata, undefined, trust) }
  } catch (error) {
    if (!isJitupError(error)) throw error
    report.at(path, error.message)
    return null
  }
}
