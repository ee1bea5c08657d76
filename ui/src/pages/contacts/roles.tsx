import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { Say, t } from '../../text.tsx'
import { roleName } from '../../words.tsx'

type Grant = Shape<'grant'>

/** Which roles a person has and what gave them, which they lost and why; giving and taking by hand. */
export function PersonRoles({ userId }: { userId: string }) {
  const grants = useGet<ListPage<Grant>>('/grants', { user: userId, limit: 100 })
  const may = useMay('directory:write')
  const take = useChange()
  return (
    <Card title={t('nav.roles')}>
      {grants.isError ? (
        <Failure error={grants.error} />
      ) : !grants.data ? (
        <Loading lines={2} />
      ) : (
        <ul className="plain grants">
          {grants.data.items.map((one) => (
            <li key={one.id}>
              <span className="grow">
                <Link href={`/roles/${one.role.id}`}>
                  <Text text={roleName(one.role.name)} />
                </Link>
                <span className="why">
                  {t(`roles.origin-${one.origin}`)} <ProviderName slug={one.provider} /> ·{' '}
                  <When at={one.createdAt} only="day" />
                </span>
              </span>
              {may && one.origin === 'manual' ? (
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-xs"
                  onClick={() => take.mutate({ method: 'DELETE', path: `/grants/${one.id}` })}
                >
                  {t('roles.take')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <NotSaved error={take.error} />
      {may ? <Give userId={userId} /> : null}
      <RoleHistory userId={userId} />
    </Card>
  )
}

function Give({ userId }: { userId: string }) {
  const roles = useAll<Shape<'role'>>('/roles')
  const [role, setRole] = useState<string | null>(null)
  const give = useChange({ onDone: () => setRole(null) })
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        if (role !== null) give.mutate({ method: 'POST', path: '/grants', body: { user: userId, role } })
      }}
    >
      <Select
        className="grow"
        aria-label={t('contacts.give-role')}
        placeholder={t('contacts.give-role')}
        data={(roles.data ?? []).map((one) => ({ value: one.id, label: roleName(one.name) }))}
        value={role}
        onChange={setRole}
        searchable
        clearable
      />
      <Button type="submit" variant="default" disabled={role === null} loading={give.isPending}>
        {t('roles.give')}
      </Button>
      <NotSaved error={give.error} />
    </form>
  )
}

/** What came and went, the newest first, each with its reason. */
function RoleHistory({ userId }: { userId: string }) {
  const history = useGet<ListPage<Shape<'grantEvent'>>>(`/users/${userId}/role-history`, { limit: 20 })
  if (!history.data || history.data.items.length === 0) return null
  return (
    <section className="role-history">
      <h3>{t('contacts.role-history')}</h3>
      <ul className="plain">
        {history.data.items.map((one) => (
          <li key={`${one.at} ${one.role.id} ${one.change} ${one.origin} ${one.ruleId}`}>
            <span className={`badge ${one.change === 'granted' ? 'good' : 'bad'}`}>
              {t(`contacts.role-${one.change}`)}
            </span>{' '}
            <strong>
              {one.role.name === null ? t('contacts.role-gone') : <Text text={roleName(one.role.name)} />}
            </strong>
            <span className="why">
              {one.because ??
                (one.login !== null ? (
                  t('contacts.by-login', { login: one.login })
                ) : one.token !== null ? (
                  <Say k="contacts.by-token-named" v={{ name: <Text text={one.token} /> }} />
                ) : (
                  t(`contacts.by-${byOf(one.by)}`)
                ))}
              {one.change === 'withdrawn' && one.group !== null ? (
                <>
                  {': '}
                  <Text text={one.group} />
                </>
              ) : null}{' '}
              · <When at={one.at} />{' '}
              {one.signOnId ? <Link href={`/sign-ons/${one.signOnId}`}>{t('contacts.at-sign-on')}</Link> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const known = ['sign-on', 'person', 'token', 'import', 'undo', 'replay'] as const
const byOf = (kind: string): (typeof known)[number] | 'other' => known.find((one) => one === kind) ?? 'other'
