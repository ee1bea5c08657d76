import { Anchor, Button, MultiSelect, Select } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useState } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import { apiUrl, type Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Cell, Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { columnCaption, roleName } from '../../words.tsx'
import { NewContact } from './new-contact.tsx'

type Contact = Shape<'contact'>

const filters = ['status', 'type', 'role', 'provider', 'account', 'user'] as const
const statuses = ['active', 'disabled', 'pending', 'none'] as const

/** Everybody: chosen columns, search, filters, and the way to each. */
export function ContactsPage() {
  const [params] = useAddress()
  const [adding, setAdding] = useState(false)
  const may = useMay('directory:write')
  const all = useAll<Shape<'column'>>('/columns')
  const [chosen, setChosen] = useLocalStorage<readonly string[]>({
    key: 'jitup-contact-columns',
    defaultValue: ['Email', 'Account', 'Department'],
  })
  const known = (all.data ?? []).filter((one) => one.name !== 'Name')
  const shown = chosen.filter((name) => known.some((one) => one.name === name))
  const columns: readonly Column<Contact>[] = [
    { key: 'Name', title: t('contacts.name'), cell: (one) => <Cell value={one.columns.Name} />, sort: 'name' },
    ...shown.map((name) => ({
      key: name,
      title: columnCaption(known.find((one) => one.name === name) ?? { name, caption: name }),
      cell: (one: Contact) => <Cell value={one.columns[name]} />,
    })),
    {
      key: 'user',
      title: t('contacts.user'),
      cell: (one) =>
        one.user ? <Text text={one.user.login} /> : <span className="none">{t('contacts.no-user')}</span>,
    },
    {
      key: 'status',
      title: t('contacts.status'),
      cell: (one) =>
        one.user && one.user.status !== 'active' ? (
          <span className="badge warn">{t(`users.status-${one.user.status}`)}</span>
        ) : null,
    },
    { key: 'seen', title: t('contacts.seen'), cell: (one) => <When at={one.lastSeenAt} only="relative" /> },
  ]
  const asked = Object.fromEntries([...params].filter(([name]) => name !== 'cursor'))
  return (
    <Page
      title={t('nav.contacts')}
      lead={t('contacts.lead')}
      actions={
        <>
          <Anchor
            href={apiUrl('/contacts', { ...asked, columns: ['Name', ...shown].join(','), format: 'csv' })}
            download="contacts.csv"
          >
            {t('list.csv')}
          </Anchor>
          {may ? <Link href="/contacts/import">{t('contacts.import')}</Link> : null}
          {may ? (
            <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
              {t('contacts.add')}
            </Button>
          ) : null}
        </>
      }
    >
      <DataList
        label={t('nav.contacts')}
        path="/contacts"
        query={{ columns: ['Name', ...shown].join(',') }}
        columns={columns}
        keyOf={(one) => one.id}
        href={(one) => `/contacts/${one.id}`}
        search
        filters={filters}
        controls={
          <>
            <Filters />
            <MultiSelect
              aria-label={t('list.columns')}
              placeholder={t('list.columns')}
              data={known.map((one) => ({ value: one.name, label: columnCaption(one) }))}
              value={[...shown]}
              onChange={(names) => setChosen(names.slice(0, 6))}
              maxValues={6}
              searchable
              hidePickedOptions
              maw={360}
            />
          </>
        }
        empty={
          <Empty title={t('contacts.none')} text={t('contacts.none-text')}>
            <Link href="/providers/new">{t('contacts.none-go')}</Link>
          </Empty>
        }
      />
      {adding ? <NewContact columns={all.data ?? []} onClose={() => setAdding(false)} /> : null}
    </Page>
  )
}

function Filters() {
  const [params, set] = useAddress()
  const roles = useAll<Shape<'role'>>('/roles')
  return (
    <>
      <Select
        aria-label={t('contacts.status')}
        placeholder={t('contacts.status')}
        data={statuses.map((one) => ({
          value: one,
          label: t(one === 'none' ? 'contacts.no-user' : `users.status-${one}`),
        }))}
        value={params.get('status')}
        onChange={(value) => set('status', value)}
        clearable
        w={170}
      />
      <Select
        aria-label={t('contacts.role')}
        placeholder={t('contacts.role')}
        data={(roles.data ?? []).map((one) => ({ value: one.id, label: roleName(one.name) }))}
        value={params.get('role')}
        onChange={(value) => set('role', value)}
        searchable
        clearable
        w={190}
      />
    </>
  )
}
