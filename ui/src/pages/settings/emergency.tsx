import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { t } from '../../text.tsx'
import { Commands } from './command.tsx'

/** Who gets in when every identity provider fails; without one nobody else can be made an administrator. */
export function EmergencyAdministrators() {
  const session = useSession()
  const read = useGet<ListPage<Shape<'administrator'>>>('/administrators', { local: true, limit: 200 })
  if (read.isError && !read.data) return <Failure error={read.error} again={() => read.refetch()} />
  if (!read.data) return <Loading lines={2} />
  const local = read.data.items.filter((one) => one.scopes.includes('admin'))
  const working = local.some((one) => one.status === 'active')
  return (
    <Card title={t('settings.emergency')}>
      <p className="soft">{t('settings.emergency-text')}</p>
      {working ? null : (
        <div className="note warn">
          <p>{t('settings.emergency-none')}</p>
          <Commands of={['admin create LOGIN']} />
        </div>
      )}
      <ul className="lines">
        {local.map((one) => (
          <li key={one.user.id}>
            <div className="row">
              <Link href={`/contacts/${one.contact.id}`}>
                <strong>
                  <Text text={one.user.login} />
                </strong>
              </Link>
              {one.hasPassword ? <span className="badge quiet">{t('settings.has-password')}</span> : null}
              {one.passkeys > 0 ? (
                <span className="badge quiet">{t('settings.has-passkeys', { count: one.passkeys })}</span>
              ) : null}
              {one.hasPassword || one.passkeys > 0 ? null : (
                <span className="badge warn">{t('settings.has-nothing')}</span>
              )}
              {one.status === 'active' ? null : <span className="badge bad">{t(`settings.status-${one.status}`)}</span>}
              {one.user.id === session.userId ? (
                <Link className="end small" href="/settings/me">
                  {t('settings.that-is-you')}
                </Link>
              ) : null}
            </div>
            <p className="soft small">
              {t('settings.last-sign-in')}: <When at={one.usedAt} only="relative" />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
