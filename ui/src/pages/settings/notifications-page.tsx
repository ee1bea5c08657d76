import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Empty, Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { MailForm } from './mail-form.tsx'
import { SettingsPage } from './settings-page.tsx'
import { NewWebhook } from './webhook-forms.tsx'

type Webhook = Shape<'webhook'>

/** Who is told of what needs attention: people by e-mail, programs by webhook. */
export function NotificationsPage() {
  const [adding, setAdding] = useState(false)
  const mail = useGet<Shape<'mailSettings'>>('/settings/mail')
  const add = (
    <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('settings.webhook-add')}
    </Button>
  )
  const columns: readonly Column<Webhook>[] = [
    { key: 'url', title: t('settings.webhook-url'), cell: (one) => <Text text={one.url} /> },
    { key: 'events', title: t('settings.told-of'), cell: (one) => t('settings.events', { count: one.events.length }) },
    {
      key: 'state',
      title: t('tokens.state'),
      cell: (one) => (
        <span>
          <WebhookState webhook={one} />
        </span>
      ),
    },
  ]
  return (
    <SettingsPage title={t('settings.notifications')} lead={t('settings.notifications-lead')}>
      <div className="stack">
        {mail.isError && !mail.data ? <Failure error={mail.error} again={() => mail.refetch()} /> : null}
        {mail.data ? <MailForm saved={mail.data} /> : mail.isError ? null : <Loading />}
        <DataList
          label={t('settings.webhooks')}
          path="/webhooks"
          columns={columns}
          keyOf={(one) => one.id}
          href={(one) => `/settings/notifications/${one.id}`}
          controls={
            <div className="grow">
              <h2>{t('settings.webhooks')}</h2>
              <p className="soft small">{t('settings.webhooks-text')}</p>
            </div>
          }
          actions={add}
          empty={<Empty title={t('settings.webhooks-none')} text={t('settings.webhooks-none-text')} />}
        />
      </div>
      {adding ? <NewWebhook onClose={() => setAdding(false)} /> : null}
    </SettingsPage>
  )
}

/** On, off, or off because nobody took what was sent. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  if (webhook.enabled) return <span className="badge good">{t('settings.on')}</span>
  if (webhook.switchedOff === null) return <span className="badge quiet">{t('settings.off')}</span>
  return <span className="badge bad">{t('settings.off-by-itself')}</span>
}
