import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Shape } from '../../api.ts'
import { Conflict, useCurrent } from '../../parts/conflict.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { Events, eventName, noticeEvents } from './events.tsx'
import { wrongField } from './settings-form.tsx'

type Webhook = Shape<'webhook'>
type NewWebhookAnswer = Shape<'newWebhook'>

/** Makes a webhook and shows its secret, this once. */
export function NewWebhook({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation()
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<readonly string[]>(noticeEvents)
  const make = useChange<NewWebhookAnswer>()
  const title = t('settings.webhook-add')
  if (make.data) {
    const { id, secret } = make.data
    return <Secret title={title} secret={secret} onClose={() => navigate(`/settings/notifications/${id}`)} />
  }
  return (
    <FormDialog
      title={title}
      size="lg"
      act={t('settings.webhook-make')}
      ready={url.trim() !== '' && events.length > 0}
      busy={make.isPending}
      error={make.error}
      onSubmit={() => make.mutate({ method: 'POST', path: '/webhooks', body: { url: url.trim(), events } })}
      onClose={onClose}
    >
      <Address value={url} onChange={setUrl} error={wrongField(make.error, 'url')} />
      <Events value={events} onChange={setEvents} error={wrongField(make.error, 'events')} />
    </FormDialog>
  )
}

const Address = ({
  value,
  onChange,
  error,
}: {
  value: string
  onChange: (next: string) => void
  error: string | undefined
}) => (
  <TextInput
    label={t('settings.webhook-url')}
    description={t('settings.webhook-url-hint')}
    placeholder="https://hooks.example.com/jitup"
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    error={error}
    maxLength={2000}
    spellCheck={false}
    required
    data-autofocus
  />
)

const Secret = (of: { title: string; secret: string; onClose: () => void }) => (
  <SecretOnce {...of} text={t('settings.secret-once')} label={t('settings.secret')}>
    <p className="soft small">{t('settings.secret-text')}</p>
  </SecretOnce>
)

/** Changes where it leads and what it is told. */
export function EditWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const [url, setUrl] = useState(webhook.url)
  const [events, setEvents] = useState<readonly string[]>(webhook.events)
  const path = `/webhooks/${webhook.id}`
  const save = useChange<Webhook>({ onDone: onClose })
  const current = useCurrent<Webhook>(save.error, path)
  const send = (version: number) => save.mutate({ method: 'PATCH', path, body: { url: url.trim(), events }, version })
  const list = (names: readonly string[]) => names.map(eventName).join(', ')
  return (
    <FormDialog
      title={t('settings.webhook-edit')}
      size="lg"
      act={t('act.save')}
      ready={url.trim() !== '' && events.length > 0}
      busy={save.isPending}
      error={current ? null : save.error}
      onSubmit={() => send(webhook.version)}
      onClose={onClose}
    >
      <Address value={url} onChange={setUrl} error={wrongField(save.error, 'url')} />
      <Events value={events} onChange={setEvents} error={wrongField(save.error, 'events')} />
      {current ? (
        <Conflict
          fields={[
            { label: t('settings.webhook-url'), yours: <Text text={url} />, theirs: <Text text={current.url} /> },
            { label: t('settings.told-of'), yours: list(events), theirs: list(current.events) },
          ]}
          onTake={onClose}
          onOver={() => send(current.version)}
          busy={save.isPending}
        />
      ) : null}
    </FormDialog>
  )
}

/** Gives it a new secret, shown this once; the one before signs as well for a day. */
export function RotateWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const rotate = useChange<NewWebhookAnswer>()
  const title = t('settings.rotate')
  if (rotate.data) return <Secret title={title} secret={rotate.data.secret} onClose={onClose} />
  return (
    <FormDialog
      title={title}
      size="lg"
      act={t('settings.rotate-do')}
      busy={rotate.isPending}
      error={rotate.error}
      onSubmit={() => rotate.mutate({ method: 'POST', path: `/webhooks/${webhook.id}/rotate` })}
      onClose={onClose}
    >
      <p>{t('settings.rotate-text')}</p>
    </FormDialog>
  )
}
