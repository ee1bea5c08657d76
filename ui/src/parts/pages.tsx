import { Button } from '@mantine/core'
import { useAddress } from '../address.ts'
import { t } from '../text.tsx'

/** On to the next page and back to the first; the browser's own Back leads to the page before. */
export function Pages({ next }: { next: string | null }) {
  const [params, set] = useAddress()
  const go = (cursor: string | null) => {
    set('cursor', cursor)
    window.scrollTo({ top: 0 })
  }
  if (next === null && !params.has('cursor')) return null
  return (
    <div className="list-pages">
      {params.has('cursor') ? (
        <Button variant="default" size="compact-md" onClick={() => go(null)}>
          {t('list.first')}
        </Button>
      ) : null}
      {next === null ? null : (
        <Button variant="default" size="compact-md" onClick={() => go(next)}>
          {t('list.next')}
        </Button>
      )}
    </div>
  )
}
