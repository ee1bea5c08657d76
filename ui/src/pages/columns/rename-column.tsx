import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Shape } from '../../api.ts'
import { Conflict, useCurrent } from '../../parts/conflict.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { columnCaption } from '../../words.tsx'

type ContactColumn = Shape<'column'>

/** Changes what people call a column; nothing else of it can change. */
export function RenameColumn({ column, onClose }: { column: ContactColumn; onClose: () => void }) {
  const [caption, setCaption] = useState(columnCaption(column))
  const path = `/columns/${column.name}`
  const save = useChange({ onDone: onClose })
  const current = useCurrent<ContactColumn>(save.error, path)
  const send = (version: number) => save.mutate({ method: 'PATCH', path, body: { caption: caption.trim() }, version })
  return (
    <FormDialog
      title={t('columns.rename')}
      act={t('act.save')}
      ready={caption.trim() !== '' && caption.trim() !== columnCaption(column)}
      busy={save.isPending}
      error={current ? null : save.error}
      onSubmit={() => send(column.version)}
      onClose={onClose}
    >
      <TextInput
        label={t('columns.caption')}
        description={t('columns.rename-hint', { name: column.name })}
        value={caption}
        onChange={(event) => setCaption(event.currentTarget.value)}
        maxLength={256}
        required
        data-autofocus
      />
      {current ? (
        <Conflict
          fields={[
            {
              label: t('columns.caption'),
              yours: <Text text={caption} />,
              theirs: <Text text={columnCaption(current)} />,
            },
          ]}
          onTake={() => {
            setCaption(columnCaption(current))
            save.reset()
          }}
          onOver={() => send(current.version)}
          busy={save.isPending}
        />
      ) : null}
    </FormDialog>
  )
}
