import type { KeyboardEvent } from 'react'

/** What the keys of a grid can do. */
export interface GridMoves {
  readonly keys: readonly string[]
  readonly move: ((key: string, to: number) => void) | undefined
  readonly goTo: (index: number, cell: string) => void
}

const upAndDown: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }

/** Moves between the cells of a grid as in a spreadsheet, where the key means nothing nearer to the cell itself. */
export function keyDown(event: KeyboardEvent<HTMLElement>, { keys, move, goTo }: GridMoves): void {
  if (event.defaultPrevented) return
  const from = event.target as HTMLElement
  const row = from.closest<HTMLElement>('[data-key]')
  const key = row?.dataset.key
  if (!row || key === undefined) return
  const index = keys.indexOf(key)
  if (event.ctrlKey || event.metaKey) {
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? keys.length - 1 : null
    if (to === null || from.dataset.cell === undefined) return
    event.preventDefault()
    goTo(to, from.dataset.cell)
    return
  }
  const step = upAndDown[event.key]
  const isHandle = from.dataset.handle !== undefined
  if (move && step !== undefined && event.key !== 'Enter' && (event.altKey || isHandle)) {
    event.preventDefault()
    move(key, index + step)
    return
  }
  const cell = from.dataset.cell
  if (cell === undefined || event.altKey) return
  if (step !== undefined) {
    // A button is pressed by Enter, and a choice opened.
    if (event.key === 'Enter' && !(from instanceof HTMLInputElement)) return
    const to = index + (event.shiftKey && event.key === 'Enter' ? -1 : step)
    if (to < 0 || to >= keys.length) return
    event.preventDefault()
    goTo(to, cell)
    return
  }
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    const forward = event.key === 'ArrowRight'
    if (event.shiftKey || !isAtEdge(from, forward)) return
    const cells = [...row.querySelectorAll<HTMLElement>('[data-cell]')]
    const next = cells[cells.indexOf(from) + (forward ? 1 : -1)]
    if (!next) return
    event.preventDefault()
    next.focus()
    if (next instanceof HTMLInputElement) next.select()
  }
}

/** In a text the arrows move within it first; a text that is chosen whole is left at once. */
function isAtEdge(cell: HTMLElement, forward: boolean): boolean {
  if (!(cell instanceof HTMLInputElement)) return true
  const { selectionStart, selectionEnd, value } = cell
  if (value !== '' && selectionStart === 0 && selectionEnd === value.length) return true
  return selectionStart === selectionEnd && selectionStart === (forward ? value.length : 0)
}
