import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import type { Role } from './tree.ts'

type Grant = Shape<'grant'>

/** Who has a role, and what gave it to each; by hand it can be given and taken here. */
export function Members({ role, mayTouch }: { role: Role; mayTouch: boolean }) {
  const take = useChange()
  const columns: readonly Column<Grant>[] = [
    { key: 'user', title: t('roles.person'), cell: (one) => <Person user={one.user} /> },
    {
      key: 'origin',
      title: t('roles.origin'),
      cell: (one) => (
        <>
          {t(`roles.origin-${one.origin}`)} <ProviderName slug={one.provider} />
        </>
      ),
    },
    { key: 'at', title: t('roles.since'), cell: (one) => <When at={one.createdAt} only="day" /> },
    ...(mayTouch
      ? [
          {
            key: 'take',
            title: '',
            cell: (one: Grant) =>
              one.origin === 'manual' ? (
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  loading={take.isPending && take.variables?.path === `/grants/${one.id}`}
                  onClick={() => take.mutate({ method: 'DELETE', path: `/grants/${one.id}` })}
                >
                  {t('roles.take')}
                </Button>
              ) : null,
          },
        ]
      : []),
  ]
  return (
    <section className="card">
      <h2>{t('roles.members')}</h2>
      {mayTouch && role.builtIn !== 'all-employees' && role.builtIn !== 'all-external' ? <Give role={role} /> : null}
      <NotSaved error={take.error} />
      <DataList
        label={t('roles.members')}
        path="/grants"
        query={{ role: role.id }}
        columns={columns}
        keyOf={(one) => one.id}
        href={(one) => `/users/${one.user.id}`}
        empty={<Empty title={t('roles.nobody')} text={t('roles.nobody-text')} />}
      />
    </section>
  )
}

/** The sign-in name tells apart who is called alike. */
const Person = ({ user: { name, login } }: Pick<Grant, 'user'>) => (
  <>
    <Text text={name} />{' '}
    {name === login ? null : (
      <span className="soft small">
        <Text text={login} />
      </span>
    )}
  </>
)

function Give({ role }: { role: Role }) {
  const [search, setSearch] = useState('')
  const [user, setUser] = useState<string | null>(null)
  const [asked] = useDebouncedValue(search.trim(), 200)
  const users = useGet<ListPage<Shape<'user'>>>(asked === '' ? null : '/users', { search: asked, limit: 10 })
  const give = useChange({
    onDone: () => {
      setUser(null)
      setSearch('')
    },
  })
  const found = users.data?.items ?? []
  return (
    <form
      className="row give"
      onSubmit={(event) => {
        event.preventDefault()
        if (user !== null) give.mutate({ method: 'POST', path: '/grants', body: { user, role: role.id } })
      }}
    >
      <Select
        className="grow"
        label={t('roles.give-to')}
        placeholder={t('roles.give-search')}
        searchable
        clearable
        searchValue={search}
        onSearchChange={setSearch}
        value={user}
        onChange={setUser}
        filter={({ options }) => options}
        data={found.map((one) => ({ value: one.id, label: `${one.contact.name} (${one.login})` }))}
        nothingFoundMessage={asked === '' ? undefined : t('list.nothing-found')}
      />
      <Button type="submit" variant="default" disabled={user === null} loading={give.isPending}>
        {t('roles.give')}
      </Button>
      <NotSaved error={give.error} />
    </form>
  )
}
