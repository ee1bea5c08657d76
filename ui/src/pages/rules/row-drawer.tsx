import { Button, Drawer, Select, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../../text.tsx'
import type { RulesNow } from './use-rule-draft.ts'

/** Everything about a row beyond the grid. What is changed here is part of the draft at once, and saved with it. */
export const RowDrawer = ({
  title,
  gap,
  onClose,
  children,
}: {
  title: string
  gap: 'lg' | 'xl'
  onClose: () => void
  children: ReactNode
}) => (
  <Drawer
    opened
    onClose={onClose}
    position="right"
    size="lg"
    title={title}
    closeButtonProps={{ 'aria-label': t('act.close') }}
  >
    <Stack gap={gap}>
      {children}
      <Button onClick={onClose} variant="default">
        {t('act.close')}
      </Button>
    </Stack>
  </Drawer>
)

/** For which provider a row is; null: for all. */
export const ProviderField = ({
  label,
  description,
  providers,
  value,
  onChange,
  disabled,
  error,
}: {
  label: string
  description: string
  providers: RulesNow['providers']
  value: string | null
  onChange: (provider: string | null) => void
  disabled: boolean
  error: string | undefined
}) => (
  <Select
    label={label}
    description={description}
    data={[
      { value: '', label: t('rules.all-providers') },
      ...providers.map((one) => ({ value: one.slug, label: one.name })),
    ]}
    value={value ?? ''}
    onChange={(slug) => onChange(slug || null)}
    allowDeselect={false}
    disabled={disabled}
    error={error}
  />
)
