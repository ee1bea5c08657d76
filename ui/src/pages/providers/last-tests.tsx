import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'

type Line = Shape<'signOnLine'>

/** Tests write nothing: whoever was new then is known by no name. */
function Who({ of: { code, login, contactName } }: { of: Line }) {
  const name = contactName ?? login
  if (name !== null) return <Text text={name} />
  return code === null ? <span className="soft">{t('providers.test-new-person')}</span> : null
}

/** The last tests of a provider, each with its result; nothing while there are none. */
export function LastTests({ slug }: { slug: string }) {
  const tests = useGet<ListPage<Line>>('/sign-ons', { provider: slug, tests: 'only', limit: 5 })
  const items = tests.data?.items ?? []
  if (items.length === 0) return null
  return (
    <>
      <h3>{t('providers.last-tests')}</h3>
      <ul className="plain-lines">
        {items.map((one) => (
          <li key={one.id}>
            <Link href={`/providers/${slug}/test/${one.id}`}>
              <When at={one.at} />
            </Link>{' '}
            <Who of={one} />{' '}
            <span className={one.code === null ? 'badge good' : 'badge bad'}>
              {one.code === null ? t('providers.test-good') : t('providers.test-bad')}
            </span>{' '}
            {one.code === null ? null : <code>{one.code}</code>}
          </li>
        ))}
      </ul>
    </>
  )
}
