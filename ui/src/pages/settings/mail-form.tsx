import { Button, Group, NumberInput, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Given, Shape } from '../../api.ts'
import { Conflict, type Disputed, useCurrent } from '../../parts/conflict.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Unsaved } from '../../parts/unsaved.tsx'
import { When } from '../../parts/when.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { eventName, noticeEvents } from './events.tsx'
import { type Recipient, Recipients } from './recipients.tsx'
import { shown } from './settings-form.tsx'
import { useWrong } from './wrong.ts'

type Mail = Shape<'mailSettings'>
const path = '/settings/mail'
type Security = NonNullable<Given<'mailInput'>['security']>

/** How e-mail leaves, and who gets what. A form that is sent whole, over what was seen when it was begun. */
export function MailForm({ saved }: { saved: Mail }) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const [base, setBase] = useState(saved)
  const save = useChange<Mail>({ onDone: () => setDraft(null) })
  const current = useCurrent<Mail>(save.error, path)
  const wrongs = useWrong(save.error)
  const client = useQueryClient()
  const mail = draft ?? asDraft(saved)
  const set = (changes: Partial<Draft>) => {
    if (draft === null) setBase(saved)
    setDraft({ ...mail, ...changes })
    wrongs.mend(...Object.keys(changes))
  }
  const send = (version: number) =>
    save.mutate({ method: 'PUT', path, body: asInput(mail), version, about: t('settings.about-mail') })
  const leave = () => {
    setDraft(null)
    save.reset()
  }
  const wrong = wrongs.of
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
          send(base.version)
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
          {current ? (
            <Conflict
              fields={disputed(mail, asDraft(current))}
              onTake={() => {
                leave()
                client.invalidateQueries({ queryKey: [path] })
              }}
              onOver={() => send(current.version)}
              busy={save.isPending}
            />
          ) : (
            <NotSaved error={wrongs.error} nameOf={nameOf} />
          )}
          <Group>
            <Button type="submit" loading={save.isPending} disabled={draft === null}>
              {t('act.save')}
            </Button>
            {draft === null ? null : (
              <Button variant="default" onClick={leave}>
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

/** What the form calls a field that the API names. */
function nameOf(field: string): string | undefined {
  const [name, place] = field.split('.')
  if (name === 'recipients')
    return place === undefined ? t('settings.recipients') : t('settings.address', { place: Number(place) + 1 })
  if (name === 'enabled') return t('settings.mail-on')
  const named = ['host', 'port', 'security', 'user', 'password', 'from'] as const
  const known = named.find((one) => one === name)
  return known && t(`settings.mail-${known}`)
}

type Draft = ReturnType<typeof asDraft>

/** What two people say differently, field by field; of a password only that one was typed. */
function disputed(yours: Draft, theirs: Draft): readonly Disputed[] {
  const fields: readonly (readonly [label: string, of: (one: Draft) => string])[] = [
    [t('settings.mail-host'), (one) => one.host],
    [t('settings.mail-from'), (one) => one.from],
    [t('settings.mail-security'), (one) => t(`settings.mail-${one.security}`)],
    [t('settings.mail-port'), (one) => String(one.port)],
    [t('settings.mail-user'), (one) => one.user],
    [t('settings.mail-password'), (one) => (one.password === '' ? t('settings.mail-kept-short') : '•••')],
    [t('settings.recipients'), ({ recipients }) => recipients.map(recipientText).join(', ')],
    [t('settings.mail-on'), (one) => t(one.enabled ? 'value.yes' : 'value.no')],
  ]
  return fields
    .filter(([, of]) => of(yours) !== of(theirs))
    .map(([label, of]) => ({ label, yours: shown(of(yours)), theirs: shown(of(theirs)) }))
}

const recipientText = ({ address, events }: Recipient): string =>
  `${address} (${events.length === noticeEvents.length ? t('settings.events-all') : events.map(eventName).join(', ')})`

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
