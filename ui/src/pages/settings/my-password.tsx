import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { t } from '../../text.tsx'
import { useWrong } from './wrong.ts'

/** The password of a local administrator: set or changed here, which ends their other sessions. */
export function MyPassword() {
  const { login } = useSession()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const credentials = useGet<Shape<'credentials'>>('/session/credentials')
  const save = useChange({
    onDone: () => {
      setPassword('')
      setAgain('')
    },
  })
  const since = credentials.data?.password?.changedAt
  const differs = again !== '' && again !== password
  const wrong = useWrong(save.error)
  return (
    <Card title={t('settings.password')}>
      <p className="soft">
        {since ? (
          <>
            {t('settings.password-since')} <When at={since} only="day" />.
          </>
        ) : (
          t('settings.password-none')
        )}{' '}
        {t('settings.password-text')}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (password !== '' && password === again) {
            save.mutate({ method: 'PUT', path: '/session/password', body: { password } })
          }
        }}
      >
        <Stack maw="26rem">
          <input
            type="text"
            className="hide"
            autoComplete="username"
            value={login}
            readOnly
            tabIndex={-1}
            aria-hidden
          />
          <PasswordInput
            label={t('settings.password-new')}
            description={t('settings.password-hint')}
            value={password}
            onChange={(event) => {
              wrong.mend('password')
              setPassword(event.currentTarget.value)
            }}
            error={wrong.of('password')}
            autoComplete="new-password"
            maxLength={256}
          />
          <PasswordInput
            label={t('settings.password-again')}
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            error={differs ? t('settings.password-differs') : null}
            autoComplete="new-password"
            maxLength={256}
          />
          {wrong.of('password') ? null : <NotSaved error={wrong.error} />}
          <Group>
            <Button
              type="submit"
              variant="default"
              loading={save.isPending}
              disabled={password === '' || password !== again}
            >
              {t('settings.password-save')}
            </Button>
            {save.isSuccess && password === '' ? <span role="status">{t('saved.title')}</span> : null}
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
