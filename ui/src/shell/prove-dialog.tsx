import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { call, type Problem, type Shape } from '../api.ts'
import { askPasskey, hasPasskeys } from '../parts/passkey.ts'
import { sentenceOf } from '../parts/states.tsx'
import { t } from '../text.tsx'

/** The dialog in which somebody proves once more that they are the one who signed in. */
export function ProveDialog({
  problem,
  about,
  onEnd,
}: {
  problem: Problem
  /** What is about to be done; null: whoever asks did not say. */
  about: string | null
  onEnd: (proven: boolean) => void
}) {
  // `local`, or the slug of the provider at which to sign in anew.
  const how = typeof problem.details?.how === 'string' ? problem.details.how : 'local'
  return (
    <Modal opened onClose={() => onEnd(false)} title={t('prove.title')} centered zIndex={400}>
      {about === null ? null : (
        <p>
          <strong>{about}</strong>
        </p>
      )}
      <p>{t('prove.text')}</p>
      {how === 'local' ? <ByLocal onDone={() => onEnd(true)} /> : <ByProvider slug={how} onDone={() => onEnd(true)} />}
    </Modal>
  )
}

/** By whichever of the two there is: password, passkey. */
function ByLocal({ onDone }: { onDone: () => void }) {
  const [known, setKnown] = useState<Shape<'credentials'> | null>(null)
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState<'password' | 'passkey' | null>(null)
  useEffect(() => {
    // When it cannot be told what there is, a password is asked for.
    const guess = { password: { changedAt: '' }, passkeys: [] }
    call<Shape<'credentials'>>('GET', '/session/credentials').then(setKnown, () => setKnown(guess))
  }, [])
  const prove = async (way: 'password' | 'passkey', body: () => Promise<object | null>) => {
    setBusy(way)
    setError(null)
    try {
      const proof = await body()
      if (proof === null) return setError(t('prove.gave-up'))
      await call('POST', '/session/step-up', { body: proof })
      onDone()
    } catch (failure) {
      setError(sentenceOf(failure))
    } finally {
      setBusy(null)
    }
  }
  const byPasskey = async () => {
    const passkey = await askPasskey(await call('POST', '/session/step-up/challenge'))
    return passkey === null ? null : { passkey }
  }
  if (known === null) return null
  const withPasskey = hasPasskeys() && known.passkeys.length > 0
  const nothing = known.password === null && !withPasskey
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (busy === null && password !== '') prove('password', async () => ({ password }))
      }}
    >
      <Stack>
        {known.password === null ? null : (
          <PasswordInput
            label={t('prove.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={error}
            autoComplete="current-password"
            data-autofocus
          />
        )}
        {known.password === null && error !== null ? (
          <p className="note bad" role="alert">
            {error}
          </p>
        ) : null}
        {nothing ? <p className="note warn">{t('prove.nothing')}</p> : null}
        <Group>
          {known.password === null ? null : (
            <Button type="submit" loading={busy === 'password'} disabled={password === '' || busy === 'passkey'}>
              {t('prove.go')}
            </Button>
          )}
          {withPasskey ? (
            <Button
              variant={known.password === null ? 'filled' : 'default'}
              loading={busy === 'passkey'}
              disabled={busy === 'password'}
              onClick={() => prove('passkey', byPasskey)}
            >
              {t('prove.passkey')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  )
}

/** In a window of its own, so that nothing of what was typed here is lost. */
function ByProvider({ slug, onDone }: { slug: string; onDone: () => void }) {
  const [opened, setOpened] = useState(false)
  const href = `/sso/${encodeURIComponent(slug)}/start?${new URLSearchParams({ forceAuthn: '', returnTo: '/proven' })}`
  return (
    <div className="stack">
      <Button component="a" href={href} target="_blank" rel="noopener" onClick={() => setOpened(true)}>
        {t('prove.provider')}
      </Button>
      {opened ? (
        <>
          <p className="soft">{t('prove.waiting')}</p>
          <Button variant="default" onClick={onDone}>
            {t('prove.done')}
          </Button>
        </>
      ) : null}
    </div>
  )
}
