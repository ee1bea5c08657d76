import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import { daysUntil } from './provider.ts'

/** Days before its end at which a certificate asks for attention. */
const soon = 30
/** Days from which on nobody counts them. */
const far = 365

/** How long a certificate still lasts, in colour; nothing while that is very long. */
export function CertificateDays({ notAfter }: { notAfter: string }) {
  const days = daysUntil(notAfter)
  if (days < 0) return <span className="badge bad">{t('providers.cert-ended')}</span>
  if (days > far) return null
  return (
    <span className={days <= soon ? 'badge warn' : 'badge quiet'}>{t('providers.cert-days', { count: days })}</span>
  )
}

/** A certificate: its end, and the fingerprint to compare with what the other side shows. */
export function CertificateLine({ certificate }: { certificate: { fingerprint: string; notAfter: string } }) {
  return (
    <div>
      {t('providers.cert-until')} <When at={certificate.notAfter} only="day" />{' '}
      <CertificateDays notAfter={certificate.notAfter} />
      <div className="fingerprint">
        <span className="soft small">SHA-256</span> <code>{grouped(certificate.fingerprint)}</code>
      </div>
    </div>
  )
}

/** As certificates are shown elsewhere: pairs of digits. */
const grouped = (fingerprint: string): string => (fingerprint.toUpperCase().match(/../g) ?? []).join(':')
