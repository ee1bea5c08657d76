import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { t } from '../../text.tsx'
import type { Opened } from './draft-dialogs.tsx'

/** Stays in sight while something is not saved. */
export function DraftBar({
  changes,
  onDiscard,
  onOpen,
}: {
  changes: number
  onDiscard: () => void
  onOpen: (what: Opened) => void
}) {
  if (changes === 0) return null
  return (
    <section className="draft-bar" aria-label={t('rules.unsaved', { count: changes })}>
      <p role="status">{t('rules.unsaved', { count: changes })}</p>
      <Button variant="subtle" color="gray" onClick={onDiscard}>
        {t('rules.discard')}
      </Button>
      <Button onClick={() => onOpen('save')}>{t('act.save')}</Button>
    </section>
  )
}

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
