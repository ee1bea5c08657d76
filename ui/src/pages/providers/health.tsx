import type { ListPage, Shape } from '../../api.ts'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { CertificateDays } from './certificate-line.tsx'
import { lastCertificate, type Provider } from './provider.ts'

/** On, off, or only for the demo; and off what nobody has finished. */
export const StateBadge = ({ enabled, demo }: Pick<Provider, 'enabled' | 'demo'>) => (
  <span>
    <span className={enabled ? 'badge good' : 'badge quiet'}>{enabled ? t('providers.on') : t('providers.off')}</span>
    {demo ? (
      <>
        {' '}
        <span className="badge warn">{t('providers.demo')}</span>
      </>
    ) : null}
  </span>
)

/** The certificate that lasts longest, and how many keys wait for somebody to vouch for them. */
export function CertificateHealth({ provider }: { provider: Provider }) {
  const last = lastCertificate(provider)
  const waiting = provider.waitingCertificates.filter((one) => one.dismissedAt === null).length
  return (
    <span>
      {last === undefined ? <span className="badge bad">{t('providers.cert-none')}</span> : null}
      {last === undefined ? null : (
        <>
          <When at={last.notAfter} only="day" /> <CertificateDays notAfter={last.notAfter} />
        </>
      )}
      {waiting === 0 ? null : (
        <>
          {' '}
          <span className="badge warn">{t('providers.cert-waiting', { count: waiting })}</span>
        </>
      )}
    </span>
  )
}

/** When the metadata was fetched last, and whether that went well. */
export function MetadataHealth({ source }: { source: Provider['metadataSource'] }) {
  if (source === null || source.url === null) return <span className="soft">{t('providers.metadata-by-hand')}</span>
  if (source.error !== null) return <span className="badge bad">{t('providers.metadata-failed')}</span>
  return <When at={source.checkedAt} only="relative" />
}

/** The last real sign-in, for who may see such things. */
export function LastSignIn({ slug }: { slug: string }) {
  const may = useMay('directory:read')
  const query = { provider: slug, outcome: 'created,updated,unchanged', limit: 1 }
  const last = useGet<ListPage<Shape<'signOn'>>>(may ? '/sign-ons' : null, query)
  if (!may) return <span className="none">–</span>
  if (!last.data) return <span className="soft">…</span>
  return <When at={last.data.items[0]?.at} only="relative" />
}

/** Refusals of the last seven days, and their share. */
export function Refusals({ slug }: { slug: string }) {
  const may = useMay('directory:read')
  const week = useGet<Shape<'overview'>>(may ? '/overview' : null, { range: 'week' })
  if (!may) return <span className="none">–</span>
  if (!week.data) return <span className="soft">…</span>
  const mine = week.data.providers.find((one) => one.provider === slug)
  const refused = mine?.totals.refused ?? 0
  if (refused === 0) return <span className="soft">{t('providers.refused-none')}</span>
  const share = mine?.refusedShare ?? 0
  return (
    <span>
      <span className={share >= 0.2 ? 'badge bad' : 'badge quiet'}>
        {t('providers.refused-count', { count: refused, share: Math.round(share * 100) })}
      </span>
    </span>
  )
}
