import type { PointerEvent, RefObject } from 'react'

/** How near to the edge of the window it begins to scroll, and how fast. */
const edge = { within: 60, by: 14 }

/**
 * Lets rows be dragged by their handles. While it lasts nothing is drawn anew but a line where the row would go.
 * @returns what listens to the table
 */
export function useDrag(
  table: RefObject<HTMLTableElement | null>,
  keys: readonly string[],
  move: (key: string, to: number) => void,
): (event: PointerEvent<HTMLElement>) => void {
  return (event) => {
    const handle = (event.target as Element).closest<HTMLElement>('[data-handle]')
    const row = handle?.closest<HTMLElement>('[data-key]')
    const key = row?.dataset.key
    if (!handle || !row || key === undefined || event.button !== 0) return
    let target: { row: HTMLElement; side: 'before' | 'after' } | null = null
    const mark = (next: typeof target) => {
      if (target) delete target.row.dataset.drop
      target = next
      if (target) target.row.dataset.drop = target.side
    }
    const over = (moved: globalThis.PointerEvent) => {
      row.dataset.dragged = ''
      if (moved.clientY < edge.within) window.scrollBy(0, -edge.by)
      if (moved.clientY > window.innerHeight - edge.within) window.scrollBy(0, edge.by)
      const found = [...(table.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])].find((one) => {
        const { top, bottom } = one.getBoundingClientRect()
        return moved.clientY >= top && moved.clientY < bottom
      })
      if (!found || found === row) return mark(null)
      const { top, height } = found.getBoundingClientRect()
      mark({ row: found, side: moved.clientY < top + height / 2 ? 'before' : 'after' })
    }
    const end = () => {
      const to = target
      mark(null)
      delete row.dataset.dragged
      handle.removeEventListener('pointermove', over)
      handle.removeEventListener('pointerup', drop)
      handle.removeEventListener('pointercancel', end)
      return to
    }
    const drop = () => {
      const to = end()
      if (!to) return
      const at = keys.filter((one) => one !== key).indexOf(to.row.dataset.key ?? '')
      move(key, to.side === 'after' ? at + 1 : at)
    }
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', over)
    handle.addEventListener('pointerup', drop)
    handle.addEventListener('pointercancel', end)
  }
}
