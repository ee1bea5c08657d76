import { Button, Group, NumberInput, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Given, Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Unsaved } from '../../parts/unsaved.tsx'
import { When } from '../../parts/when.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { type Recipient, Recipients } from './recipients.tsx'
import { wrongField } from './settings-form.tsx'

type Mail = Shape<'mailSettings'>
type Security = NonNullable<Given<'mailInput'>['security']>

/** How e-mail leaves, and who gets what. A form that is sent whole: it is small, and seldom changed by two at once. */
export function MailForm({ saved }: { saved: Mail }) {
  const [draft, setDraft] = useState<ReturnType<typeof asDraft> | null>(null)
  const save = useChange<Mail>({ onDone: () => setDraft(null) })
  const mail = draft ?? asDraft(saved)
  const set = (changes: Partial<typeof mail>) => setDraft({ ...mail, ...changes })
  const wrong = (field: string) => wrongField(save.error, field)
  const field = (name: 'host' | 'user' | 'from') => ({
    value: mail[name],
    error: wrong(name),
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  })
  return (
    <Card
      title={t('settings.mail')}
      actions={<Link href="/settings/notifications/mail">{t('settings.mail-sent')}</Link>}
    >
      <p className="soft small">{t('settings.mail-text')}</p>
      <LastTry last={saved.last} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ method: 'PUT', path: '/settings/mail', body: asInput(mail) })
        }}
      >
        <Unsaved when={draft !== null} />
        <Stack>
          <div className="setting-pair">
            <TextInput label={t('settings.mail-host')} placeholder="smtp.example.com" required {...field('host')} />
            <TextInput label={t('settings.mail-from')} placeholder="jitup@example.com" required {...field('from')} />
            <Select
              label={t('settings.mail-security')}
              data={(['starttls', 'tls', 'none'] as const).map((value) => ({
                value,
                label: t(`settings.mail-${value}`),
              }))}
              value={mail.security}
              onChange={(value) => value && set({ security: value as Security })}
              allowDeselect={false}
              error={wrong('security')}
            />
            <NumberInput
              label={t('settings.mail-port')}
              placeholder={mail.security === 'tls' ? '465' : '587'}
              min={1}
              max={65_535}
              hideControls
              value={mail.port}
              onChange={(port) => set({ port })}
              error={wrong('port')}
            />
            <TextInput label={t('settings.mail-user')} autoComplete="off" {...field('user')} />
            <PasswordInput
              label={t('settings.mail-password')}
              placeholder={saved.hasPassword ? t('settings.mail-kept') : ''}
              autoComplete="new-password"
              value={mail.password}
              onChange={(event) => set({ password: event.currentTarget.value })}
              error={wrong('password')}
            />
          </div>
          <Recipients
            value={mail.recipients}
            saved={draft === null}
            onChange={(recipients) => set({ recipients })}
            wrong={wrong}
          />
          <Switch
            label={t('settings.mail-on')}
            description={t('settings.mail-on-hint')}
            checked={mail.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
          />
          <NotSaved error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={draft === null}>
              {t('act.save')}
            </Button>
            {draft === null ? null : (
              <Button
                variant="default"
                onClick={() => {
                  setDraft(null)
                  save.reset()
                }}
              >
                {t('settings.discard')}
              </Button>
            )}
            {draft === null && save.isSuccess ? <span role="status">{t('saved.title')}</span> : null}
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

const asDraft = (mail: Mail) => ({
  enabled: mail.host === null ? true : mail.enabled,
  host: mail.host ?? '',
  port: (mail.port ?? '') as number | string,
  security: (mail.security ?? 'starttls') as Security,
  user: mail.user ?? '',
  /** What is typed; '' keeps the one that is kept. */
  password: '',
  from: mail.from ?? '',
  recipients: mail.recipients as readonly Recipient[],
})

function asInput(mail: ReturnType<typeof asDraft>): Given<'mailInput'> {
  const { port, user, password, recipients, ...rest } = mail
  return {
    ...rest,
    host: rest.host.trim(),
    from: rest.from.trim(),
    ...(typeof port === 'number' ? { port } : {}),
    user: user.trim() === '' ? null : user.trim(),
    ...(password === '' ? {} : { password }),
    recipients: recipients.map((one) => ({ ...one, address: one.address.trim() })) as Given<'mailInput'>['recipients'],
  }
}

function LastTry({ last }: { last: Mail['last'] }) {
  if (last === null) return null
  return (
    <p className={last.code === null ? 'small soft' : 'note bad'}>
      {t(last.code === null ? 'settings.mail-last-good' : 'settings.mail-last-bad')}{' '}
      <When at={last.at} only="relative" /> {last.code === null ? null : <code>{last.code}</code>}
    </p>
  )
}
