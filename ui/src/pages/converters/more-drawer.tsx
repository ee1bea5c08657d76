import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Draft, useEntry } from '../../parts/draft.ts'
import { Icon } from '../../parts/icon.tsx'
import { t } from '../../text.tsx'
import { errorOf } from '../rules/draft-row.tsx'
import { ProviderField, RowDrawer } from '../rules/row-drawer.tsx'
import { ConditionField } from './condition-field.tsx'
import type { ConverterContext } from './context.ts'
import { MissingFields, RequiredField } from './missing-fields.tsx'
import type { ConverterRow } from './rows.ts'
import { SourceFields } from './source-fields.tsx'
import { StepsField } from './steps-field.tsx'
import { SeveralField, UnknownField } from './value-fields.tsx'

/** What a field of the drawer needs to show and change its part of a row. */
export interface FieldProps {
  readonly row: ConverterRow
  readonly change: (fields: Partial<ConverterRow>) => void
  readonly disabled: boolean
  readonly errorOf: (field: string) => string | undefined
}

/** Everything about a row beyond the grid. What is changed here is part of the draft at once, and saved with it. */
export function MoreDrawer({
  draft,
  id,
  context,
  onMove,
  onCopy,
  onClose,
}: {
  draft: Draft<ConverterRow>
  id: string
  context: ConverterContext
  onMove: (step: -1 | 1) => void
  onCopy: () => void
  onClose: () => void
}) {
  const entry = useEntry(draft, id)
  if (!entry) return null
  const { row, state } = entry
  const disabled = !context.mayWrite || state === 'removed'
  const fields: FieldProps = {
    row,
    change: (changed) => draft.change(id, changed),
    disabled,
    errorOf: (field) => errorOf(entry, field),
  }
  const column = context.columnOf(row.column)
  return (
    <RowDrawer
      title={row.column === '' ? t('converters.new-row') : context.captionOf(row.column)}
      gap="xl"
      onClose={onClose}
    >
      <Section title={t('converters.source')}>
        <SourceFields {...fields} />
        <ProviderField
          label={t('converters.provider')}
          description={t('converters.provider-hint')}
          providers={context.providers}
          value={row.provider}
          onChange={(provider) => fields.change({ provider })}
          disabled={disabled}
          error={fields.errorOf('provider')}
        />
        <ConditionField {...fields} />
      </Section>
      <Section title={t('converters.values')}>
        <StepsField {...fields} />
        <SeveralField {...fields} />
        {column?.type === 'lookup' || row.unknownValue ? <UnknownField {...fields} /> : null}
      </Section>
      <Section title={t('converters.missing')}>
        <MissingFields {...fields} />
        <RequiredField {...fields} />
      </Section>
      {disabled ? null : (
        <Group>
          <Button variant="default" leftSection={<Icon name="up" />} onClick={() => onMove(-1)}>
            {t('converters.up')}
          </Button>
          <Button variant="default" leftSection={<Icon name="down" />} onClick={() => onMove(1)}>
            {t('converters.down')}
          </Button>
          <Button variant="default" leftSection={<Icon name="copy" />} onClick={onCopy}>
            {t('converters.copy')}
          </Button>
        </Group>
      )}
    </RowDrawer>
  )
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3>{title}</h3>
    <Stack>{children}</Stack>
  </section>
)
