import { bindDomainIn } from '../api/edit/domains.ts'
import { domainKey } from './last-applied.ts'
import { isProviderGone } from './plan-converters.ts'
import type { Planning } from './step.ts'

/** Plans the mail domains. One that an administrator has freed or moved stays so; none is freed here. */
export function planDomains(planning: Planning): void {
  const { stored, last, file, report, steps, kept } = planning
  const once = new Set(last.domains ?? [])
  for (const one of file.domains) {
    const { path, provider, domain } = one
    const owner = stored.domains.get(domain)
    if (owner === provider) continue
    if (once.has(domainKey(one)) || isProviderGone(planning, provider)) {
      kept.push(`domain ${domain}: ${owner === undefined ? 'removed' : `of ${owner}`}`)
    } else if (owner !== undefined) {
      report.at(path, `The domain ${domain} belongs to ${owner} already; free it there first.`)
    } else {
      steps.push({
        path,
        change: `domain ${domain} bound to ${provider}`,
        run: (tx, app) => bindDomainIn(tx, app, { domain, provider }),
      })
    }
  }
}
