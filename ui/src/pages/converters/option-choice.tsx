import { Select } from '@mantine/core'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'

/** One of a few with what is usual as its first choice; usual means: not set. */
export function Choice({
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
