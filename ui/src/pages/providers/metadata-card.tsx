import { Button } from '@mantine/core'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { NewMetadata } from './new-metadata.tsx'
import { PinnedMetadata } from './pinned-metadata.tsx'
import type { Provider } from './provider.ts'

/** Where the metadata comes from, how the last fetch went, a new one now, and what it is held to. */
export function MetadataCard({ provider }: { provider: Provider }) {
  const source = provider.metadataSource
  const may = useMay('trust:write')
  const refresh = useChange<Provider>()
  const fetched = source !== null && source.url !== null
  return (
    <Card
      title={t('providers.metadata')}
      actions={
        fetched && may ? (
          <Button
            variant="default"
            loading={refresh.isPending}
            onClick={() => refresh.mutate({ method: 'POST', path: `/providers/${provider.slug}/refresh` })}
          >
            {t('providers.refresh')}
          </Button>
        ) : null
      }
    >
      <p className="hide" role="status">
        {refresh.isPending ? t('providers.refreshing') : refresh.isSuccess ? t('providers.refreshed') : ''}
      </p>
      <NotSaved error={refresh.error} />
      {source?.error ? (
        <div className="note bad">
          <p>
            <strong>{t('providers.metadata-failed')}</strong> <When at={source.error.at} />:{' '}
            <Text text={wordOf(`code.${source.error.code}`) ?? source.error.message} />
          </p>
          <p className="small">
            {wordOf(`fix.${source.error.code}`)} <code>{source.error.code}</code>
          </p>
        </div>
      ) : null}
      <dl className="facts">
        <div>
          <dt>{t('providers.metadata-url')}</dt>
          <dd>
            {fetched ? (
              <code>
                <Text text={source.url ?? ''} />
              </code>
            ) : (
              t('providers.metadata-by-hand')
            )}
          </dd>
        </div>
        {fetched ? (
          <>
            <Moment title={t('providers.checked')} at={source.checkedAt} />
            <Moment title={t('providers.changed')} at={source.changedAt} />
            <Moment title={t('providers.next')} at={source.nextAt} />
          </>
        ) : null}
        {source?.validUntil ? <Moment title={t('providers.valid-until')} at={source.validUntil} /> : null}
      </dl>
      {may ? <NewMetadata provider={provider} /> : null}
      <PinnedMetadata provider={provider} />
    </Card>
  )
}

const Moment = ({ title, at }: { title: string; at: string | null }) => (
  <div>
    <dt>{title}</dt>
    <dd>
      <When at={at} />
    </dd>
  </div>
)
