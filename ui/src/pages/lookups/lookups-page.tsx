import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { numberText, t } from '../../text.tsx'
import { columnCaption, lookupCaption } from '../../words.tsx'

type Lookup = Shape<'lookup'>

/** The lookups: lists of entries that columns of contacts choose from. */
export function LookupsPage() {
  const [adding, setAdding] = useState(false)
  const may = useMay('directory:write')
  const columns: readonly Column<Lookup>[] = [
    { key: 'caption', title: t('lookups.name'), cell: (one) => <Text text={lookupCaption(one)} /> },
    { key: 'name', title: t('value.code'), cell: (one) => <code>{one.name}</code> },
    {
      key: 'values',
      title: t('lookups.values'),
      cell: (one) => numberText(one.values),
      right: true,
    },
    {
      key: 'columns',
      title: t('lookups.columns'),
      cell: (one) => <Columns names={one.columns} />,
    },
  ]
  const add = may ? (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('lookups.add')}
    </Button>
  ) : null
  return (
    <Page title={t('nav.lookups')} lead={t('lookups.lead')} actions={add}>
      <DataList
        label={t('nav.lookups')}
        path="/lookups"
        columns={columns}
        keyOf={(one) => one.name}
        href={(one) => `/lookups/${one.name}`}
        empty={<Empty title={t('lookups.none')} text={t('lookups.lead')} />}
      />
      {adding ? <NewLookup onClose={() => setAdding(false)} /> : null}
    </Page>
  )
}

/** The columns of contacts that choose from it, as people call them. */
function Columns({ names }: { names: readonly string[] }) {
  const all = useGet<ListPage<Shape<'column'>>>('/columns', { limit: 200 })
  return names.map((name, index) => {
    const known = all.data?.items.find((one) => one.name === name)
    return (
      <span key={name} title={name}>
        {index > 0 ? ', ' : null}
        <Text text={known ? columnCaption(known) : name} />
      </span>
    )
  })
}

function NewLookup({ onClose }: { onClose: () => void }) {
  const [caption, setCaption] = useState('')
  const [name, setName] = useState('')
  const [, navigate] = useLocation()
  const make = useChange<Lookup>({ onDone: (made) => navigate(`/lookups/${made.name}`) })
  return (
    <FormDialog
      title={t('lookups.add')}
      act={t('act.add')}
      ready={caption.trim() !== '' && name.trim() !== ''}
      busy={make.isPending}
      error={make.error}
      onSubmit={() =>
        make.mutate({ method: 'POST', path: '/lookups', body: { name: name.trim(), caption: caption.trim() } })
      }
      onClose={onClose}
    >
      <TextInput
        label={t('lookups.name')}
        value={caption}
        onChange={(event) => setCaption(event.currentTarget.value)}
        maxLength={256}
        required
        data-autofocus
      />
      <TextInput
        label={t('value.code')}
        description={t('lookups.code-hint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={60}
        required
      />
      <p className="soft small">{t('lookups.add-hint')}</p>
    </FormDialog>
  )
}
