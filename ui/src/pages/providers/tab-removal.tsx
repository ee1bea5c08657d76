import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange, useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { hrefOf, type Provider } from './provider.ts'

/** What goes with the provider, and its removal: confirmed by the number of people it is about. */
export function TabRemoval({ provider }: { provider: Provider }) {
  const [typed, setTyped] = useState<string | number>('')
  const [, navigate] = useLocation()
  const removal = useGet<Shape<'providerRemoval'>>(`/providers/${provider.slug}/removal`)
  const remove = useChange({ onDone: () => navigate('/providers') })
  const off = useChange<Provider>({ onDone: (changed) => navigate(hrefOf(changed)) })
  if (removal.isError) return <Failure error={removal.error} again={() => removal.refetch()} />
  if (!removal.data) return <Loading />
  const { people, stranded, grants } = removal.data
  const sure = people === 0 || Number(typed) === people
  const path = `/providers/${provider.slug}`
  return (
    <div className="stack">
      {provider.enabled ? (
        <Card title={t('providers.only-off')}>
          <p className="soft">{t('providers.only-off-text')}</p>
          <NotSaved error={off.error} />
          <Button
            variant="default"
            loading={off.isPending}
            onClick={() => off.mutate({ method: 'PATCH', path, body: { enabled: false }, version: provider.version })}
          >
            {t('providers.disable')}
          </Button>
        </Card>
      ) : null}
      <Card title={t('providers.remove')}>
        <p>{people === 0 ? t('providers.remove-nobody') : t('providers.remove-people', { count: people })}</p>
        {stranded > 0 ? <p className="note warn">{t('providers.remove-stranded', { count: stranded })}</p> : null}
        {grants.length === 0 ? null : (
          <ul>
            {grants.map((one) => (
              <li key={one.id}>
                <Text text={one.name} />: {t('providers.remove-grant', { count: one.people })}
              </li>
            ))}
          </ul>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (sure) {
              const query = people === 0 ? {} : { confirm: people }
              remove.mutate({
                method: 'DELETE',
                path,
                query,
                version: provider.version,
                about: t('providers.about-remove', { name: provider.name }),
              })
            }
          }}
        >
          {people === 0 ? null : (
            <NumberInput
              label={t('providers.remove-confirm')}
              description={t('providers.remove-confirm-hint')}
              value={typed}
              onChange={setTyped}
              allowDecimal={false}
              allowNegative={false}
              maw="20rem"
            />
          )}
          <NotSaved error={remove.error} />
          <div className="row edit-end">
            <Button type="submit" color="red" disabled={!sure} loading={remove.isPending}>
              {t('providers.remove-now')}
            </Button>
          </div>
        </form>
      </Card>
    </div>
  )
}
