import { Button } from '@mantine/core'
import { Fragment, useState } from 'react'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { Say, t } from '../../text.tsx'
import { columnCaption, lookupCaption } from '../../words.tsx'
import { NewColumn } from './new-column.tsx'
import { RenameColumn } from './rename-column.tsx'

type ContactColumn = Shape<'column'>
type Rows = ListPage<Shape<'converter'>>

/** The columns of a contact: ours and those that were added here. */
export function ColumnsPage() {
  const [adding, setAdding] = useState(false)
  const [renaming, setRenaming] = useState<ContactColumn | null>(null)
  const may = useMay('rules:write')
  const mayRules = useMay('rules:read')
  const rows = useGet<Rows>(mayRules ? '/converters' : null, { limit: 200 })
  const lookups = useGet<ListPage<Shape<'lookup'>>>('/lookups', { limit: 200 })
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
    { key: 'type', title: t('columns.type'), cell: (one) => <Type column={one} lookups={lookups.data} /> },
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
            cell: (one: ContactColumn) => <FilledBy column={one.name} rows={rows.data} />,
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

function Type({ column, lookups }: { column: ContactColumn; lookups: ListPage<Shape<'lookup'>> | undefined }) {
  if (column.lookup === null) return t(`columns.type-${column.type}`)
  const known = lookups?.items.find(({ name }) => name === column.lookup)
  return (
    <Link href={`/lookups/${column.lookup}`} title={column.lookup}>
      <Say k="columns.entries-of" v={{ lookup: <Text text={known ? lookupCaption(known) : column.lookup} /> }} />
    </Link>
  )
}

/** What its rows of the mapping read; nothing where no row writes into it. */
function FilledBy({ column, rows }: { column: string; rows: Rows | undefined }) {
  if (rows === undefined) return null
  const own = rows.items.filter((row) => row.column === column)
  // Of very many rows this is only the first page.
  if (own.length === 0 && rows.next === null) return null
  const names = [...new Set(own.map(({ attributes, template }) => attributes?.[0] ?? template ?? null))]
  return (
    <Link href={`/converters?search=${encodeURIComponent(column)}`}>
      {rows.next === null
        ? names.map((name, index) => (
            <Fragment key={name}>
              {index > 0 ? ', ' : null}
              {name === null ? t('converters.fixed') : <Text text={name} />}
            </Fragment>
          ))
        : t('columns.rows')}
    </Link>
  )
}
