import { Radio, Stack, Switch } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../../text.tsx'

/** One of several, each with what it means. */
export const Choices = <Value extends string>({
  label,
  description,
  value,
  choices,
  onChange,
}: {
  label: string
  description?: string
  value: Value
  choices: readonly { readonly value: Value; readonly label: string; readonly hint: string }[]
  onChange: (value: Value) => void
}) => (
  <Radio.Group label={label} description={description} value={value} onChange={(chosen) => onChange(chosen as Value)}>
    <Stack gap="xs" mt="xs">
      {choices.map((one) => (
        <Radio key={one.value} value={one.value} label={one.label} description={one.hint} />
      ))}
    </Stack>
  </Radio.Group>
)

/** As whom people come: employees or external. */
export const UserTypeField = ({
  value,
  onChange,
}: {
  value: 'employee' | 'external'
  onChange: (value: 'employee' | 'external') => void
}) => (
  <Choices
    label={t('providers.user-type')}
    value={value}
    choices={(['employee', 'external'] as const).map((one) => ({
      value: one,
      label: t(`providers.user-${one}`),
      hint: t(`providers.user-${one}-hint`),
    }))}
    onChange={onChange}
  />
)

interface Allowed {
  readonly create: boolean
  readonly update: boolean
}

/** What a sign-in may do with people: make them, refresh them, and what else stands below. */
export const AllowedFields = ({
  title,
  gap,
  hints = false,
  value,
  onChange,
  children,
}: {
  title: string
  gap: 'xs' | 'sm'
  /** With what each switch means. */
  hints?: boolean
  value: Allowed
  onChange: (fields: Partial<Allowed>) => void
  children?: ReactNode
}) => (
  <fieldset className="plain-set">
    <legend>{title}</legend>
    <Stack gap={gap}>
      {(['create', 'update'] as const).map((one) => (
        <Switch
          key={one}
          label={t(`providers.${one}`)}
          description={hints ? t(`providers.${one}-hint`) : undefined}
          checked={value[one]}
          onChange={(event) => onChange({ [one]: event.currentTarget.checked })}
        />
      ))}
      {children}
    </Stack>
  </fieldset>
)
