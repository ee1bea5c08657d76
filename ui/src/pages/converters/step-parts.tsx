import { Group, NumberInput, Select, TextInput } from '@mantine/core'
import { t } from '../../text.tsx'
import { ListInput, TableInput } from './step-inputs.tsx'
import type { Step } from './steps.ts'

/** What a clean-up step needs to know. */
export function StepParts({
  step,
  onChange,
  disabled,
}: {
  step: Step
  onChange: (step: Step) => void
  disabled: boolean
}) {
  if (typeof step === 'string') return null
  const text = (key: 'split' | 'join' | 'date' | 'phone', value: string, made: (text: string) => Step) => (
    <TextInput
      label={t(`converters.step-${key}-part`)}
      value={value}
      onChange={(event) => onChange(made(event.currentTarget.value))}
      maxLength={key === 'phone' ? 2 : 256}
      disabled={disabled}
    />
  )
  if ('split' in step) return text('split', step.split, (split) => ({ split }))
  if ('join' in step) return text('join', step.join, (join) => ({ join }))
  if ('date' in step) return text('date', step.date, (date) => ({ date }))
  if ('phone' in step) return text('phone', step.phone, (phone) => ({ phone: phone.toUpperCase() }))
  if ('nth' in step) {
    return (
      <NumberInput
        label={t('converters.step-nth-part')}
        value={step.nth}
        onChange={(value) => onChange({ nth: Number(value) || 1 })}
        min={1}
        max={1000}
        disabled={disabled}
      />
    )
  }
  if ('number' in step) {
    return (
      <Select
        label={t('converters.step-number-part')}
        data={['.', ',']}
        value={step.number}
        onChange={(value) => onChange({ number: value === ',' ? ',' : '.' })}
        allowDeselect={false}
        disabled={disabled}
      />
    )
  }
  if ('boolean' in step) {
    const { yes, no } = step.boolean
    return (
      <Group grow align="flex-start">
        <ListInput
          label={t('value.yes')}
          value={yes}
          onChange={(next) => onChange({ boolean: { yes: [...next], no: [...no] } })}
          disabled={disabled}
        />
        <ListInput
          label={t('value.no')}
          value={no}
          onChange={(next) => onChange({ boolean: { yes: [...yes], no: [...next] } })}
          disabled={disabled}
        />
      </Group>
    )
  }
  return <TableInput step={step} onChange={onChange} disabled={disabled} />
}
