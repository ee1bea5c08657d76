import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { FailedPage } from '../../parts/failed-page.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import { givesByName, NamesSwitch } from '../role-rules/by-name.tsx'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import { Marks } from './marks.tsx'
import { Members } from './members.tsx'
import { RemoveRole } from './remove-role.tsx'
import { RoleForm } from './role-form.tsx'
import type { Role } from './tree.ts'

/** One role: what it means, who has it and why, and which groups give it. */
export function RolePage({ params: { id = '' } }: { params: Readonly<Record<string, string>> }) {
  const role = useGet<Role>(`/roles/${encodeURIComponent(id)}`)
  const all = useAll<Role>('/roles')
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null)
  const may = useMay('directory:write')
  const admin = useMay('admin')
  if (role.isError) return <FailedPage error={role.error} again={() => role.refetch()} />
  if (!role.data) return <Loading />
  const { data } = role
  const below = (all.data ?? []).filter((one) => one.parent?.id === data.id)
  const mayTouch = may && (admin || !data.guarded)
  return (
    <Page
      title={roleName(data.name)}
      lead={
        <span className="row">
          {t(`roles.is-${data.kind}`)} <Marks of={data} />
        </span>
      }
      actions={
        mayTouch ? (
          <>
            <Button variant="default" onClick={() => setOpen('edit')}>
              {t('act.edit')}
            </Button>
            {data.builtIn === null ? (
              <Button variant="default" color="red" onClick={() => setOpen('remove')}>
                {t('act.remove')}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <Card title={t('roles.what')}>
        <dl className="facts">
          {data.kind === 'organisational' ? (
            <div>
              <dt>{t('roles.parent')}</dt>
              <dd>
                {data.parent ? (
                  <Link href={`/roles/${data.parent.id}`}>
                    <Text text={roleName(data.parent.name)} />
                  </Link>
                ) : (
                  <span className="none">{t('roles.parent-none')}</span>
                )}
              </dd>
            </div>
          ) : null}
          {below.length > 0 ? (
            <div>
              <dt>{t('roles.below')}</dt>
              <dd className="row">
                {below.map((one) => (
                  <Link key={one.id} href={`/roles/${one.id}`}>
                    <Text text={roleName(one.name)} />
                  </Link>
                ))}
              </dd>
            </div>
          ) : null}
          <div>
            <dt>{t('roles.scopes')}</dt>
            <dd>
              {data.heldScopes.length === 0 ? (
                <span className="none">{t('roles.scopes-none')}</span>
              ) : (
                <ul className="plain">
                  {data.heldScopes.map((scope) => (
                    <li key={scope}>{t(`tokens.scope-${scope}`)}</li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
          {data.guarded ? (
            <div>
              <dt>{t('roles.protected')}</dt>
              <dd>{t('roles.protected-means')}</dd>
            </div>
          ) : null}
          <GivenBy role={data} />
        </dl>
      </Card>
      <Members role={data} mayTouch={mayTouch} />
      {open === 'edit' ? <RoleForm roles={all.data ?? []} role={data} onClose={() => setOpen(null)} /> : null}
      {open === 'remove' ? <RemoveRole role={data} below={below.length} onClose={() => setOpen(null)} /> : null}
    </Page>
  )
}

/** The rows of the group mapping that lead here, and the providers by which a group of the same name does. */
function GivenBy({ role }: { role: Role }) {
  const may = useMay('rules:read')
  const rules = useGet<ListPage<Shape<'roleRule'>>>(may ? '/role-rules' : null, { role: role.id, limit: 20 })
  // Of all rules the shorter half: only the providers are looked at.
  const now = useGet<RulesNow>(may ? '/rules' : null, { of: 'converters' })
  if (!may || !rules.data || !now.data) return null
  // A protected role is never given by a name alone.
  const named = now.data.providers.filter(
    (one) => !role.guarded && givesByName(one) && (one.allowedRoles?.includes(role.id) ?? true),
  )
  return (
    <div>
      <dt>{t('roles.given-by')}</dt>
      <dd>
        {rules.data.items.length + named.length === 0 ? <span className="none">{t('roles.given-by-none')}</span> : null}
        <ul className="plain">
          {rules.data.items.map((rule) => (
            <li key={rule.id}>
              <Link href={`/role-rules?row=${rule.id}`}>
                <Text text={rule.group} />
              </Link>{' '}
              {rule.provider ? <code>{rule.provider}</code> : null}
            </li>
          ))}
          {named.map((one) => (
            <li key={one.slug}>
              {t('roles.given-by-name')} <NamesSwitch provider={one} />
            </li>
          ))}
        </ul>
      </dd>
    </div>
  )
}
