import { ActionIcon, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { Icon } from '../../parts/icon.tsx'
import { t } from '../../text.tsx'
import type { FieldProps } from './more-drawer.tsx'
import { ListInput, TableInput } from './step-inputs.tsx'
import { nameOfStep, type Step, type StepName, stepNames, steps } from './steps.ts'

/** The clean-up steps of a row, in their order, each with its parts. */
export function StepsField({ row, change, disabled, errorOf }: FieldProps) {
  const list = row.convert ?? []
  const set = (next: readonly Step[]) => change({ convert: next.length > 0 ? [...next] : undefined })
  const put = (at: number, step: Step) => set(list.map((one, index) => (index === at ? step : one)))
  const move = (at: number, by: number) => {
    const step = list[at]
    if (step === undefined) return
    const rest = list.filter((_, index) => index !== at)
    set([...rest.slice(0, at + by), step, ...rest.slice(at + by)])
  }
  return (
    <Stack gap="xs">
      <div>
        <strong className="field-label">{t('converters.steps')}</strong>
        <p className="soft small">{t('converters.steps-hint')}</p>
      </div>
      <ol className="steps" hidden={list.length === 0}>
        {list.map((step, at) => {
          const name = t(`converters.step-${nameOfStep(step)}`)
          const error = errorOf(`convert.${at}`)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is nothing but its place and what it says
            <li key={at}>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <span>{name}</span>
                {disabled ? null : (
                  <Group gap={2} wrap="nowrap">
                    <Act
                      icon="up"
                      label={t('converters.step-up', { name })}
                      onClick={() => move(at, -1)}
                      disabled={at === 0}
                    />
                    <Act
                      icon="down"
                      label={t('converters.step-down', { name })}
                      onClick={() => move(at, 1)}
                      disabled={at === list.length - 1}
                    />
                    <Act
                      icon="close"
                      label={t('converters.step-remove', { name })}
                      onClick={() => set(list.filter((_, index) => index !== at))}
                    />
                  </Group>
                )}
              </Group>
              <Parts step={step} onChange={(next) => put(at, next)} disabled={disabled} />
              {error === undefined ? null : (
                <p className="grid-error" role="alert">
                  {error}
                </p>
              )}
            </li>
          )
        })}
      </ol>
      <Select
        aria-label={t('converters.add-step')}
        placeholder={t('converters.add-step')}
        data={stepNames.map((value) => ({ value, label: t(`converters.step-${value}`) }))}
        value={null}
        onChange={(value) => value !== null && set([...list, steps[value as StepName]] as readonly Step[])}
        searchable
        disabled={disabled || list.length >= 20}
      />
    </Stack>
  )
}

function Act({
  icon,
  label,
  onClick,
  disabled = false,
}: {
  icon: 'up' | 'down' | 'close'
  label: string
  onClick: () => void
  disabled?: boolean
}) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={onClick} disabled={disabled}>
      <Icon name={icon} size={15} />
    </ActionIcon>
  )
}

/** What a step needs to know. */
function Parts({ step, onChange, disabled }: { step: Step; onChange: (step: Step) => void; disabled: boolean }) {
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
