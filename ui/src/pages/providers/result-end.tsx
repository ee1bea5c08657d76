import { Button } from '@mantine/core'
import { useRef } from 'react'
import { Icon } from '../../parts/icon.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import type { Provider } from './provider.ts'
import { draftOf, type NewRow } from './result-model.ts'
import { aboutEnable, useMayEnable, useSwitchOn } from './switch-on.tsx'
import { mapAll, type Offers } from './use-offers.ts'

/**
 * The end of a test, always in sight: what arrived is used, the new rows are saved as one version, and the provider is switched on.
 * Whoever has taken no row yet is shown the rows first: a contact that reads nothing is not what anybody wants to switch on.
 */
export function ResultEnd({
  provider,
  rows,
  offers,
  onAdd,
  basedOn,
  refused,
  onSaved,
}: {
  provider: Provider
  rows: readonly NewRow[]
  offers: Offers
  onAdd: (...rows: readonly NewRow[]) => void
  /** The version of the rules that the result was shown by. */
  basedOn: number
  refused: boolean
  onSaved: () => void
}) {
  const mayTrust = useMay('trust:write')
  const mayRules = useMay('rules:write')
  const thenEnable = useRef(false)
  const enable = useSwitchOn()
  const switchOn = () => {
    const { slug, version } = provider
    enable.mutate({
      method: 'PATCH',
      path: `/providers/${slug}`,
      body: { enabled: true },
      version,
      about: aboutEnable(provider),
    })
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
  const unused = offers.unmapped.length
  const mayUse = mayRules && offers.ready.length > 0
  const useFirst = mayUse && rows.length === 0
  return (
    <section className="card result-end" aria-label={t('providers.end')}>
      <p>
        {rows.length > 0 ? <strong>{t('providers.rows-new', { count: rows.length })} </strong> : null}
        {unused === 0 ? null : rows.length > 0 ? (
          t('providers.unused', { count: unused })
        ) : (
          <strong>{t('providers.unused', { count: unused })}</strong>
        )}{' '}
        {mayEnable && refused ? t('providers.end-refused') : null}
        {mayEnable && !refused && unused === 0 ? t('providers.end-text') : null}
      </p>
      {off && !mayEnable ? <p className="note">{t('providers.enable-by-administrator')}</p> : null}
      <NotSaved error={save.error ?? enable.error} />
      <div className="row">
        {mayUse ? (
          <Button
            variant={useFirst ? 'filled' : 'default'}
            leftSection={<Icon name="plus" size={16} />}
            disabled={busy}
            onClick={() => onAdd(...offers.ready)}
          >
            {mapAll(offers)}
          </Button>
        ) : null}
        {mayEnable ? (
          <Button
            variant={refused || useFirst ? 'default' : 'filled'}
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
      </div>
    </section>
  )
}
