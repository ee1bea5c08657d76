import type { Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'

type Key = Shape<'spKey'>

/** Asks once more before a key signs, or goes for good. */
export function KeyDialog({ of: key, act, onClose }: { of: Key; act: 'activate' | 'retire'; onClose: () => void }) {
  const change = useChange({ onDone: onClose })
  return (
    <FormDialog
      title={t(`settings.key-${act}-title`)}
      act={t(`settings.key-${act}`)}
      color={act === 'retire' ? 'red' : undefined}
      busy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutate({ method: 'POST', path: `/sp-keys/${key.id}/${act}`, about: t('settings.about-key') })
      }
      onClose={onClose}
    >
      <p>{t(`settings.key-${act}-text`)}</p>
    </FormDialog>
  )
}
