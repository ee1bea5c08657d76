import { useDebouncedCallback } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useAddress } from '../address.ts'
import type { ListPage } from '../api.ts'
import { useGet } from '../query.ts'
import { t } from '../text.tsx'
import { Icon } from './icon.tsx'
import { Pages } from './pages.tsx'
import { SearchField } from './search-field.tsx'
import { Failure, Loading } from './states.tsx'
import './data-list.css'

export interface Column<Item> {
  readonly key: string
  readonly title: string
  readonly cell: (item: Item) => ReactNode
  /** The value of the API's `sort` that sorts by it; a `-` before it turns it round. */
  readonly sort?: string
  /** Numbers stand at the right. */
  readonly right?: boolean
}

export interface DataListProps<Item> {
  /** What it is a list of, for screen readers. */
  readonly label: string
  /** The list's route of the API. */
  readonly path: string
  /** What is asked beside search, filters and sorting. */
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly columns: readonly Column<Item>[]
  readonly keyOf: (item: Item) => string
  /** Where a row leads. */
  readonly href?: (item: Item) => string
  /** Shown when there is nothing at all: what this is, and the next step. */
  readonly empty: ReactNode
  /** True: there is a search field, and the API's list knows `search`. */
  readonly search?: boolean
  /** Names of parameters of the address that are sent along: filters. */
  readonly filters?: readonly string[]
  /** Fields that set the filters. */
  readonly controls?: ReactNode
  /** Beside the search field, at the right. */
  readonly actions?: ReactNode
}

/**
 * A list of the API: search, filters, sorting and pages stand in the address, so that every state of it can be linked to
 * and gone back to. On a narrow screen each row becomes a block with its headings.
 */
export function DataList<Item>(props: DataListProps<Item>) {
  const [params, set] = useAddress()
  const filters = props.filters ?? []
  const asked: Record<string, string | undefined> = { ...props.query }
  for (const name of ['search', 'sort', 'cursor', ...filters]) asked[name] = params.get(name) ?? asked[name]
  const list = useGet<ListPage<Item>>(props.path, asked)
  const narrowed = ['search', ...filters].some((name) => params.has(name))

  return (
    <section className="list-box" aria-label={props.label} aria-busy={list.isFetching}>
      {props.search || props.controls || props.actions ? (
        <div className="list-tools">
          {props.search ? (
            <Search value={params.get('search') ?? ''} onSearch={(text) => set('search', text, true)} />
          ) : null}
          {props.controls}
          {props.actions ? <div className="row list-actions">{props.actions}</div> : null}
        </div>
      ) : null}
      {list.isError && !list.data ? (
        <Failure error={list.error} again={() => list.refetch()} />
      ) : !list.data ? (
        <Loading />
      ) : list.data.items.length === 0 && !narrowed && !params.has('cursor') ? (
        props.empty
      ) : list.data.items.length === 0 ? (
        <div className="empty">
          <h2>{t('list.nothing-found')}</h2>
          <p className="soft">{t('list.nothing-found-text')}</p>
        </div>
      ) : (
        <Rows {...props} items={list.data.items} sort={asked.sort ?? null} onSort={(sort) => set('sort', sort)} />
      )}
      <Pages next={list.data?.next ?? null} />
    </section>
  )
}

function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value)
  const search = useDebouncedCallback(onSearch, 250)
  const type = (typed: string) => {
    setText(typed)
    search(typed.trim())
  }
  return <SearchField value={text} onChange={type} />
}

function Rows<Item>({
  label,
  columns,
  keyOf,
  href,
  items,
  sort,
  onSort,
}: DataListProps<Item> & { items: readonly Item[]; sort: string | null; onSort: (sort: string) => void }) {
  const [, navigate] = useLocation()
  return (
    <table className="list">
      <caption className="hide">{label}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const to = href?.(item)
          return (
            // The link in the first cell is what keyboards and screen readers use; the row is only a larger target.
            <tr
              key={keyOf(item)}
              className={to === undefined ? undefined : 'leads'}
              onClick={(event) => {
                const inside = (event.target as Element).closest('a, button, input, label')
                if (to !== undefined && !inside && window.getSelection()?.isCollapsed) navigate(to)
              }}
            >
              {columns.map((column, index) => (
                <td key={column.key} data-title={column.title} className={column.right ? 'right' : undefined}>
                  {index === 0 && to !== undefined ? <Link href={to}>{column.cell(item)}</Link> : column.cell(item)}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Heading<Item>({
  column,
  sort,
  onSort,
}: {
  column: Column<Item>
  sort: string | null
  onSort: (sort: string) => void
}) {
  const { title, sort: by, right } = column
  const up = by !== undefined && sort === by
  const down = by !== undefined && sort === `-${by}`
  return (
    <th
      scope="col"
      className={right ? 'right' : undefined}
      aria-sort={up ? 'ascending' : down ? 'descending' : undefined}
    >
      {by === undefined ? (
        title
      ) : (
        <button type="button" className="sort" onClick={() => onSort(up ? `-${by}` : by)}>
          {title}
          {up || down ? <Icon name={up ? 'up' : 'down'} size={14} /> : null}
        </button>
      )}
    </th>
  )
}
