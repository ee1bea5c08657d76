import { Button } from '@mantine/core'
import { useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { hrefOf, type Provider, useMayEnable } from './provider.ts'
import { draftOf, type NewRow } from './result-model.ts'
import { forgetDraft } from './wizard-draft.ts'

/** The end of a test: the new rows are saved as one version, and the provider is switched on. */
export function ResultEnd({
  provider,
  rows,
  basedOn,
  refused,
  onSaved,
}: {
  provider: Provider
  rows: readonly NewRow[]
  /** The version of the rules that the result was shown by. */
  basedOn: number
  refused: boolean
  onSaved: () => void
}) {
  const [, navigate] = useLocation()
  const mayTrust = useMay('trust:write')
  const mayRules = useMay('rules:write')
  const thenEnable = useRef(false)
  const enable = useChange<Provider>({
    onDone: (made) => {
      forgetDraft()
      navigate(hrefOf(made))
    },
  })
  const switchOn = () => {
    const { slug, version } = provider
    enable.mutate({ method: 'PATCH', path: `/providers/${slug}`, body: { enabled: true }, version })
  }
  const save = useChange({
    onDone: () => {
      onSaved()
      if (thenEnable.current) switchOn()
    },
  })
  const saveRows = (andEnable: boolean) => {
    thenEnable.current = andEnable
    save.mutate({ method: 'POST', path: '/rules', body: { basedOn, ...draftOf(provider.slug, rows) } })
  }
  const busy = save.isPending || enable.isPending
  const off = !provider.enabled && mayTrust
  const mayEnable = useMayEnable(provider) && off
  if (!off && rows.length === 0) return null
  return (
    <section className="card result-end" aria-label={t('providers.end')}>
      <p>
        {rows.length > 0 ? <strong>{t('providers.rows-new', { count: rows.length })} </strong> : null}
        {mayEnable ? (refused ? t('providers.end-refused') : t('providers.end-text')) : null}
      </p>
      {off && !mayEnable ? <p className="note">{t('providers.enable-by-administrator')}</p> : null}
      <NotSaved error={save.error ?? enable.error} />
      <div className="row">
        {mayEnable ? (
          <Button
            variant={refused ? 'default' : 'filled'}
            loading={busy}
            onClick={() => (rows.length > 0 && mayRules ? saveRows(true) : switchOn())}
          >
            {rows.length > 0 ? t('providers.save-and-enable') : t('providers.enable')}
          </Button>
        ) : null}
        {rows.length > 0 && mayRules ? (
          <Button variant={mayEnable ? 'default' : 'filled'} loading={busy} onClick={() => saveRows(false)}>
            {t('providers.save-rows')}
          </Button>
        ) : null}
        <Link href="/converters">{t('nav.converters')}</Link>
      </div>
    </section>
  )
}
