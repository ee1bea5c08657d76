import { notifications } from '@mantine/notifications'
import { t } from '../text.tsx'

/** Says in passing that something was done, where nothing on the page would show it. */
export const tellDone = (message: string): void => {
  notifications.show({
    message,
    color: 'teal',
    // Bars that stay in sight stand below.
    position: 'top-right',
    closeButtonProps: { 'aria-label': t('act.close') },
  })
}
