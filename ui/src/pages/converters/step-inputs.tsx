import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../text.tsx'
import { type Step, tableFrom, tableText } from './steps.ts'

/** A few words, one in each line. */
export function ListInput({
  label,
  value,
  onChange,
  disabled,
}: {
  label: string
  value: readonly string[]
  onChange: (value: readonly string[]) => void
  disabled: boolean
}) {
  return (
    <Textarea
      label={label}
      description={t('converters.one-per-line')}
      value={value.join('\n')}
      onChange={(event) => onChange(event.currentTarget.value.split('\n'))}
      autosize
      minRows={3}
      disabled={disabled}
    />
  )
}

type Table = Extract<Step, { map: unknown }>

/** A table of whole values, and what all others become. It is kept as it was typed while it is typed. */
export function TableInput({
  step,
  onChange,
  disabled,
}: {
  step: Table
  onChange: (step: Step) => void
  disabled: boolean
}) {
  const [text, setText] = useState(() => tableText(step.map))
  const { otherwise } = step
  const rest = otherwise === undefined ? {} : { otherwise }
  return (
    <>
      <Textarea
        label={t('converters.step-map-part')}
        description={t('converters.step-map-hint')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          const lines = tableFrom(event.currentTarget.value).filter(([from, to]) => from !== '' || to !== '')
          onChange({ map: lines.length > 0 ? lines : [['', '']], ...rest })
        }}
        autosize
        minRows={3}
        disabled={disabled}
      />
      <TextInput
        label={t('converters.step-map-otherwise')}
        placeholder={t('converters.step-map-stays')}
        value={otherwise ?? ''}
        onChange={(event) => {
          const value = event.currentTarget.value
          onChange(value === '' ? { map: step.map } : { map: step.map, otherwise: value })
        }}
        maxLength={256}
        disabled={disabled}
      />
    </>
  )
}
