import { Select } from '@mantine/core'
import { useAddress } from '../../address.ts'
import type { Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useAll } from '../../query-all.ts'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'

type User = Shape<'user'>

const filters = ['status', 'type', 'role', 'provider', 'notSeenDays'] as const
const statuses = ['active', 'disabled', 'pending', 'deleted'] as const
const types = ['employee', 'external'] as const
const days = ['30', '90', '365'] as const

/** Everybody who may sign in, or waits to. */
export function UsersPage() {
  const [params, set] = useAddress()
  const roles = useAll<Shape<'role'>>('/roles')
  const columns: readonly Column<User>[] = [
    { key: 'login', title: t('users.login'), cell: (one) => <Text text={one.login} />, sort: 'login' },
    { key: 'name', title: t('contacts.name'), cell: (one) => <Text text={one.contact.name} /> },
    { key: 'type', title: t('users.type'), cell: (one) => t(`users.type-${one.type}`) },
    {
      key: 'status',
      title: t('users.status'),
      cell: (one) => (
        <span className={`badge ${one.status === 'active' ? 'good' : one.status === 'pending' ? 'warn' : 'quiet'}`}>
          {t(`users.status-${one.status}`)}
        </span>
      ),
    },
    {
      key: 'created',
      title: t('users.created'),
      cell: (one) => <When at={one.createdAt} only="day" />,
      sort: 'created',
    },
    { key: 'seen', title: t('contacts.seen'), cell: (one) => <When at={one.lastSeenAt} only="relative" /> },
  ]
  const choice = (name: string, label: string, data: readonly { value: string; label: string }[], wide = 170) => (
    <Select
      aria-label={label}
      placeholder={label}
      data={[...data]}
      value={params.get(name)}
      onChange={(value) => set(name, value)}
      clearable
      searchable={data.length > 8}
      w={wide}
    />
  )
  return (
    <Page title={t('nav.users')} lead={t('users.lead')}>
      <DataList
        label={t('nav.users')}
        path="/users"
        columns={columns}
        keyOf={(one) => one.id}
        href={(one) => `/users/${one.id}`}
        search
        filters={filters}
        controls={
          <>
            {choice(
              'status',
              t('users.status'),
              statuses.map((one) => ({ value: one, label: t(`users.status-${one}`) })),
            )}
            {choice(
              'type',
              t('users.type'),
              types.map((one) => ({ value: one, label: t(`users.type-${one}`) })),
            )}
            {choice(
              'role',
              t('contacts.role'),
              (roles.data ?? []).map((one) => ({ value: one.id, label: roleName(one.name) })),
            )}
            {choice(
              'notSeenDays',
              t('users.not-seen'),
              days.map((one) => ({ value: one, label: t('users.days', { count: Number(one) }) })),
              205,
            )}
          </>
        }
        empty={<Empty title={t('users.none')} text={t('users.none-text')} />}
      />
    </Page>
  )
}
