import { Button, Group, Radio, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Given, type Shape } from '../../api.ts'
import { useCaptions } from '../../parts/plan-view.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Cell, Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'

type Detail = Shape<'workDetail'>

/** Makes two contacts of one person one: shows first what the one that stays takes and what is given up. */
export function MergeContacts({
  entry,
  busy,
  onSend,
}: {
  entry: Detail
  busy: boolean
  onSend: (action: Given<'workAction'>) => void
}) {
  const { contacts } = entry
  const [into, setInto] = useState(contacts.find((one) => one.userId !== null)?.id ?? contacts[0]?.id ?? '')
  const [contact, setContact] = useState<string | null>(null)
  const goes = contact !== null && contact !== into ? contact : (contacts.find((one) => one.id !== into)?.id ?? null)
  const captionOf = useCaptions()
  const forecast = useQuery({
    queryKey: ['merge-contacts', goes, into],
    queryFn: () => call<Shape<'contactMerged'>>('POST', `/contacts/${goes}/merge`, { body: { into, dryRun: true } }),
    enabled: goes !== null,
  })
  if (contacts.length < 2) return null
  return (
    <section>
      <h3>{t('worklist.merge')}</h3>
      <Stack gap="sm">
        <Choice label={t('worklist.merge-stays')} contacts={contacts} value={into} onChange={setInto} />
        {contacts.length > 2 ? (
          <Choice
            label={t('worklist.merge-goes')}
            contacts={contacts.filter((one) => one.id !== into)}
            value={goes ?? ''}
            onChange={setContact}
          />
        ) : null}
        {forecast.isError ? (
          <Failure error={forecast.error} />
        ) : forecast.data ? (
          <div className="note">
            <Values title={t('worklist.merge-taken')} values={forecast.data.taken} captionOf={captionOf} />
            <Values title={t('worklist.merge-given-up')} values={forecast.data.givenUp} captionOf={captionOf} />
            {forecast.data.user.loginGone === null ? null : (
              <p>{t('worklist.merge-login', { login: forecast.data.user.loginGone })}</p>
            )}
            <p>{t('worklist.merge-final')}</p>
          </div>
        ) : (
          <Loading lines={2} />
        )}
        <Group>
          <Button
            loading={busy}
            disabled={goes === null || !forecast.data}
            onClick={() => goes !== null && onSend({ action: 'merge', contact: goes, into })}
          >
            {t('worklist.merge-do')}
          </Button>
        </Group>
      </Stack>
    </section>
  )
}

function Choice({
  label,
  contacts,
  value,
  onChange,
}: {
  label: string
  contacts: Detail['contacts']
  value: string
  onChange: (id: string) => void
}) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {contacts.map((one) => (
          <Radio
            key={one.id}
            value={one.id}
            label={
              <>
                <Text text={one.name} />{' '}
                <span className="soft">{one.login === null ? t('worklist.no-user') : <Text text={one.login} />}</span>
              </>
            }
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

function Values({
  title,
  values,
  captionOf,
}: {
  title: string
  values: readonly { readonly column: string; readonly value: Parameters<typeof Cell>[0]['value'] }[]
  captionOf: (column: string) => string
}) {
  if (values.length === 0) return null
  return (
    <>
      <h4 className="small">{title}</h4>
      <ul className="plain">
        {values.map((one) => (
          <li key={one.column}>
            {captionOf(one.column)}: <Cell value={one.value} />
          </li>
        ))}
      </ul>
    </>
  )
}
