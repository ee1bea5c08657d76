import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'

/** Adds an entry to a lookup. */
export function NewValue({ path, onClose }: { path: string; onClose: () => void }) {
  const [name, setName] = useState('')
  const add = useChange({ onDone: onClose })
  return (
    <Modal opened onClose={onClose} title={t('lookups.add-value')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate({ method: 'POST', path, body: { name: name.trim() } })
        }}
      >
        <Stack>
          <TextInput
            label={t('lookups.value')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={256}
            required
            data-autofocus
          />
          <NotSaved error={add.error} />
          <Group>
            <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
              {t('act.add')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('act.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
