import { TextInput } from '@mantine/core'
import { t } from '../../text.tsx'
import type { FieldProps } from './more-drawer.tsx'
import { Choice } from './option-choice.tsx'

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
