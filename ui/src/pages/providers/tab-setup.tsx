import type { Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import type { Provider } from './provider.ts'
import { SetupSteps } from './setup-steps.tsx'

/** What to create at the identity provider, from what is mapped here today. */
export function TabSetup({ provider }: { provider: Provider }) {
  const setup = useGet<Shape<'setup'>>(`/providers/${provider.slug}/setup`)
  return (
    <Card title={t('providers.setup')}>
      <p className="soft">{t('providers.setup-text')}</p>
      <p>
        <a href={provider.metadataUrl} download={`jitup-${provider.slug}.xml`}>
          {t('providers.our-metadata')}
        </a>
      </p>
      {setup.isError ? (
        <Failure error={setup.error} again={() => setup.refetch()} />
      ) : setup.data ? (
        <SetupSteps steps={setup.data.steps} />
      ) : (
        <Loading lines={8} />
      )}
    </Card>
  )
}
