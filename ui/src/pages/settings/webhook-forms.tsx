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
import { useWrong, type Wrong } from './wrong.ts'

type Webhook = Shape<'webhook'>
type NewWebhookAnswer = Shape<'newWebhook'>

/** Makes a webhook and shows its secret, this once. */
export function NewWebhook({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation()
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<readonly string[]>(noticeEvents)
  const make = useChange<NewWebhookAnswer>()
  const wrong = useWrong(make.error)
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
      error={wrong.error}
      nameOf={nameOf}
      onSubmit={() =>
        make.mutate({
          method: 'POST',
          path: '/webhooks',
          body: { url: url.trim(), events },
          about: t('settings.about-webhook'),
        })
      }
      onClose={onClose}
    >
      <Fields {...{ url, events, wrong, setUrl, setEvents }} />
    </FormDialog>
  )
}

/** What the forms call the fields that the API names. */
const nameOf = (field: string): string | undefined =>
  field === 'url' ? t('settings.webhook-url') : field.startsWith('events') ? t('settings.told-of') : undefined

/** Where it leads and what it is told. */
const Fields = ({
  url,
  events,
  wrong,
  setUrl,
  setEvents,
}: {
  url: string
  events: readonly string[]
  wrong: Wrong
  setUrl: (next: string) => void
  setEvents: (next: readonly string[]) => void
}) => (
  <>
    <TextInput
      label={t('settings.webhook-url')}
      description={t('settings.webhook-url-hint')}
      placeholder="https://hooks.example.com/jitup"
      value={url}
      onChange={(event) => {
        wrong.mend('url')
        setUrl(event.currentTarget.value)
      }}
      error={wrong.of('url')}
      maxLength={2000}
      spellCheck={false}
      required
      data-autofocus
    />
    <Events
      value={events}
      onChange={(next) => {
        wrong.mend('events')
        setEvents(next)
      }}
      error={wrong.of('events')}
    />
  </>
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
  const wrong = useWrong(save.error)
  const send = (version: number) =>
    save.mutate({
      method: 'PATCH',
      path,
      body: { url: url.trim(), events },
      version,
      about: t('settings.about-webhook'),
    })
  const list = (names: readonly string[]) => names.map(eventName).join(', ')
  return (
    <FormDialog
      title={t('settings.webhook-edit')}
      size="lg"
      act={t('act.save')}
      ready={url.trim() !== '' && events.length > 0}
      busy={save.isPending}
      error={current ? null : wrong.error}
      nameOf={nameOf}
      onSubmit={() => send(webhook.version)}
      onClose={onClose}
    >
      <Fields {...{ url, events, wrong, setUrl, setEvents }} />
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
      onSubmit={() =>
        rotate.mutate({ method: 'POST', path: `/webhooks/${webhook.id}/rotate`, about: t('settings.about-webhook') })
      }
      onClose={onClose}
    >
      <p>{t('settings.rotate-text')}</p>
    </FormDialog>
  )
}
