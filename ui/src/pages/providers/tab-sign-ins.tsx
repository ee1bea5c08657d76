import type { Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import type { Provider } from './provider.ts'

type Line = Shape<'signOnLine'>

const tones: Partial<Record<Line['outcome'], string>> = { created: 'good', refused: 'bad', unchanged: 'quiet' }

/** The last sign-ins by this provider, tests among them. */
export function TabSignIns({ provider }: { provider: Provider }) {
  const columns: readonly Column<Line>[] = [
    { key: 'at', title: t('providers.when'), cell: (one) => <When at={one.at} /> },
    {
      key: 'outcome',
      title: t('providers.outcome'),
      cell: (one) => (
        <>
          <span className={`badge ${tones[one.outcome] ?? ''}`}>{t(`providers.outcome-${one.outcome}`)}</span>{' '}
          {one.code === null ? null : <code>{one.code}</code>}
        </>
      ),
    },
    {
      key: 'who',
      title: t('providers.who'),
      cell: (one) => (one.contactName === null ? <span className="soft">–</span> : <Text text={one.contactName} />),
    },
  ]
  return (
    <DataList
      label={t('providers.tab-sign-ins')}
      path="/sign-ons"
      query={{ provider: provider.slug }}
      columns={columns}
      keyOf={(one) => one.id}
      href={(one) => (one.outcome === 'tested' ? `/providers/${provider.slug}/test/${one.id}` : `/sign-ons/${one.id}`)}
      empty={<Empty title={t('providers.sign-ins-none')} text={t('providers.sign-ins-none-text')} />}
    />
  )
}
