import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useCaptions } from '../../parts/plan-view.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Cell } from '../../parts/value.tsx'
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
    <Modal opened onClose={onClose} title={t('contacts.merge')} size="lg">
      <Stack>
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
        {into === null ? null : forecast.isError ? (
          <Failure error={forecast.error} />
        ) : forecast.data ? (
          <Forecast merged={forecast.data} />
        ) : (
          <Loading lines={3} />
        )}
        <NotSaved error={merge.error} />
        <Group>
          <Button
            loading={merge.isPending}
            disabled={into === null || !forecast.data}
            onClick={() => merge.mutate({ method: 'POST', path, body: { into } })}
          >
            {t('worklist.merge-do')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Forecast({ merged }: { merged: Merged }) {
  const captionOf = useCaptions()
  const lists = [
    [t('worklist.merge-taken'), merged.taken],
    [t('worklist.merge-given-up'), merged.givenUp],
  ] as const
  return (
    <div className="note">
      {lists.map(([title, values]) =>
        values.length === 0 ? null : (
          <div key={title}>
            <h3>{title}</h3>
            <ul className="plain">
              {values.map((one) => (
                <li key={one.column}>
                  {captionOf(one.column)}: <Cell value={one.value} />
                </li>
              ))}
            </ul>
          </div>
        ),
      )}
      {merged.rolesMoved.length > 0 ? (
        <p>{t('contacts.merge-roles', { roles: merged.rolesMoved.map((one) => one.role.name).join(', ') })}</p>
      ) : null}
      {merged.user.loginGone === null ? null : <p>{t('worklist.merge-login', { login: merged.user.loginGone })}</p>}
      <p>{t('worklist.merge-final')}</p>
    </div>
  )
}
