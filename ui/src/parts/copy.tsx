import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { t } from '../text.tsx'
import { Icon } from './icon.tsx'

/** A value that is pasted elsewhere, with a button that copies it. */
export function Copy({ value, label }: { value: string; label: string }) {
  return (
    <span className="copy">
      <code>{value}</code>
      <CopyButton value={value} timeout={1500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('act.copied') : t('act.copy')}>
            <ActionIcon
              variant="subtle"
              color={copied ? 'green' : 'gray'}
              onClick={copy}
              aria-label={`${copied ? t('act.copied') : t('act.copy')}: ${label}`}
            >
              <Icon name={copied ? 'check' : 'copy'} />
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  )
}
