import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'

/** Certificates that end soon: ours and theirs. */
export function Certificates({ certificates }: { certificates: Shape<'overview'>['certificates'] }) {
  if (certificates === null) return null
  return (
    <Card title={t('overview.certificates')}>
      {certificates.length === 0 ? (
        <p className="soft">{t('overview.certificates-none')}</p>
      ) : (
        <ul className="plain counts">
          {certificates.map((one) => (
            <li key={`${one.provider} ${one.fingerprint}`}>
              <Link href={one.provider === null ? '/settings/keys' : `/providers/${one.provider}/certificates`}>
                {one.provider === null ? t('overview.our-own') : <ProviderName slug={one.provider} />}
              </Link>
              <span className={one.replaced ? 'soft' : one.ended ? 'badge bad' : 'badge warn'}>
                {one.ended ? t('overview.ended') : null} <When at={one.notAfter} only="relative" />
                {one.replaced ? ` · ${t('overview.replaced')}` : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
