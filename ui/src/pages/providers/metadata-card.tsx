import { Button } from '@mantine/core'
import { useState } from 'react'
import { More } from '../../parts/more.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { type MetadataChoice, MetadataSource, sourceOf } from './metadata-source.tsx'
import { PinnedMetadata } from './pinned-metadata.tsx'
import type { Provider } from './provider.ts'
import { Refused } from './step-theirs.tsx'

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
      {may ? <HandIn provider={provider} /> : null}
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

/** Another address, or a document that an administrator vouches for. */
function HandIn({ provider }: { provider: Provider }) {
  const [choice, setChoice] = useState<MetadataChoice>({
    from: 'url',
    metadataUrl: provider.metadataSource?.url ?? '',
    metadata: '',
    fileName: '',
  })
  const save = useChange<Provider>({ onDone: () => setChoice((before) => ({ ...before, metadata: '', fileName: '' })) })
  const given = sourceOf(choice)
  const path = `/providers/${provider.slug}`
  return (
    <More title={t('providers.metadata-new')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (given) save.mutate({ method: 'PATCH', path, body: given, version: provider.version })
        }}
      >
        <MetadataSource value={choice} onChange={(fields) => setChoice({ ...choice, ...fields })} />
        <Refused error={save.error} />
        <div className="row edit-end">
          <Button type="submit" variant="default" loading={save.isPending} disabled={given === null}>
            {t('act.save')}
          </Button>
          {provider.metadataSource?.url ? (
            <Button
              variant="subtle"
              color="gray"
              onClick={() =>
                save.mutate({ method: 'PATCH', path, body: { metadataUrl: null }, version: provider.version })
              }
            >
              {t('providers.metadata-stop')}
            </Button>
          ) : null}
        </div>
      </form>
    </More>
  )
}
