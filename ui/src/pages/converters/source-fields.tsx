import { SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core'
import { t } from '../../text.tsx'
import type { FieldProps } from './more-drawer.tsx'
import { type ConverterRow, sourceOf } from './rows.ts'

const sources = ['attributes', 'template', 'fixed'] as const

/** What a row takes its values from: attributes, a template of them, or nothing that arrives. */
export function SourceFields({ row, change, disabled, errorOf }: FieldProps) {
  const source = sourceOf(row)
  const choose = (next: string) => {
    if (next === 'template') change({ attributes: null, template: templateFrom(row) })
    else if (next === 'fixed') change({ attributes: null, template: undefined, lastPart: undefined })
    else change({ attributes: row.attributes ?? [], template: undefined })
  }
  return (
    <>
      <SegmentedControl
        value={source}
        onChange={choose}
        disabled={disabled}
        data={sources.map((one) => ({ value: one, label: t(`converters.source-${one}`) }))}
        aria-label={t('converters.source')}
      />
      {source === 'attributes' ? (
        <>
          <Textarea
            label={t('converters.attributes')}
            description={t('converters.attributes-hint')}
            value={(row.attributes ?? []).join('\n')}
            onChange={(event) => change({ attributes: event.currentTarget.value.split('\n').slice(0, 20) })}
            autosize
            minRows={2}
            disabled={disabled}
            error={errorOf('attributes')}
          />
          <Switch
            label={t('converters.last-part')}
            description={t('converters.last-part-hint')}
            checked={row.lastPart === true}
            onChange={(event) => change({ lastPart: event.currentTarget.checked ? true : undefined })}
            disabled={disabled}
            error={errorOf('lastPart')}
          />
        </>
      ) : null}
      {source === 'template' ? (
        <TextInput
          label={t('converters.template')}
          description={t('converters.template-hint')}
          value={row.template ?? ''}
          onChange={(event) => change({ template: event.currentTarget.value })}
          maxLength={2000}
          disabled={disabled}
          error={errorOf('template')}
        />
      ) : null}
      {source === 'fixed' ? <p className="soft small">{t('converters.fixed-hint')}</p> : null}
    </>
  )
}

/** What the row read until now, in braces. */
const templateFrom = (row: ConverterRow): string =>
  (row.attributes ?? [])
    .filter(Boolean)
    .map((name) => `{${name}}`)
    .join(' ')
