import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { t } from '../text.tsx'
import { sentenceOf } from './states.tsx'
import { tellDone } from './tell-done.ts'

/** Says in passing what was done, with the way back for as long as it is in sight. */
export function tellUndo(message: string, undo: () => Promise<unknown>, undone: string): void {
  const id = crypto.randomUUID()
  const back = () => {
    notifications.hide(id)
    undo().then(
      () => tellDone(undone),
      (error: unknown) =>
        notifications.show({
          message: sentenceOf(error),
          color: 'red',
          position: 'top-right',
          closeButtonProps: { 'aria-label': t('act.close') },
        }),
    )
  }
  notifications.show({
    id,
    message: (
      <span className="row">
        <span>{message}</span>
        <Button variant="default" size="compact-sm" onClick={back}>
          {t('act.undo')}
        </Button>
      </span>
    ),
    color: 'teal',
    position: 'top-right',
    // Long enough to be read, and to think again.
    autoClose: 12_000,
    closeButtonProps: { 'aria-label': t('act.close') },
  })
}
