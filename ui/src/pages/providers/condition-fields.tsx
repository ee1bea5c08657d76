import { TagsInput, TextInput } from '@mantine/core'
import { t } from '../../text.tsx'
import type { Provider } from './provider.ts'

type Condition = NonNullable<Provider['externalWhen']>

const valuesOf = (condition: Condition): string[] => {
  if ('oneOf' in condition) return [...condition.oneOf]
  return 'equals' in condition ? [condition.equals] : []
}

const conditionOf = (attribute: string, values: readonly string[]): Condition | null => {
  if (attribute === '') return null
  const [first = ''] = values
  if (values.length === 0) return { attribute }
  return values.length === 1 ? { attribute, equals: first } : { attribute, oneOf: [...values] }
}

/** Looks at an attribute: is it there, or has it one of these values. An empty name is no condition. */
export function ConditionFields({
  label,
  hint,
  value,
  onChange,
  error,
}: {
  label: string
  hint?: string
  value: Condition | null
  onChange: (condition: Condition | null) => void
  error: string | null
}) {
  const values = value === null ? [] : valuesOf(value)
  return (
    <fieldset className="plain-set">
      <legend>{label}</legend>
      {hint === undefined ? null : <p className="soft small">{hint}</p>}
      <div className="two-fields">
        <TextInput
          label={t('providers.match-attribute')}
          value={value?.attribute ?? ''}
          onChange={(event) => onChange(conditionOf(event.currentTarget.value, values))}
          error={error}
          maxLength={512}
        />
        <TagsInput
          label={t('providers.condition-values')}
          description={t('providers.condition-values-hint')}
          value={values}
          onChange={(next) => onChange(conditionOf(value?.attribute ?? '', next))}
          disabled={value === null}
        />
      </div>
    </fieldset>
  )
}
