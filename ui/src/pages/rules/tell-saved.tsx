import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Shape } from '../../api.ts'
import { sentenceOf } from '../../parts/states.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'

/**
 * Says that rules were saved as a version, with the way to take back what it changed.
 * @param mayUndo false: whoever it was may not, and is only told
 */
export function tellSaved({ revision }: Pick<Shape<'revised'>, 'revision'>, mayUndo: boolean): void {
  if (revision === null) {
    notifications.show({ position: 'top-right', message: t('rules.nothing-saved') })
    return
  }
  const id = `rules-${revision}`
  notifications.show({
    id,
    title: t('saved.title'),
    message: <Saved revision={revision} mayUndo={mayUndo} onUndone={() => notifications.hide(id)} />,
    autoClose: 12_000,
    // The bar of the draft stands below.
    position: 'top-right',
    closeButtonProps: { 'aria-label': t('act.close') },
  })
}

function Saved({ revision, mayUndo, onUndone }: { revision: number; mayUndo: boolean; onUndone: () => void }) {
  const undo = useChange<Shape<'undone'>>({
    onDone: ({ rules }) => {
      onUndone()
      const conflicts = rules?.conflicts ?? []
      notifications.show({
        position: 'top-right',
        color: conflicts.length > 0 ? 'yellow' : 'teal',
        message: [t('rules.undone', { revision }), ...conflicts.map((one) => one.sentence)].join(' '),
        closeButtonProps: { 'aria-label': t('act.close') },
      })
    },
  })
  return (
    <div className="row">
      <span>{t('rules.saved', { revision })}</span>
      {mayUndo ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={undo.isPending}
          onClick={() => undo.mutate({ method: 'POST', path: '/undo', body: { revision } })}
        >
          {t('act.undo')}
        </Button>
      ) : null}
      {undo.isError ? <span role="alert">{sentenceOf(undo.error)}</span> : null}
    </div>
  )
}
