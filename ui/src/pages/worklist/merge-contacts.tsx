import { Button, Group, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Given, Shape } from '../../api.ts'
import { ContactsForetold } from '../../parts/merge-forecast.tsx'
import { Text } from '../../parts/value.tsx'
import { useAsked } from '../../query-asked.ts'
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
  const forecast = useAsked<Shape<'contactMerged'>>(
    `/contacts/${goes}/merge`,
    goes === null ? null : { into, dryRun: true },
  )
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
        {goes === null ? null : <ContactsForetold answer={forecast.data} error={forecast.error} heading="h4" />}
        <Group>
          <Button
            // Somebody else's address is more often a mistake than a second contact.
            variant={entry.kind === 'email-conflict' ? 'default' : 'filled'}
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

const softOf = ({ name, login, email }: Detail['contacts'][number]): readonly string[] =>
  [...new Set([login ?? t('worklist.no-user'), email])].filter((one) => one !== null && one !== name) as string[]

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
                <span className="soft">
                  <Text text={softOf(one).join(' · ')} />
                </span>
              </>
            }
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
