import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Icon } from '../../parts/icon.tsx'
import { More } from '../../parts/more.tsx'
import { Card } from '../../parts/page.tsx'
import { Empty, Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import { RoleForm } from '../roles/role-form.tsx'
import { Commands } from './command.tsx'
import { EmergencyAdministrators } from './emergency.tsx'
import { SettingsPage } from './settings-page.tsx'

type Administrator = Shape<'administrator'>
type Role = Shape<'role'>

/** Who may what: emergency administrators first, then the roles with rights, then everybody who has one. */
export function AdministratorsPage() {
  const columns: readonly Column<Administrator>[] = [
    {
      key: 'person',
      title: t('settings.person'),
      cell: (one) => (
        <span>
          <Text text={one.contact.name} />{' '}
          {one.status === 'active' ? null : <span className="badge warn">{t(`settings.status-${one.status}`)}</span>}
        </span>
      ),
    },
    { key: 'login', title: t('settings.login'), cell: (one) => <Text text={one.user.login} /> },
    {
      key: 'roles',
      title: t('settings.by-role'),
      cell: (one) => (
        <span>
          {one.roles.map((role) => (
            <Named key={role.id} name={roleName(role.name)} />
          ))}
        </span>
      ),
    },
    {
      key: 'may',
      title: t('tokens.scopes'),
      cell: (one) => (
        <span>
          <Rights scopes={one.scopes} />
        </span>
      ),
    },
    { key: 'used', title: t('settings.last-sign-in'), cell: (one) => <When at={one.usedAt} only="relative" /> },
  ]
  return (
    <SettingsPage title={t('settings.administrators')} lead={t('settings.administrators-lead')}>
      <div className="stack">
        <EmergencyAdministrators />
        <Roles />
        <DataList
          label={t('settings.who-may')}
          path="/administrators"
          columns={columns}
          keyOf={(one) => one.user.id}
          href={(one) => `/contacts/${one.contact.id}`}
          controls={<h2>{t('settings.who-may')}</h2>}
          empty={<Empty title={t('settings.nobody-may')} text={t('settings.nobody-may-text')} />}
        />
        <More title={t('settings.locked-out')}>
          <p>{t('settings.locked-out-text')}</p>
          <Commands of={['admin reset LOGIN', 'admin create LOGIN']} />
        </More>
      </div>
    </SettingsPage>
  )
}

const Named = ({ name }: { name: string }) => (
  <>
    <span className="badge quiet">
      <Text text={name} />
    </span>{' '}
  </>
)

/** Rights in words; everything is said as that. */
const Rights = ({ scopes }: { scopes: readonly Administrator['scopes'][number][] }) =>
  scopes.includes('admin') ? (
    <span className="badge warn">{t('settings.everything')}</span>
  ) : (
    scopes.map((scope) => (
      <span key={scope}>
        <span className="badge quiet" title={t(`tokens.scope-${scope}`)}>
          {scope}
        </span>{' '}
      </span>
    ))
  )

function Roles() {
  const [adding, setAdding] = useState(false)
  const roles = useGet<ListPage<Role>>('/roles', { limit: 200 })
  if (roles.isError && !roles.data) return <Failure error={roles.error} again={() => roles.refetch()} />
  const all = roles.data?.items ?? []
  const given = all.filter((one) => one.heldScopes.length > 0 || one.builtIn === 'administrators')
  return (
    <Card
      title={t('settings.roles')}
      actions={
        <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('settings.role-add')}
        </Button>
      }
    >
      <p className="soft">{t('settings.roles-text')}</p>
      {roles.data ? (
        <ul className="lines">
          {given.map((role) => (
            <li key={role.id}>
              <div className="row">
                <Link href={`/roles/${role.id}`}>
                  <strong>
                    <Text text={roleName(role.name)} />
                  </strong>
                </Link>
                <span>
                  <Rights scopes={role.builtIn === 'administrators' ? ['admin'] : role.heldScopes} />
                </span>
              </div>
              {role.builtIn === 'administrators' ? null : (
                <p className="soft small">{role.heldScopes.map((scope) => t(`tokens.scope-${scope}`)).join(' · ')}</p>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <Loading lines={2} />
      )}
      {adding ? <RoleForm roles={all} role={null} onClose={() => setAdding(false)} /> : null}
    </Card>
  )
}
