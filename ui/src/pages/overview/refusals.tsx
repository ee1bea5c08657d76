import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { numberText, region, t } from '../../text.tsx'

const percent = new Intl.NumberFormat(region, { style: 'percent', maximumFractionDigits: 1 })

/** Which share of sign-ins each provider's rules and checks refused, and most often why. Nothing when none was. */
export function Refusals({ providers }: { providers: Shape<'overview'>['providers'] }) {
  const refused = providers.filter((one) => one.totals.refused > 0)
  if (refused.length === 0) return null
  return (
    <section className="refusals">
      <h3>{t('overview.refusals')}</h3>
      <ul className="plain">
        {refused.map((one) => (
          <li key={one.provider ?? ''}>
            <strong>{one.name ?? t('overview.no-provider')}</strong>{' '}
            <span className="soft">{one.refusedShare === null ? null : percent.format(one.refusedShare)}</span>
            <ul className="plain">
              {one.codes.map((code) => (
                <li key={code.code} className="small">
                  <Link
                    href={`/sign-ons?${new URLSearchParams({ outcome: 'refused', code: code.code, ...(one.provider ? { provider: one.provider } : {}) })}`}
                  >
                    {code.meaning ?? code.code}
                  </Link>{' '}
                  <span className="soft">
                    {numberText(code.count)} · {code.fix}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
