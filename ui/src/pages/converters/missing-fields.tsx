import type { FieldProps } from './more-drawer.tsx'
import { Choice } from './option-choice.tsx'
import type { ConverterRow } from './rows.ts'

const missing = (['default', 'keep', 'clear', 'refuse'] as const).map((value) => ({
  value,
  label: `converters.missing-${value}` as const,
}))

/** What it means that nothing arrives, and when the default counts. */
export function MissingFields({ row, change, disabled, errorOf }: FieldProps) {
  return (
    <>
      <Choice
        label="converters.when-absent"
        hint="converters.when-absent-hint"
        usual="converters.missing-usual"
        choices={missing}
        value={row.whenAbsent ?? ''}
        onChange={(value) => change({ whenAbsent: value as ConverterRow['whenAbsent'] })}
        disabled={disabled}
        error={errorOf('whenAbsent')}
      />
      <Choice
        label="converters.when-empty"
        hint="converters.when-empty-hint"
        usual="converters.missing-usual"
        choices={missing}
        value={row.whenEmpty ?? ''}
        onChange={(value) => change({ whenEmpty: value as ConverterRow['whenEmpty'] })}
        disabled={disabled}
        error={errorOf('whenEmpty')}
      />
      <Choice
        label="converters.default-on"
        usual="converters.default-on-usual"
        choices={[{ value: 'create', label: 'converters.default-on-create' }]}
        value={row.defaultOn ?? ''}
        onChange={(value) => change({ defaultOn: value as ConverterRow['defaultOn'] })}
        disabled={disabled}
        error={errorOf('defaultOn')}
      />
    </>
  )
}

/** Whether the column must end up with a value. */
export const RequiredField = ({ row, change, disabled, errorOf }: FieldProps) => (
  <Choice
    label="converters.required"
    hint="converters.required-hint"
    usual="converters.required-no"
    choices={[
      { value: 'warn', label: 'converters.required-warn' },
      { value: 'block', label: 'converters.required-block' },
    ]}
    value={row.required ?? ''}
    onChange={(value) => change({ required: value as ConverterRow['required'] })}
    disabled={disabled}
    error={errorOf('required')}
  />
)
