import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Outcome } from '../../parts/outcome.tsx'
import { Card } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'

/** The last few sign-ins, each with the way to its explanation. */
export function LatestSignOns() {
  const list = useGet<ListPage<Shape<'signOnLine'>>>('/sign-ons', { limit: 6 }, { every: 60_000 })
  return (
    <Card title={t('overview.latest')} actions={<Link href="/sign-ons">{t('overview.all-sign-ons')}</Link>}>
      {list.data ? (
        <ul className="plain counts">
          {list.data.items.map((one) => (
            <li key={one.id}>
              <Link href={`/sign-ons/${one.id}`}>
                <When at={one.at} />
              </Link>
              <span className="row">
                {(one.contactName ?? one.login) === null ? (
                  <ProviderName slug={one.provider} />
                ) : (
                  <Text text={one.contactName ?? one.login ?? ''} />
                )}
                <Outcome outcome={one.outcome} />
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <Loading lines={3} />
      )}
    </Card>
  )
}
