import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { columnCaption } from '../../words.tsx'
import { NewColumn } from './new-column.tsx'
import { RenameColumn } from './rename-column.tsx'

type ContactColumn = Shape<'column'>

/** The columns of a contact: ours and those that were added here. */
export function ColumnsPage() {
  const [adding, setAdding] = useState(false)
  const [renaming, setRenaming] = useState<ContactColumn | null>(null)
  const may = useMay('rules:write')
  const mayRules = useMay('rules:read')
  const columns: readonly Column<ContactColumn>[] = [
    {
      key: 'caption',
      title: t('columns.caption'),
      cell: (one) =>
        may ? (
          <button type="button" className="link" onClick={() => setRenaming(one)}>
            <Text text={columnCaption(one)} />
          </button>
        ) : (
          <Text text={columnCaption(one)} />
        ),
    },
    { key: 'name', title: t('value.code'), cell: (one) => <code>{one.name}</code> },
    { key: 'type', title: t('columns.type'), cell: (one) => <Type column={one} /> },
    {
      key: 'kind',
      title: t('columns.kind'),
      cell: (one) => (
        <>
          <span className="badge quiet">{t(one.custom ? 'columns.custom' : 'columns.built-in')}</span>{' '}
          {one.required ? <span className="badge">{t('columns.required')}</span> : null}
        </>
      ),
    },
    ...(mayRules
      ? [
          {
            key: 'rows',
            title: t('columns.mapping'),
            cell: (one: ContactColumn) => (
              <Link href={`/converters?search=${encodeURIComponent(one.name)}`}>{t('columns.rows')}</Link>
            ),
          },
        ]
      : []),
  ]
  return (
    <Page
      title={t('nav.columns')}
      lead={t('columns.lead')}
      actions={
        may ? (
          <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('columns.add')}
          </Button>
        ) : null
      }
    >
      <DataList
        label={t('nav.columns')}
        path="/columns"
        query={{ limit: '200' }}
        columns={columns}
        keyOf={(one) => one.name}
        empty={null}
      />
      {adding ? <NewColumn onClose={() => setAdding(false)} /> : null}
      {renaming ? <RenameColumn column={renaming} onClose={() => setRenaming(null)} /> : null}
    </Page>
  )
}

function Type({ column }: { column: ContactColumn }) {
  if (column.lookup === null) return t(`columns.type-${column.type}`)
  return <Link href={`/lookups/${column.lookup}`}>{t('columns.entries-of', { lookup: column.lookup })}</Link>
}
