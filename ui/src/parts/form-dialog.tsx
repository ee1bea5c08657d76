import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../text.tsx'
import { NotSaved } from './not-saved.tsx'
import type { FieldNames } from './states.tsx'

/** A form in front of the page: its fields, why it was refused, and its two ends. */
export const FormDialog = ({
  title,
  size = 'md',
  act,
  color,
  atAct = false,
  byButton = false,
  ready = true,
  busy,
  error,
  nameOf,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  size?: 'md' | 'lg' | 'xl'
  /** What its button says. */
  act: string
  color?: 'red' | undefined
  /** Whether focus starts on that button. */
  atAct?: boolean
  /** Whether that button alone sends it: Enter in a field does not. */
  byButton?: boolean
  /** Whether it can be sent as it stands. */
  ready?: boolean
  busy: boolean
  error: unknown
  /** What it calls the fields that an error may name. */
  nameOf?: FieldNames
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}) => (
  <Modal opened onClose={onClose} title={title} size={size}>
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!byButton) onSubmit()
      }}
    >
      <Stack>
        {children}
        <NotSaved error={error} nameOf={nameOf} />
        <Group>
          <Button
            {...(byButton ? { onClick: onSubmit } : { type: 'submit' })}
            {...(color ? { color } : {})}
            loading={busy}
            disabled={!ready}
            data-autofocus={atAct || undefined}
          >
            {act}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  </Modal>
)
