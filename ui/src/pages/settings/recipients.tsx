import { ActionIcon, Button, MultiSelect, TextInput } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { eventPicks, noticeEvents } from './events.tsx'

export interface Recipient {
  readonly address: string
  readonly events: readonly string[]
}

/** Who gets e-mail, of what each. A test goes to one that is saved. */
export function Recipients({
  value,
  saved,
  onChange,
  wrong,
}: {
  value: readonly Recipient[]
  saved: boolean
  onChange: (next: readonly Recipient[]) => void
  wrong: (field: string) => string | undefined
}) {
  const test = useChange<Shape<'delivery'>>()
  const change = (at: number, part: Partial<Recipient>) =>
    onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const tested = test.variables?.body as { address: string } | undefined
  return (
    <fieldset className="plain-group">
      <legend>{t('settings.recipients')}</legend>
      <ul className="lines">
        {value.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed
          <li key={at}>
            <div className="recipient">
              <TextInput
                type="email"
                aria-label={t('settings.address', { place: at + 1 })}
                placeholder="operations@example.com"
                value={one.address}
                onChange={(event) => change(at, { address: event.currentTarget.value })}
                error={wrong(`recipients.${at}.address`)}
                maxLength={250}
                required
              />
              <MultiSelect
                aria-label={t('settings.address-events', { place: at + 1 })}
                data={eventPicks()}
                value={[...one.events]}
                onChange={(events) => change(at, { events })}
                error={wrong(`recipients.${at}.events`)}
              />
              <div className="row">
                <Button
                  variant="default"
                  size="compact-sm"
                  disabled={!saved}
                  loading={test.isPending && tested?.address === one.address}
                  onClick={() =>
                    test.mutate({ method: 'POST', path: '/settings/mail/test', body: { address: one.address } })
                  }
                >
                  {t('settings.test')}
                </Button>
                <ActionIcon
                  variant="subtle"
                  color="red"
                  aria-label={`${t('act.remove')}: ${one.address}`}
                  onClick={() => onChange(value.filter((_, index) => index !== at))}
                >
                  <Icon name="trash" />
                </ActionIcon>
              </div>
            </div>
            {tested?.address === one.address ? <Sent delivery={test.data} error={test.error} /> : null}
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Icon name="plus" size={16} />}
        disabled={value.length >= 50}
        onClick={() => onChange([...value, { address: '', events: [...noticeEvents] }])}
      >
        {t('settings.recipient-add')}
      </Button>
    </fieldset>
  )
}

/** What came of a test. */
export function Sent({ delivery, error }: { delivery: Shape<'delivery'> | undefined; error: unknown }) {
  if (!delivery) return <NotSaved error={error} />
  const good = delivery.state === 'delivered'
  return (
    <p className={good ? 'note good' : 'note bad'} role="status">
      {t(good ? 'settings.test-good' : 'settings.test-bad')} {delivery.status}{' '}
      {good ? null : <code>{delivery.code}</code>}
    </p>
  )
}
