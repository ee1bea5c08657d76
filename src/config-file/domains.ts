import { organisationDomain } from '../api/edit/domains.ts'
import { isJitupError } from '../errors.ts'
import type { ConfigDomain } from './config-file.ts'
import { type Entry, type Report, refuseTwice } from './report.ts'
import type { ProviderEntry } from './schema.ts'

/** The mail domains of the providers, as DNS has them, each once in the whole file. */
export function readDomains(providers: readonly Entry<ProviderEntry>[], report: Report): ConfigDomain[] {
  const domains = providers.flatMap(({ path, value: { slug, domains: names = [] } }) =>
    names.flatMap((name, index): ConfigDomain[] => {
      const at = [...path, 'domains', index]
      try {
        return [{ path: at, provider: slug, domain: organisationDomain(name) }]
      } catch (error) {
        if (!isJitupError(error)) throw error
        report.at(at, sentenceOf(error.message))
        return []
      }
    }),
  )
  refuseTwice(
    domains.map((value) => ({ path: value.path.slice(0, -2), value })),
    report,
    { key: (one) => one.domain, field: 'domains', message: (one) => `The domain ${one.domain} is bound` },
  )
  return domains
}

/** Without the field, which the place in the file names. */
const sentenceOf = (message: string): string => message.replace(/^domain: /, '')
