import { Select, TextInput } from '@mantine/core'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'
import type { FieldProps } from './more-drawer.tsx'
import type { ConverterRow } from './rows.ts'

/** One of a few with what is usual as its first choice; usual means: not set. */
function Choice({
  label,
  hint,
  usual,
  choices,
  value,
  onChange,
  disabled,
  error,
}: {
  label: TextKey
  hint?: TextKey
  usual: TextKey
  choices: readonly { readonly value: string; readonly label: TextKey }[]
  value: string
  onChange: (value: string | undefined) => void
  disabled: boolean
  error: string | undefined
}) {
  return (
    <Select
      label={t(label)}
      description={hint === undefined ? undefined : t(hint)}
      data={[{ value: '', label: t(usual) }, ...choices.map((one) => ({ value: one.value, label: t(one.label) }))]}
      value={value}
      onChange={(next) => onChange(next === '' || next === null ? undefined : next)}
      allowDeselect={false}
      disabled={disabled}
      error={error}
    />
  )
}

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

/** What several values mean. */
export function SeveralField({ row, change, disabled, errorOf }: FieldProps) {
  const { several } = row
  const kind = typeof several === 'object' ? 'join' : (several ?? '')
  return (
    <>
      <Choice
        label="converters.several"
        usual="converters.several-usual"
        choices={[
          { value: 'first', label: 'converters.several-first' },
          { value: 'last', label: 'converters.several-last' },
          { value: 'join', label: 'converters.several-join' },
          { value: 'refuse', label: 'converters.several-refuse' },
        ]}
        value={kind}
        onChange={(value) => change({ several: value === 'join' ? { join: ', ' } : (value as 'first' | undefined) })}
        disabled={disabled}
        error={errorOf('several')}
      />
      {typeof several === 'object' ? (
        <TextInput
          label={t('converters.several-with')}
          value={several.join}
          onChange={(event) => change({ several: { join: event.currentTarget.value } })}
          maxLength={256}
          disabled={disabled}
        />
      ) : null}
    </>
  )
}

/** What a lookup does not know. */
export function UnknownField({ row, change, disabled, errorOf }: FieldProps) {
  const { unknownValue } = row
  const kind = typeof unknownValue === 'object' ? 'fallBack' : (unknownValue ?? '')
  return (
    <>
      <Choice
        label="converters.unknown"
        hint="converters.unknown-hint"
        usual="converters.unknown-usual"
        choices={(['create', 'queue', 'keep', 'fallBack', 'refuse'] as const).map((value) => ({
          value,
          label: `converters.unknown-${value}` as const,
        }))}
        value={kind}
        onChange={(value) =>
          change({ unknownValue: value === 'fallBack' ? { fallBack: '' } : (value as 'create' | undefined) })
        }
        disabled={disabled}
        error={typeof unknownValue === 'object' ? undefined : errorOf('unknownValue')}
      />
      {typeof unknownValue === 'object' ? (
        <TextInput
          label={t('converters.unknown-with')}
          value={unknownValue.fallBack}
          onChange={(event) => change({ unknownValue: { fallBack: event.currentTarget.value } })}
          maxLength={256}
          required
          disabled={disabled}
          error={errorOf('unknownValue')}
        />
      ) : null}
    </>
  )
}
