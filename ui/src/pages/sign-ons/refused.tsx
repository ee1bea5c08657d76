import { Link } from 'wouter'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { tabOf } from '../providers/tab-of.ts'
import type { Detail } from './sign-on-page.tsx'

/** Why nobody got in: what the code means, what the check saw, and what to do. */
export function Refused({ detail }: { detail: Detail }) {
  const mayTrust = useMay('trust:read')
  const code = detail.code ?? ''
  const evidence = Object.entries(detail.refusal?.evidence ?? {})
  return (
    <section className="note bad" aria-label={t('sign-ons.refused')}>
      <h2>{wordOf(`code.${code}`) ?? t('sign-ons.refused')}</h2>
      {detail.refusal ? (
        <p>
          <Text text={detail.refusal.message} />
        </p>
      ) : null}
      <p>
        <strong>{t('sign-ons.fix')}</strong> {wordOf(`fix.${code}`) ?? t('sign-ons.fix-unknown')}
      </p>
      {evidence.length > 0 ? (
        <dl className="facts small">
          {evidence.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Text text={typeof value === 'string' ? value : JSON.stringify(value)} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <p className="row small">
        <code>{code}</code>
        {detail.provider && mayTrust ? (
          <Link href={`/providers/${detail.provider}/${tabOf(detail.code)}`}>{t('worklist.at-provider')}</Link>
        ) : null}
        {detail.contactId ? <Link href={`/contacts/${detail.contactId}`}>{t('worklist.at-person')}</Link> : null}
      </p>
    </section>
  )
}
