import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { Conflict, useCurrent } from '../../parts/conflict.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Cell } from '../../parts/value.tsx'
import { useChange, useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { columnCaption } from '../../words.tsx'
import type { Contact } from './contact-page.tsx'
import { NextSignIn } from './next-sign-in.tsx'

type Column = Shape<'column'>
type Value = string | { readonly id: string; readonly name: string } | null

/** Changes one value by hand, and says what the attribute mapping will do with that at the next sign-in. */
export function EditValue({ contact, column, onClose }: { contact: Contact; column: Column; onClose: () => void }) {
  const before = (contact.columns[column.name] ?? null) as Value
  const [value, setValue] = useState<Value>(before)
  const path = `/contacts/${contact.id}`
  const save = useChange<Contact>({ onDone: onClose })
  const current = useCurrent<Contact>(save.error, path)
  const send = (version: number) => {
    const given = value === null || value === '' ? null : typeof value === 'string' ? value : { id: value.id }
    save.mutate({ method: 'PATCH', path, body: { columns: { [column.name]: given } }, version })
  }
  return (
    <form
      className="edit-value"
      onSubmit={(event) => {
        event.preventDefault()
        send(contact.version)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <Stack gap="xs">
        <NextSignIn column={column.name} empty={value === null || value === ''} />
        <Field column={column} value={value} onChange={setValue} />
        {current ? (
          <Conflict
            fields={[
              {
                label: columnCaption(column),
                yours: <Cell value={value} />,
                theirs: <Cell value={current.columns[column.name]} />,
              },
            ]}
            onTake={onClose}
            onOver={() => send(current.version)}
            busy={save.isPending}
          />
        ) : (
          <NotSaved error={save.error} />
        )}
        <Group gap="xs">
          <Button type="submit" size="compact-md" loading={save.isPending}>
            {t('act.save')}
          </Button>
          <Button variant="default" size="compact-md" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Field({ column, value, onChange }: { column: Column; value: Value; onChange: (value: Value) => void }) {
  const text = typeof value === 'string' ? value : ''
  const label = { 'aria-label': columnCaption(column), autoFocus: true }
  if (column.type === 'lookup') return <Lookup column={column} value={value} onChange={onChange} />
  if (column.type === 'boolean') {
    return (
      <Select
        {...label}
        data={[
          { value: 'true', label: t('value.yes') },
          { value: 'false', label: t('value.no') },
        ]}
        value={text === '' ? null : text}
        onChange={(next) => onChange(next)}
        clearable
      />
    )
  }
  if (column.type === 'date') {
    return <TextInput {...label} type="date" value={text} onChange={(event) => onChange(event.currentTarget.value)} />
  }
  if (column.type === 'text' && (text.length > 80 || column.name === 'Notes')) {
    return (
      <Textarea
        {...label}
        autosize
        maxRows={8}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  const kinds: Readonly<Record<string, string>> = { email: 'email', phone: 'tel' }
  return (
    <TextInput
      {...label}
      type={kinds[column.type] ?? 'text'}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function Lookup({ column, value, onChange }: { column: Column; value: Value; onChange: (value: Value) => void }) {
  const chosen = value !== null && typeof value !== 'string' ? value : null
  const [search, setSearch] = useState(chosen?.name ?? '')
  const [asked] = useDebouncedValue(search.trim(), 200)
  const found = useGet<ListPage<Shape<'lookupValue'>>>(`/lookups/${column.lookup}/values`, {
    search: asked === chosen?.name ? '' : asked,
    limit: 20,
  })
  const items = found.data?.items ?? []
  const options = chosen && !items.some((one) => one.id === chosen.id) ? [chosen, ...items] : items
  return (
    <Select
      aria-label={columnCaption(column)}
      autoFocus
      searchable
      clearable
      searchValue={search}
      onSearchChange={setSearch}
      value={chosen?.id ?? null}
      onChange={(id) => onChange(options.find((one) => one.id === id) ?? null)}
      filter={({ options: all }) => all}
      data={options.map((one) => ({ value: one.id, label: one.name }))}
      nothingFoundMessage={t('list.nothing-found')}
    />
  )
}
