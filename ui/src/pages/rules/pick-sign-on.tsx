import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Cell } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'

export type Line = Shape<'signOnLine'>
type Contact = Shape<'contact'>

/** The last sign-ins of everybody, or of a person who is looked for by name, address or login. */
export function PickSignOn({ provider, onPick }: { provider: string | null; onPick: (signOn: Line) => void }) {
  const [text, setText] = useState('')
  const [person, setPerson] = useState<Contact | null>(null)
  const [search] = useDebouncedValue(text.trim(), 250)
  return (
    <div className="stack">
      <TextInput
        type="search"
        label={t('rules.pick')}
        description={t('rules.pick-hint')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setPerson(null)
        }}
        maxLength={200}
        leftSection={<Icon name="search" size={16} />}
        data-autofocus
      />
      {search !== '' && person === null ? (
        <People search={search} onPick={setPerson} />
      ) : (
        <SignOns provider={provider} person={person} onPick={onPick} onBack={() => setPerson(null)} />
      )}
    </div>
  )
}

function People({ search, onPick }: { search: string; onPick: (contact: Contact) => void }) {
  const people = useGet<ListPage<Contact>>('/contacts', { search, limit: 8 })
  if (people.isError) return <Failure error={people.error} again={() => people.refetch()} />
  if (!people.data) return <Loading lines={3} />
  if (people.data.items.length === 0) return <p className="none">{t('list.nothing-found')}</p>
  return (
    <ul className="picks">
      {people.data.items.map((one) => (
        <li key={one.id}>
          <button type="button" onClick={() => onPick(one)}>
            <strong>
              <Cell value={one.columns.Name} />
            </strong>
            <span className="soft">
              <Cell value={one.columns.Email ?? one.user?.login} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function SignOns({
  provider,
  person,
  onPick,
  onBack,
}: {
  provider: string | null
  person: Contact | null
  onPick: (signOn: Line) => void
  onBack: () => void
}) {
  const signOns = useGet<ListPage<Line>>('/sign-ons', {
    limit: 12,
    outcome: 'created,updated,unchanged',
    provider: provider ?? undefined,
    contact: person?.id,
  })
  // What came by a provider that is gone cannot be tried again.
  const list = (signOns.data?.items ?? []).filter((one) => one.provider !== null)
  return (
    <>
      {person ? (
        <Button variant="default" size="compact-md" leftSection={<Icon name="left" size={16} />} onClick={onBack}>
          <Cell value={person.columns.Name} />
        </Button>
      ) : null}
      {signOns.isError ? <Failure error={signOns.error} again={() => signOns.refetch()} /> : null}
      {signOns.isPending ? <Loading lines={4} /> : null}
      {signOns.data && list.length === 0 ? <p className="none">{t('rules.no-sign-ins')}</p> : null}
      <ul className="picks">
        {list.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => onPick(one)}>
              <strong>
                <Cell value={one.contactName ?? one.login} />
              </strong>
              <span className="soft">
                <When at={one.at} />
              </span>
              <span className="soft small">
                <ProviderName slug={one.provider} /> ·{' '}
                {t(`plan.decision-${decisions[one.outcome as keyof typeof decisions] ?? 'unchanged'}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

const decisions = { created: 'create', updated: 'update', unchanged: 'unchanged' } as const
