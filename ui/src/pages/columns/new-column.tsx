import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Given, ListPage, Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useChange, useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { lookupCaption } from '../../words.tsx'

type ContactColumn = Shape<'column'>
type Type = Given<'columnInput'>['type']

const types: readonly Type[] = [
  'text',
  'lookup',
  'email',
  'phone',
  'date',
  'datetime',
  'boolean',
  'integer',
  'decimal',
  'language',
  'timezone',
]

/** "Cost centre" → "CostCentre": what a name made of the caption may be. */
const codeFrom = (caption: string): string =>
  caption
    .normalize('NFKD')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('')
    .replace(/^[0-9]+/, '')
    .slice(0, 60)

/** Adds a column to every contact. Name and type stay as they are for ever, so the form says so. */
export function NewColumn({
  onClose,
  onMade,
  proposed = '',
}: {
  onClose: () => void
  onMade?: (column: string) => void
  /** What the caption begins as. */
  proposed?: string
}) {
  const [caption, setCaption] = useState(proposed)
  const [typed, setTyped] = useState<string | null>(null)
  const [type, setType] = useState<Type>('text')
  const [lookup, setLookup] = useState<string | null>(null)
  const lookups = useGet<ListPage<Shape<'lookup'>>>('/lookups', { limit: 200 })
  const add = useChange<ContactColumn>({
    onDone: (column) => {
      onMade?.(column.name)
      onClose()
    },
  })
  const name = typed ?? codeFrom(caption)
  return (
    <FormDialog
      title={t('columns.add')}
      act={t('act.add')}
      ready={caption.trim() !== '' && name !== ''}
      busy={add.isPending}
      error={add.error}
      onSubmit={() => {
        const body = { name, caption: caption.trim(), type, ...(type === 'lookup' ? { lookup: lookup ?? name } : {}) }
        add.mutate({ method: 'POST', path: '/columns', body })
      }}
      onClose={onClose}
    >
      <TextInput
        label={t('columns.caption')}
        value={caption}
        onChange={(event) => setCaption(event.currentTarget.value)}
        maxLength={256}
        required
        data-autofocus
      />
      <TextInput
        label={t('value.code')}
        description={t('columns.code-hint')}
        value={name}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={60}
        required
      />
      <Select
        label={t('columns.type')}
        description={t('columns.type-hint')}
        data={types.map((one) => ({ value: one, label: t(`columns.type-${one}`) }))}
        value={type}
        onChange={(value) => setType((value as Type | null) ?? 'text')}
        allowDeselect={false}
      />
      {type === 'lookup' ? (
        <Select
          label={t('columns.lookup')}
          description={t('columns.lookup-hint')}
          data={(lookups.data?.items ?? []).map((one) => ({
            value: one.name,
            label: `${lookupCaption(one)} (${one.name})`,
          }))}
          value={lookup}
          onChange={setLookup}
          placeholder={t('columns.lookup-new')}
          clearable
          searchable
        />
      ) : null}
    </FormDialog>
  )
}
