import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../text.tsx'
import { Copy } from './copy.tsx'

/** A secret that was made just now and is shown this once. */
export const SecretOnce = ({
  title,
  text,
  label,
  secret,
  onClose,
  children,
}: {
  title: string
  /** Says that it is not shown again. */
  text: string
  /** What the secret is called. */
  label: string
  secret: string
  onClose: () => void
  /** What it is for. */
  children?: ReactNode
}) => (
  <Modal opened onClose={onClose} title={title} size="lg">
    <Stack>
      {/* Focus is led here: on a button that closes, a second Enter of whoever sent the form would lose the secret. */}
      <div className="note good" role="status" tabIndex={-1} data-autofocus>
        <p>{text}</p>
        <Copy value={secret} label={label} />
      </div>
      {children}
      <Group>
        <Button onClick={onClose}>{t('act.close')}</Button>
      </Group>
    </Stack>
  </Modal>
)
