import { ActionIcon, Group, Select, Stack } from '@mantine/core'
import { Icon } from '../../parts/icon.tsx'
import { t } from '../../text.tsx'
import type { FieldProps } from './more-drawer.tsx'
import { StepParts } from './step-parts.tsx'
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
              <StepParts step={step} onChange={(next) => put(at, next)} disabled={disabled} />
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
