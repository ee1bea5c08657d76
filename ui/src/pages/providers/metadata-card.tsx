import { Button, Textarea, TextInput } from '@mantine/core'
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
import { CertificateLine } from './certificate-line.tsx'
import { EditForm, useEdits } from './edits.tsx'
import { type MetadataChoice, MetadataSource, sourceOf } from './metadata-source.tsx'
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
      <Pinned provider={provider} />
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

/** What the document is held to: who must have signed it, or the very bytes. */
function Pinned({ provider }: { provider: Provider }) {
  const edits = useEdits(provider)
  const source = provider.metadataSource
  const signers = edits.given.metadataCertificates ?? source?.certificates.map((one) => one.pem) ?? []
  const pinned = (source?.certificates.length ?? 0) + (source?.sha256 ? 1 : 0)
  return (
    <More title={t('providers.pinned')} note={pinned > 0 ? <span className="badge quiet">{pinned}</span> : null}>
      <p className="soft">{t('providers.pinned-text')}</p>
      {source?.certificates.map((one) => (
        <CertificateLine key={one.fingerprint} certificate={one} />
      ))}
      <EditForm provider={provider} edits={edits}>
        <Textarea
          label={t('providers.metadata-signers')}
          description={t('providers.metadata-signers-hint')}
          value={signers.join('\n')}
          onChange={(event) => edits.set({ metadataCertificates: pemsOf(event.currentTarget.value) })}
          error={edits.errorOf('metadataCertificates')}
          autosize
          minRows={3}
          maxRows={10}
          spellCheck={false}
          classNames={{ input: 'code' }}
        />
        <TextInput
          mt="sm"
          label={t('providers.metadata-sha256')}
          description={t('providers.metadata-sha256-hint')}
          value={edits.given.metadataSha256 === undefined ? (source?.sha256 ?? '') : (edits.given.metadataSha256 ?? '')}
          onChange={(event) => edits.set({ metadataSha256: event.currentTarget.value.trim().toLowerCase() || null })}
          error={edits.errorOf('metadataSha256')}
          maxLength={64}
          spellCheck={false}
        />
      </EditForm>
    </More>
  )
}

/** One after the other, each with its last line; what is not finished yet stays as it is typed. */
const pemsOf = (text: string): string[] =>
  text
    .split(/(?<=-----END CERTIFICATE-----)\s*/)
    .map((one) => one.trimStart())
    .filter((one) => one.trim() !== '')
