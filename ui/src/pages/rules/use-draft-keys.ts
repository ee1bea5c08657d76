import { useEffect } from 'react'

/** Ctrl+S, or ⌘S, saves instead of keeping a copy of the page. */
export function useDraftKeys(isOn: boolean, onSave: () => void): void {
  useEffect(() => {
    if (!isOn) return
    const down = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      onSave()
    }
    window.addEventListener('keydown', down)
    return () => window.removeEventListener('keydown', down)
  })
}
