import { FormDialog } from '../../parts/form-dialog.tsx'
import { tellDone } from '../../parts/tell-done.ts'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { Say, t } from '../../text.tsx'
import type { Contact } from './contact-page.tsx'

type User = NonNullable<Contact['user']>

/** Asks before somebody is switched off, or not let in at all, and says what becomes of their sessions and roles. */
export function SwitchOff({ user, name, onClose }: { user: User; name: string; onClose: () => void }) {
  const waits = user.status === 'pending'
  const off = useChange({
    onDone: () => {
      onClose()
      tellDone(t(waits ? 'users.told-refused' : 'users.told-off', { name }))
    },
  })
  return (
    <FormDialog
      title={t(waits ? 'users.refuse-title' : 'users.switch-off-title')}
      act={t(waits ? 'users.refuse' : 'users.switch-off')}
      color="red"
      busy={off.isPending}
      error={off.error}
      onSubmit={() =>
        off.mutate({
          method: 'PATCH',
          path: `/users/${user.id}`,
          body: { status: 'disabled' },
          version: user.version,
        })
      }
      onClose={onClose}
    >
      <p>
        <Say
          k={waits ? 'users.refuse-text' : 'users.switch-off-text'}
          v={{ name: <Text text={name} />, again: t('users.switch-on') }}
        />
      </p>
    </FormDialog>
  )
}
