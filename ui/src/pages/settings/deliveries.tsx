import { Button } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { eventName } from './events.tsx'

type Delivery = Shape<'delivery'> & { readonly address?: string | null }

const tones = { waiting: 'warn', delivered: 'good', failed: 'bad' } as const

/** What was sent and what became of it; what was given up can be sent once more. `path`: of the list. */
export function Deliveries({ path, addressed = false }: { path: string; addressed?: boolean }) {
  const again = useChange()
  const columns: readonly Column<Delivery>[] = [
    { key: 'event', title: t('settings.sent-what'), cell: (one) => eventName(one.event) },
    ...(addressed
      ? [
          {
            key: 'address',
            title: t('settings.sent-to'),
            cell: (one: Delivery) =>
              one.address ? <Text text={one.address} /> : <span className="none">{t('settings.sent-to-gone')}</span>,
          },
        ]
      : []),
    { key: 'at', title: t('settings.sent-at'), cell: (one) => <When at={one.createdAt} only="relative" /> },
    {
      key: 'state',
      title: t('tokens.state'),
      cell: (one) => (
        <span>
          <span className={`badge ${tones[one.state]}`}>{t(`settings.sent-${one.state}`)}</span>{' '}
          <span className="soft small">
            {one.attempts > 1 ? t('settings.attempts', { count: one.attempts }) : null} {one.status}{' '}
            {one.code === null ? null : <code title={wordOf(`code.${one.code}`) ?? one.code}>{one.code}</code>}
          </span>
        </span>
      ),
    },
    {
      key: 'again',
      title: '',
      cell: (one) =>
        one.state === 'failed' ? (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={again.isPending && again.variables?.path === `${path}/${one.id}/retry`}
            onClick={() => again.mutate({ method: 'POST', path: `${path}/${one.id}/retry` })}
          >
            {t('settings.send-again')}
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <NotSaved error={again.error} />
      <DataList
        label={t('settings.sent')}
        path={path}
        columns={columns}
        keyOf={(one) => one.id}
        controls={<h2>{t('settings.sent')}</h2>}
        empty={<Empty title={t('settings.sent-none')} text={t('settings.sent-none-text')} />}
      />
    </>
  )
}
