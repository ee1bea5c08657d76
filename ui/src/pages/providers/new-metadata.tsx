import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Shape } from '../../api.ts'
import { More } from '../../parts/more.tsx'
import { tellDone } from '../../parts/tell-done.ts'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { MetadataChange } from './metadata-change.tsx'
import { MetadataRefused } from './metadata-refused.tsx'
import { type MetadataChoice, MetadataSource, sourceOf } from './metadata-source.tsx'
import type { Provider } from './provider.ts'

/** Another address, or a document that an administrator vouches for: read and compared before it is saved, as when it was set up. */
export function NewMetadata({ provider }: { provider: Provider }) {
  const nothing: MetadataChoice = {
    from: 'url',
    metadataUrl: provider.metadataSource?.url ?? '',
    metadata: '',
    fileName: '',
  }
  const [choice, setChoice] = useState(nothing)
  const [facts, setFacts] = useState<Shape<'metadataFacts'> | null>(null)
  const read = useChange<Shape<'metadataFacts'>>({ onDone: setFacts })
  const save = useChange<Provider>({
    onDone: (saved) => {
      setFacts(null)
      setChoice({ ...nothing, metadataUrl: saved.metadataSource?.url ?? '' })
      tellDone(t('saved.title'))
    },
  })
  const given = sourceOf(choice)
  const keep = (body: { metadataUrl: string | null } | { metadata: string }) =>
    save.mutate({
      method: 'PATCH',
      path: `/providers/${provider.slug}`,
      body,
      version: provider.version,
      about: t('providers.about-metadata', { name: provider.name }),
    })
  const put = (fields: Partial<MetadataChoice>) => {
    read.reset()
    save.reset()
    setChoice({ ...choice, ...fields })
  }
  if (facts !== null && given !== null) {
    return (
      <More title={t('providers.metadata-new')}>
        <h3>{t('providers.facts')}</h3>
        <MetadataChange provider={provider} facts={facts} />
        <MetadataRefused
          error={save.error}
          onFrom={(from) => {
            setFacts(null)
            put({ from })
          }}
        />
        <div className="row edit-end">
          <Button loading={save.isPending} onClick={() => keep(given)}>
            {t('providers.facts-right')}
          </Button>
          <Button variant="default" onClick={() => setFacts(null)}>
            {t('providers.facts-other')}
          </Button>
        </div>
      </More>
    )
  }
  return (
    <More title={t('providers.metadata-new')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (given)
            read.mutate({ method: 'POST', path: '/providers/metadata', body: { ...given, ...heldTo(provider) } })
        }}
      >
        <MetadataSource value={choice} onChange={put} />
        <MetadataRefused error={read.error ?? save.error} onFrom={(from) => put({ from })} />
        <div className="row edit-end">
          <Button type="submit" variant="default" loading={read.isPending} disabled={given === null}>
            {t('providers.read')}
          </Button>
          {provider.metadataSource?.url ? (
            <Button variant="subtle" color="gray" onClick={() => keep({ metadataUrl: null })}>
              {t('providers.metadata-stop')}
            </Button>
          ) : null}
        </div>
      </form>
    </More>
  )
}

/** What saving would hold the document to, so that reading it says the same. */
function heldTo({ entityId, metadataSource }: Provider) {
  const signers = metadataSource?.certificates.map((one) => one.pem) ?? []
  return {
    entityId,
    ...(signers.length > 0 ? { metadataCertificates: signers } : {}),
    ...(metadataSource?.sha256 ? { metadataSha256: metadataSource.sha256 } : {}),
  }
}
