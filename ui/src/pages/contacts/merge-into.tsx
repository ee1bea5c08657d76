import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { ContactsForetold } from '../../parts/merge-forecast.tsx'
import { useChange, useGet } from '../../query.ts'
import { useAsked } from '../../query-asked.ts'
import { t } from '../../text.tsx'
import type { Contact } from './contact-page.tsx'

type Merged = Shape<'contactMerged'>

/** Merges this contact into another one: shows first what the other takes, what is given up and what becomes of the user. */
export function MergeInto({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const [search, setSearch] = useState('')
  const [into, setInto] = useState<string | null>(null)
  const [asked] = useDebouncedValue(search.trim(), 200)
  const [, navigate] = useLocation()
  const found = useGet<ListPage<Contact>>(asked === '' ? null : '/contacts', { search: asked, limit: 10 })
  const path = `/contacts/${contact.id}/merge`
  const forecast = useAsked<Merged>(path, into === null ? null : { into, dryRun: true })
  const merge = useChange<Merged>({ onDone: (done) => navigate(`/contacts/${done.id}`) })
  const others = (found.data?.items ?? []).filter((one) => one.id !== contact.id)
  const labelOf = (one: Contact) =>
    [one.columns.Name, one.columns.Email, one.user?.login].filter((part) => typeof part === 'string').join(' · ')
  return (
    <FormDialog
      title={t('contacts.merge')}
      size="lg"
      act={t('worklist.merge-do')}
      byButton
      ready={into !== null && forecast.data !== undefined}
      busy={merge.isPending}
      error={merge.error}
      onSubmit={() => merge.mutate({ method: 'POST', path, body: { into } })}
      onClose={onClose}
    >
      <Select
        label={t('contacts.merge-into')}
        placeholder={t('contacts.merge-search')}
        searchable
        clearable
        searchValue={search}
        onSearchChange={setSearch}
        value={into}
        onChange={setInto}
        filter={({ options }) => options}
        data={others.map((one) => ({ value: one.id, label: labelOf(one) }))}
        data-autofocus
      />
      {into === null ? null : <ContactsForetold answer={forecast.data} error={forecast.error} heading="h3" />}
    </FormDialog>
  )
}
