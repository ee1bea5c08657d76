import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { CertificateLine } from './certificate-line.tsx'
import { MetadataCard } from './metadata-card.tsx'
import type { Provider } from './provider.ts'
import { WaitingKeys } from './waiting-keys.tsx'

/** Whose keys are believed and until when, where they come from, and the keys that they know us by. */
export function TabCertificates({ provider }: { provider: Provider }) {
  return (
    <div className="stack">
      <WaitingKeys provider={provider} />
      <Card title={t('providers.their-certificates')}>
        <p className="soft">{t('providers.their-certificates-text')}</p>
        <ul className="plain-lines">
          {provider.certificates.map((one) => (
            <li key={one.fingerprint}>
              <CertificateLine certificate={one} />
            </li>
          ))}
        </ul>
      </Card>
      <MetadataCard provider={provider} />
      <OurKeys />
    </div>
  )
}

/** Ours are the same for every provider: here they are only shown. */
function OurKeys() {
  const keys = useGet<ListPage<Shape<'spKey'>>>('/sp-keys')
  return (
    <Card title={t('providers.our-keys')}>
      <p className="soft">{t('providers.our-keys-text')}</p>
      <ul className="plain-lines">
        {(keys.data?.items ?? []).map((one) => (
          <li key={one.id}>
            <span className={one.state === 'active' ? 'badge good' : 'badge quiet'}>
              {t(`providers.key-${one.state}`)}
            </span>
            <CertificateLine certificate={one} />
          </li>
        ))}
      </ul>
      <Link href="/settings/keys">{t('providers.our-keys-roll')}</Link>
    </Card>
  )
}
