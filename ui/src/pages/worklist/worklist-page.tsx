import { Button, Checkbox, Group, Select } from '@mantine/core'
import { useRef, useState } from 'react'
import { useAddress } from '../../address.ts'
import type { Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Page } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useInTurn } from '../../query-in-turn.ts'
import { t } from '../../text.tsx'
import { tellDecided } from './tell-decided.ts'

type Entry = Shape<'workEntry'>
type Simple = 'approve' | 'ignore' | 'dismiss'

/** What may be done to several entries at once: nothing of it needs a choice. */
const together: readonly Simple[] = ['approve', 'ignore', 'dismiss']
const states = ['open', 'resolved', 'dismissed', 'closed'] as const

/** Everything that needs somebody, the newest first. */
export function WorklistPage() {
  const [params, setAddress] = useAddress()
  const [chosen, setChosen] = useState<readonly Entry[]>([])
  const counts = useGet<Shape<'workCounts'>>('/worklist/counts')
  const kinds = [...new Set(counts.data?.counts.filter((one) => one.open > 0).map((one) => one.kind))]
  const asked = params.get('kind') as Entry['kind'] | null
  const set = (name: string, value: string | null) => {
    setChosen([])
    setAddress(name, value)
  }
  const columns: readonly Column<Entry>[] = [
    {
      key: 'sentence',
      title: t('worklist.what'),
      cell: (one) => <Text text={one.sentence} />,
    },
    { key: 'kind', title: t('worklist.kind'), cell: (one) => t(`worklist.kind-${one.kind}`) },
    {
      key: 'provider',
      title: t('worklist.provider'),
      cell: (one) => <ProviderName slug={one.provider} />,
    },
    { key: 'since', title: t('worklist.since'), cell: (one) => <When at={one.createdAt} only="relative" /> },
    {
      key: 'choose',
      title: t('worklist.choose'),
      cell: (one) =>
        one.actions.some((action) => together.includes(action as Simple)) ? (
          <Checkbox
            aria-label={t('worklist.choose-this', { sentence: one.sentence.slice(0, 100) })}
            checked={chosen.some((other) => other.id === one.id)}
            onChange={(event) =>
              setChosen(event.currentTarget.checked ? [...chosen, one] : chosen.filter((other) => other.id !== one.id))
            }
          />
        ) : null,
    },
  ]
  return (
    <Page title={t('nav.worklist')} lead={t('worklist.lead')}>
      <DataList
        label={t('nav.worklist')}
        path="/worklist"
        columns={columns}
        keyOf={(one) => one.id}
        href={(one) => `/worklist/${one.id}`}
        filters={['kind', 'provider', 'state']}
        empty={<Empty title={t('worklist.none')} text={t('worklist.none-text')} />}
        controls={
          <>
            <Select
              aria-label={t('worklist.kind')}
              placeholder={t('worklist.every-kind')}
              data={[...new Set([...kinds, ...(asked === null ? [] : [asked])])].map((kind) => ({
                value: kind,
                label: t(`worklist.kind-${kind}`),
              }))}
              value={asked}
              onChange={(value) => set('kind', value)}
              clearable
              w={260}
            />
            <Select
              aria-label={t('worklist.state')}
              data={states.map((state) => ({ value: state, label: t(`worklist.state-${state}`) }))}
              value={params.get('state') ?? 'open'}
              onChange={(value) => set('state', value === 'open' ? null : value)}
              allowDeselect={false}
              w={150}
            />
          </>
        }
        actions={chosen.length > 0 ? <Together entries={chosen} onDone={() => setChosen([])} /> : null}
      />
    </Page>
  )
}

/** One action for several entries: each is carried out by itself, and what was refused says so. */
function Together({ entries, onDone }: { entries: readonly Entry[]; onDone: () => void }) {
  const doing = useRef<Simple | null>(null)
  const { send, busy, error } = useInTurn(() => {
    if (doing.current !== null) tellDecided(entries, doing.current)
    onDone()
  })
  const act = (action: Simple) => {
    doing.current = action
    send(entries.map(({ id }) => ({ path: `/worklist/${id}/actions`, body: { action }, name: `${id}.${action}` })))
  }
  return (
    <Group gap="xs">
      <span className="soft small">{t('worklist.chosen', { count: entries.length })}</span>
      {together
        .filter((action) => entries.every((one) => one.actions.includes(action)))
        .map((action) => (
          <Button key={action} size="compact-md" variant="default" loading={busy} onClick={() => act(action)}>
            {t(entries.length > 1 ? `worklist.all-${action}` : `worklist.do-${action}`)}
          </Button>
        ))}
      <NotSaved error={error} />
    </Group>
  )
}
