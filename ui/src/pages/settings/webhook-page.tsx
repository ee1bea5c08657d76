import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { Deliveries } from './deliveries.tsx'
import { eventName } from './events.tsx'
import { WebhookState } from './notifications-page.tsx'
import { Sent } from './recipients.tsx'
import { SettingsPage } from './settings-page.tsx'
import { EditWebhook, RotateWebhook } from './webhook-forms.tsx'

type Webhook = Shape<'webhook'>

/** One webhook: where it leads, what it is told, whether that arrives. */
export function WebhookPage({ params }: { params: Readonly<Record<string, string>> }) {
  const id = params.id ?? ''
  const webhook = useGet<Webhook>(`/webhooks/${encodeURIComponent(id)}`)
  return (
    <SettingsPage
      title={t('settings.webhook')}
      lead={<Link href="/settings/notifications">{t('settings.notifications')}</Link>}
    >
      {webhook.isError && !webhook.data ? (
        <Failure error={webhook.error} again={() => webhook.refetch()} />
      ) : webhook.data ? (
        <div className="stack">
          <About webhook={webhook.data} />
          <Deliveries path={`/webhooks/${webhook.data.id}/deliveries`} />
        </div>
      ) : (
        <Loading />
      )}
    </SettingsPage>
  )
}

function About({ webhook }: { webhook: Webhook }) {
  const [open, setOpen] = useState<'edit' | 'rotate' | 'remove' | null>(null)
  const test = useChange<Shape<'delivery'>>()
  const turn = useChange()
  const { id, version, url, events, enabled, switchedOff, previousSecretUntil } = webhook
  const path = `/webhooks/${id}`
  const act = (name: 'edit' | 'rotate' | 'remove') => () => setOpen(name)
  return (
    <Card
      title={<Text text={new URL(url).hostname} />}
      actions={
        <>
          <Button
            loading={test.isPending}
            disabled={!enabled}
            onClick={() => test.mutate({ method: 'POST', path: `${path}/test` })}
          >
            {t('settings.test')}
          </Button>
          <Button variant="default" onClick={act('edit')}>
            {t('act.edit')}
          </Button>
        </>
      }
    >
      {test.data || test.error ? <Sent delivery={test.data} error={test.error} /> : null}
      {switchedOff ? (
        <p className="note bad">
          {t('settings.switched-off')} <When at={switchedOff.at} /> <code>{switchedOff.code}</code>
        </p>
      ) : null}
      <dl className="facts">
        <div>
          <dt>{t('settings.webhook-url')}</dt>
          <dd>
            <Text text={url} /> <WebhookState webhook={webhook} />
          </dd>
        </div>
        <div>
          <dt>{t('settings.told-of')}</dt>
          <dd>{events.map(eventName).join(' · ')}</dd>
        </div>
        <div>
          <dt>{t('settings.secret')}</dt>
          <dd>
            {previousSecretUntil === null ? (
              t('settings.secret-kept')
            ) : (
              <>
                {t('settings.secret-both')} <When at={previousSecretUntil} />
              </>
            )}
          </dd>
        </div>
      </dl>
      <NotSaved error={turn.error} />
      <Group mt="md">
        <Button
          variant="default"
          size="compact-sm"
          loading={turn.isPending}
          onClick={() =>
            turn.mutate({
              method: 'PATCH',
              path,
              body: { enabled: !enabled },
              version,
              about: t('settings.about-webhook'),
            })
          }
        >
          {t(enabled ? 'settings.switch-off' : 'settings.switch-on')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={act('rotate')}>
          {t('settings.rotate')}
        </Button>
        <Button variant="subtle" color="red" size="compact-sm" onClick={act('remove')}>
          {t('act.remove')}
        </Button>
      </Group>
      {open === 'edit' ? <EditWebhook webhook={webhook} onClose={() => setOpen(null)} /> : null}
      {open === 'rotate' ? <RotateWebhook webhook={webhook} onClose={() => setOpen(null)} /> : null}
      {open === 'remove' ? <RemoveWebhook webhook={webhook} onClose={() => setOpen(null)} /> : null}
    </Card>
  )
}

function RemoveWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const [, navigate] = useLocation()
  const remove = useChange({ onDone: () => navigate('/settings/notifications') })
  return (
    <FormDialog
      title={t('settings.webhook-remove')}
      act={t('act.remove')}
      color="red"
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ method: 'DELETE', path: `/webhooks/${webhook.id}`, version: webhook.version })}
      onClose={onClose}
    >
      <p>{t('settings.webhook-remove-text')}</p>
    </FormDialog>
  )
}
