import { Select, Stack, Textarea, TextInput } from '@mantine/core'
import { t } from '../../text.tsx'
import type { FieldProps } from './more-drawer.tsx'
import type { ConverterRow } from './rows.ts'

type Condition = NonNullable<ConverterRow['condition']>
type Kind = 'never' | 'present' | 'equals' | 'oneOf'

const kindOf = (condition: Condition | undefined): Kind =>
  condition === undefined ? 'never' : 'equals' in condition ? 'equals' : 'oneOf' in condition ? 'oneOf' : 'present'

const valuesOf = (condition: Condition | undefined): readonly string[] =>
  condition === undefined
    ? []
    : 'equals' in condition
      ? [condition.equals]
      : 'oneOf' in condition
        ? condition.oneOf
        : []

const made = (kind: Kind, attribute: string, values: readonly string[]): Condition | undefined => {
  if (kind === 'never') return undefined
  if (kind === 'present') return { attribute }
  return kind === 'equals' ? { attribute, equals: values[0] ?? '' } : { attribute, oneOf: [...values] }
}

/** The row counts only where another attribute is there, or has a value. */
export function ConditionField({ row: { condition }, change, disabled, errorOf }: FieldProps) {
  const kind = kindOf(condition)
  const attribute = condition?.attribute ?? ''
  const values = valuesOf(condition)
  return (
    <Stack>
      <Select
        label={t('converters.condition')}
        description={t('converters.condition-hint')}
        data={(['never', 'present', 'equals', 'oneOf'] as const).map((value) => ({
          value,
          label: t(`converters.condition-${value}`),
        }))}
        value={kind}
        onChange={(next) => change({ condition: made((next ?? 'never') as Kind, attribute, values) })}
        allowDeselect={false}
        disabled={disabled}
        error={errorOf('condition')}
      />
      {kind === 'never' ? null : (
        <TextInput
          label={t('converters.condition-attribute')}
          value={attribute}
          onChange={(event) => change({ condition: made(kind, event.currentTarget.value, values) })}
          maxLength={256}
          list="attribute-names"
          required
          disabled={disabled}
        />
      )}
      {kind === 'equals' ? (
        <TextInput
          label={t('converters.condition-value')}
          value={values[0] ?? ''}
          onChange={(event) => change({ condition: made(kind, attribute, [event.currentTarget.value]) })}
          maxLength={256}
          disabled={disabled}
        />
      ) : null}
      {kind === 'oneOf' ? (
        <Textarea
          label={t('converters.condition-values')}
          description={t('converters.one-per-line')}
          value={values.join('\n')}
          onChange={(event) => change({ condition: made(kind, attribute, event.currentTarget.value.split('\n')) })}
          autosize
          minRows={2}
          disabled={disabled}
        />
      ) : null}
    </Stack>
  )
}
