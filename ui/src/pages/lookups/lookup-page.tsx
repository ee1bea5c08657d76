import { Button, Checkbox, Group } from '@mantine/core'
import { useState } from 'react'
import type { Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { FailedPage } from '../../parts/failed-page.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { lookupCaption } from '../../words.tsx'
import { MergeValues } from './merge-values.tsx'
import { NewValue } from './new-value.tsx'
import { ValueDrawer } from './value-drawer.tsx'

type Value = Shape<'lookupValue'>

/** One lookup with its values; two or more that are chosen can be made one. */
export function LookupPage({ params: { name = '' } }: { params: Readonly<Record<string, string>> }) {
  const lookup = useGet<Shape<'lookup'>>(`/lookups/${encodeURIComponent(name)}`)
  if (lookup.isError) return <FailedPage error={lookup.error} again={() => lookup.refetch()} />
  if (!lookup.data) return <Loading />
  return <ValuesPage lookup={lookup.data} title={lookupCaption(lookup.data)} lead={t('lookups.values-lead')} />
}

/** The organisations that contacts belong to: the values of one lookup, under the name that people use. */
export function AccountsPage() {
  const lookup = useGet<Shape<'lookup'>>('/lookups/Account')
  if (lookup.isError) return <FailedPage error={lookup.error} again={() => lookup.refetch()} />
  if (!lookup.data) return <Loading />
  return <ValuesPage lookup={lookup.data} title={t('nav.accounts')} lead={t('lookups.accounts-lead')} />
}

function ValuesPage({ lookup, title, lead }: { lookup: Shape<'lookup'>; title: string; lead: string }) {
  const [chosen, setChosen] = useState<readonly Value[]>([])
  const [shown, setShown] = useState<Value | null>(null)
  const [open, setOpen] = useState<'add' | 'merge' | null>(null)
  const may = useMay('directory:write')
  const path = `/lookups/${lookup.name}/values`
  const columns: readonly Column<Value>[] = [
    {
      key: 'name',
      title: t('lookups.value'),
      cell: (one) => (
        <span className="choice">
          {may ? <Choice value={one} chosen={chosen} onChange={setChosen} /> : null}
          <button type="button" className="link" onClick={() => setShown(one)}>
            <Text text={one.name} />
          </button>
        </span>
      ),
    },
    { key: 'by', title: t('lookups.made-by'), cell: (one) => madeBy(one.createdBy) },
    { key: 'at', title: t('lookups.made'), cell: (one) => <When at={one.createdAt} only="day" /> },
  ]
  return (
    <Page
      title={title}
      lead={lead}
      actions={
        may ? (
          <Button leftSection={<Icon name="plus" />} onClick={() => setOpen('add')}>
            {t('lookups.add-value')}
          </Button>
        ) : null
      }
    >
      <DataList
        label={title}
        path={path}
        search
        columns={columns}
        keyOf={(one) => one.id}
        empty={<Empty title={t('lookups.no-values')} text={t('lookups.no-values-text')} />}
        actions={
          chosen.length === 0 ? null : (
            <Group gap="xs">
              <span className="soft small">{t('lookups.chosen', { count: chosen.length })}</span>
              <Button size="compact-md" variant="default" disabled={chosen.length < 2} onClick={() => setOpen('merge')}>
                {t('lookups.merge')}
              </Button>
              <Button size="compact-md" variant="subtle" onClick={() => setChosen([])}>
                {t('list.clear')}
              </Button>
            </Group>
          )
        }
      />
      {open === 'add' ? <NewValue path={path} onClose={() => setOpen(null)} /> : null}
      {open === 'merge' ? (
        <MergeValues
          path={path}
          values={chosen}
          onClose={() => setOpen(null)}
          onDone={() => {
            setChosen([])
            setOpen(null)
          }}
        />
      ) : null}
      {shown ? <ValueDrawer path={path} value={shown} onClose={() => setShown(null)} /> : null}
    </Page>
  )
}

/** Where an entry came from: a sign-in, a person, an import. */
const madeBy = (origin: string): string => {
  const known = ['sign-on', 'person', 'import', 'system', 'scim'] as const
  const one = known.find((name) => name === origin)
  return one === undefined ? origin : t(`lookups.by-${one}`)
}

function Choice({
  value,
  chosen,
  onChange,
}: {
  value: Value
  chosen: readonly Value[]
  onChange: (chosen: readonly Value[]) => void
}) {
  const is = chosen.some((one) => one.id === value.id)
  return (
    <Checkbox
      aria-label={t('lookups.choose', { name: value.name })}
      checked={is}
      onChange={() => onChange(is ? chosen.filter((one) => one.id !== value.id) : [...chosen, value])}
    />
  )
}
