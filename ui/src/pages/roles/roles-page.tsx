import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { Icon } from '../../parts/icon.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { Marks } from './marks.tsx'
import { RoleForm } from './role-form.tsx'
import { RoleTree } from './role-tree.tsx'
import type { Role } from './tree.ts'
import './roles.css'
import { roleName } from '../../words.tsx'

/** Organisational roles as a tree, functional ones as a list. */
export function RolesPage() {
  const roles = useAll<Role>('/roles')
  const [adding, setAdding] = useState(false)
  const [search, setSearch] = useState('')
  const may = useMay('directory:write')
  const matches = (role: Role) => roleName(role.name).toLowerCase().includes(search.trim().toLowerCase())
  const all = roles.data ?? []
  const organisational = all.filter((one) => one.kind === 'organisational')
  const functional = all.filter((one) => one.kind === 'functional').filter(matches)
  return (
    <Page
      title={t('nav.roles')}
      lead={t('roles.lead')}
      actions={
        may ? (
          <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('roles.add')}
          </Button>
        ) : null
      }
    >
      {roles.isError ? (
        <Failure error={roles.error} again={() => roles.refetch()} />
      ) : roles.isPending ? (
        <Loading lines={8} />
      ) : (
        <div className="stack">
          <SearchField value={search} onChange={setSearch} />
          <Card title={t('roles.organisational')}>
            <p className="soft small">{t('roles.organisational-text')}</p>
            {search.trim() === '' ? (
              <RoleTree roles={organisational} />
            ) : (
              <Names roles={organisational.filter(matches)} />
            )}
          </Card>
          <Card title={t('roles.functional')}>
            <p className="soft small">{t('roles.functional-text')}</p>
            <Names roles={functional} />
          </Card>
        </div>
      )}
      {adding ? <RoleForm roles={all} role={null} onClose={() => setAdding(false)} /> : null}
    </Page>
  )
}

function Names({ roles }: { roles: readonly Role[] }) {
  if (roles.length === 0) return <p className="none">{t('roles.none')}</p>
  return (
    <ul className="plain role-names">
      {roles.map((role) => (
        <li key={role.id} className="row">
          <Link href={`/roles/${role.id}`}>
            <Text text={roleName(role.name)} />
          </Link>
          <Marks of={role} />
        </li>
      ))}
    </ul>
  )
}
