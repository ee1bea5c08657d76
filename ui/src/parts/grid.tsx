import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { t } from '../text.tsx'
import { useDrag } from './grid-drag.ts'
import { keyDown } from './grid-keys.ts'
import './grid.css'

export interface GridColumn {
  readonly key: string
  readonly title: string
  /** A width of CSS; the others share what is left. */
  readonly width?: string
}

/** What a row puts on its `<tr>`. */
export interface RowProps {
  readonly 'data-key': string
  readonly 'data-index': number
  readonly 'aria-rowindex': number
  readonly ref: (row: HTMLTableRowElement | null) => void
}

/** Up to so many rows all are there: to be searched by the browser, and printed. */
const allOf = 60

/**
 * A table that is edited like a spreadsheet: arrows, Tab and Enter move between cells (elements with `data-cell`), Alt with an
 * arrow or a drag at `data-handle` moves the row. Of many rows only those in sight exist.
 */
export function Grid({
  label,
  columns,
  keys,
  row,
  onMove,
}: {
  label: string
  columns: readonly GridColumn[]
  keys: readonly string[]
  row: (key: string, props: RowProps) => ReactNode
  /** Puts a row before the one at this place of `keys`, or at the end. Left out: the order says nothing. */
  onMove?: (key: string, to: number) => void
}) {
  const table = useRef<HTMLTableElement>(null)
  const [top, setTop] = useState(0)
  const [told, setTold] = useState('')
  useLayoutEffect(() => {
    setTop((table.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
  }, [])
  const rows = useWindowVirtualizer<HTMLTableRowElement>({
    count: keys.length,
    estimateSize: () => 58,
    overscan: keys.length <= allOf ? keys.length : 12,
    scrollMargin: top,
    getItemKey: (index) => keys[index] ?? index,
  })
  const shown = rows.getVirtualItems()
  const before = (shown[0]?.start ?? top) - top
  const after = rows.getTotalSize() - ((shown.at(-1)?.end ?? top) - top)

  const move = (key: string, to: number) => {
    const place = Math.max(0, Math.min(to, keys.length - 1))
    if (!onMove || keys.indexOf(key) === place) return
    onMove(key, place)
    setTold(t('grid.moved', { place: place + 1, total: keys.length }))
    rows.scrollToIndex(place, { align: 'auto' })
    focusWhenThere(table.current, key, '[data-handle]')
  }
  const drag = useDrag(table, keys, move)
  return (
    <>
      <table
        ref={table}
        className="grid"
        aria-label={label}
        aria-rowcount={keys.length + 1}
        onPointerDown={onMove ? drag : undefined}
        onKeyDown={(event) =>
          keyDown(event, {
            keys,
            move: onMove ? move : undefined,
            goTo: (index, cell) => {
              const key = keys[index] ?? ''
              // The browser brings into sight what is there; only a row that is not has to be made first.
              if (!rowOf(table.current, key)) rows.scrollToIndex(index, { align: 'center' })
              focusWhenThere(table.current, key, `[data-cell="${cell}"]`)
            },
          })
        }
      >
        <colgroup>
          {columns.map(({ key, width }) => (
            <col key={key} style={width === undefined ? undefined : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ key, title }) => (
              <th key={key} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <Gap height={before} columns={columns.length} /> : null}
          {shown.map(({ index }) => {
            const key = keys[index]
            if (key === undefined) return null
            const props = { 'data-key': key, 'data-index': index, 'aria-rowindex': index + 2, ref: rows.measureElement }
            return row(key, props)
          })}
          {after > 0 ? <Gap height={after} columns={columns.length} /> : null}
        </tbody>
      </table>
      <div className="hide" role="status">
        {told}
      </div>
    </>
  )
}

/** Holds the place of rows that are out of sight. */
const Gap = ({ height, columns }: { height: number; columns: number }) => (
  <tr className="grid-gap">
    <td colSpan={columns} style={{ height }} />
  </tr>
)

const rowOf = (table: HTMLTableElement | null, key: string) => table?.querySelector(`[data-key="${CSS.escape(key)}"]`)

/** Focuses something in a row as soon as the row is there. */
function focusWhenThere(table: HTMLTableElement | null, key: string, selector: string, tries = 10): void {
  const found = rowOf(table, key)?.querySelector<HTMLElement>(selector)
  if (found) {
    found.focus({ preventScroll: false })
    if (found instanceof HTMLInputElement) found.select()
  } else if (tries > 0) requestAnimationFrame(() => focusWhenThere(table, key, selector, tries - 1))
}
