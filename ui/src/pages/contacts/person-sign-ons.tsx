import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Outcome } from '../../parts/outcome.tsx'
import { Card } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { realSignIns } from '../sign-ons/real.ts'

/** The last sign-ins of a person, refused ones with why; each leads to its explanation. */
export function PersonSignOns({ contactId }: { contactId: string }) {
  const [runs, setRuns] = useState(false)
  const list = useGet<ListPage<Shape<'signOnLine'>>>('/sign-ons', {
    contact: contactId,
    limit: 8,
    ...(runs ? {} : { outcome: realSignIns }),
  })
  return (
    <Card
      title={t('nav.sign-ons')}
      actions={
        <Link href={`/sign-ons?contact=${contactId}${runs ? '&runs=show' : ''}`}>{t('overview.all-sign-ons')}</Link>
      }
    >
      {list.isError ? (
        <Failure error={list.error} />
      ) : !list.data ? (
        <Loading lines={3} />
      ) : list.data.items.length === 0 ? (
        <p className="none">{t('contacts.no-sign-ons')}</p>
      ) : (
        <ul className="plain grants">
          {list.data.items.map((one) => (
            <li key={one.id}>
              <span className="grow">
                <Link href={`/sign-ons/${one.id}`}>
                  <When at={one.at} />
                </Link>
                {one.code ? <span className="why">{wordOf(`code.${one.code}`) ?? one.code}</span> : null}
              </span>
              <Outcome outcome={one.outcome} />
            </li>
          ))}
        </ul>
      )}
      <Checkbox
        size="xs"
        mt="sm"
        label={t('sign-ons.with-runs')}
        checked={runs}
        onChange={(event) => setRuns(event.currentTarget.checked)}
      />
    </Card>
  )
}
