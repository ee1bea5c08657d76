import { Button } from '@mantine/core'
import { ApiError } from '../../api.ts'
import { sentenceOf } from '../../parts/states.tsx'
import { Say, t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import type { MetadataChoice } from './metadata-source.tsx'

/** Metadata that was not taken: what is wrong with it or with its address, and what to do. */
export function MetadataRefused({
  error,
  onFrom,
}: {
  error: unknown
  /** Another way to hand it in, offered where an address brought nothing. */
  onFrom: (from: MetadataChoice['from']) => void
}) {
  if (error === null || error === undefined) return null
  const known = error instanceof ApiError ? error : null
  const code = known?.code ?? ''
  if (code.startsWith('fetch_')) return <NotFetched error={error} code={code} onFrom={onFrom} />
  const ours = known?.problem?.details?.ours === true
  return (
    <div className="note bad" role="alert">
      <p>
        <strong>{t(ours ? 'providers.metadata-ours' : 'providers.metadata-refused')}.</strong>{' '}
        {ours ? t('providers.metadata-ours-text') : sentenceOf(error)}
      </p>
      {known === null ? null : (
        <p className="small">
          {ours ? null : wordOf(`fix.${code}`)} <code>{code}</code>
        </p>
      )}
    </div>
  )
}

/** Nothing was read, so nothing is wrong with the document: it can be handed in without its address. */
function NotFetched({
  error,
  code,
  onFrom,
}: {
  error: unknown
  code: string
  onFrom: (from: MetadataChoice['from']) => void
}) {
  const forbidden = code === 'fetch_address_forbidden'
  const fault = error instanceof ApiError ? error.problem?.details?.fault : undefined
  const known = fault === 'not-https' || fault === 'not-public' ? fault : null
  return (
    <div className="note bad" role="alert">
      <p>
        <strong>{t(forbidden ? 'providers.not-fetched' : 'providers.nothing-fetched')}.</strong>{' '}
        {known ? t(`providers.${known}`) : forbidden ? wordOf(`code.${code}`) : sentenceOf(error)}
      </p>
      <p>{t('providers.not-fetched-instead')}</p>
      <div className="row">
        {(['file', 'paste'] as const).map((from) => (
          <Button key={from} variant="default" size="xs" onClick={() => onFrom(from)}>
            {t(`providers.from-${from}`)}
          </Button>
        ))}
      </div>
      <p className="small refused-end">
        {known === 'not-https' ? null : forbidden ? (
          <Say k="providers.not-fetched-allow" v={{ setting: <code>JITUP_ALLOW_PRIVATE_HOSTS</code> }} />
        ) : (
          wordOf(`fix.${code}`)
        )}{' '}
        <code>{code}</code>
      </p>
    </div>
  )
}
