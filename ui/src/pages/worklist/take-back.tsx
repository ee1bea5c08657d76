import type { Shape } from '../../api.ts'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Way } from '../../parts/way.tsx'
import { Say, t } from '../../text.tsx'

/** What a decision has left elsewhere, and where it is taken back; one that only ended its entry leaves nothing. */
export function TakeBack({ entry: { action, provider, facts } }: { entry: Shape<'workDetail'> }) {
  if (action === 'ignore' && provider !== null) {
    const list = (
      <Way href={`/providers/${provider}/people`} needs="trust:read">
        {t('providers.ignore-groups')}
      </Way>
    )
    return (
      <p>
        <Say k="worklist.back-ignore" v={{ list, provider: <ProviderName slug={provider} /> }} />
      </p>
    )
  }
  if (action === 'rule') {
    const mapping = (
      <Way href="/role-rules" needs="rules:read">
        {t('nav.role-rules')}
      </Way>
    )
    return (
      <p>
        <Say k="worklist.back-rule" v={{ mapping }} />
      </p>
    )
  }
  if ((action === 'create' || action === 'alias') && facts.lookup !== undefined) {
    const list = (
      <Way href={`/lookups/${encodeURIComponent(String(facts.lookup))}`} needs="directory:read">
        {t('nav.lookups')}
      </Way>
    )
    return (
      <p>
        <Say k="worklist.back-lookup" v={{ list }} />
      </p>
    )
  }
  return null
}
