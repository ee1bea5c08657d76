import { Checkbox, Stack } from '@mantine/core'
import type { Given } from '../../api.ts'
import { t } from '../../text.tsx'

export type NoticeEvent = Given<'webhookInput'>['events'][number]

/** What can be told, in the order in which it matters. */
export const noticeEvents = [
  'work.new',
  'person.waiting',
  'withdrawals.paused',
  'key.waiting',
  'certificate.expiring',
  'metadata.failed',
  'refusals.jumped',
  'refusals.calmed',
  'channel.failing',
] as const satisfies readonly NoticeEvent[]

/** What can be told, to choose from in a list. */
export const eventPicks = () => noticeEvents.map((value) => ({ value, label: t(`settings.event-${value}`) }))

/** The name of an event; of one that this page does not know yet, its code. */
export const eventName = (event: string): string =>
  noticeEvents.some((one) => one === event) || event === 'digest' || event === 'test'
    ? t(`settings.event-${event as NoticeEvent}`)
    : event

/** Chooses what a receiver is told of. */
export const Events = ({
  value,
  onChange,
  error,
}: {
  value: readonly string[]
  onChange: (next: string[]) => void
  error: string | undefined
}) => (
  <Checkbox.Group label={t('settings.told-of')} value={[...value]} onChange={onChange} error={error}>
    <Stack gap="xs" mt="xs">
      {noticeEvents.map((event) => (
        <Checkbox key={event} value={event} label={t(`settings.event-${event}`)} />
      ))}
    </Stack>
  </Checkbox.Group>
)
