import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'

/** Adds an entry to a lookup. */
export function NewValue({ path, onClose }: { path: string; onClose: () => void }) {
  const [name, setName] = useState('')
  const add = useChange({ onDone: onClose })
  return (
    <FormDialog
      title={t('lookups.add-value')}
      act={t('act.add')}
      ready={name.trim() !== ''}
      busy={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate({ method: 'POST', path, body: { name: name.trim() } })}
      onClose={onClose}
    >
      <TextInput
        label={t('lookups.value')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={256}
        required
        data-autofocus
      />
    </FormDialog>
  )
}
