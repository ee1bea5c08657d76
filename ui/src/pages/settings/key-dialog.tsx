import { Button, Group, Modal } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'

type Key = Shape<'spKey'>

/** Asks once more before a key signs, or goes for good. */
export function KeyDialog({ of: key, act, onClose }: { of: Key; act: 'activate' | 'retire'; onClose: () => void }) {
  const change = useChange({ onDone: onClose })
  return (
    <Modal opened onClose={onClose} title={t(`settings.key-${act}-title`)}>
      <p>{t(`settings.key-${act}-text`)}</p>
      <NotSaved error={change.error} />
      <Group mt="md">
        <Button
          {...(act === 'retire' ? { color: 'red' } : {})}
          loading={change.isPending}
          onClick={() => change.mutate({ method: 'POST', path: `/sp-keys/${key.id}/${act}` })}
        >
          {t(`settings.key-${act}`)}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('act.cancel')}
        </Button>
      </Group>
    </Modal>
  )
}
