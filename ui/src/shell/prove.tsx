import { Button, Modal, PasswordInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { call, type Problem, proveWith } from '../api.ts'
import { sentenceOf } from '../parts/states.tsx'
import { t } from '../text.tsx'

/** Asks whoever is about to do something dangerous to prove once more that they are the one who signed in. */
export function Prove() {
  const [problem, setProblem] = useState<Problem | null>(null)
  const answer = useRef<((proven: boolean) => void) | null>(null)
  useEffect(() => {
    proveWith(
      (asked) =>
        new Promise((resolve) => {
          answer.current = resolve
          setProblem(asked)
        }),
    )
    return () => proveWith(null)
  }, [])
  const end = (proven: boolean) => {
    setProblem(null)
    answer.current?.(proven)
    answer.current = null
  }
  return (
    <Modal opened={problem !== null} onClose={() => end(false)} title={t('prove.title')} centered zIndex={400}>
      <p>{t('prove.text')}</p>
      {problem?.details?.provider ? (
        <ByProvider slug={String(problem.details.provider)} onDone={() => end(true)} />
      ) : (
        <ByPassword onDone={() => end(true)} />
      )}
    </Modal>
  )
}

function ByPassword({ onDone }: { onDone: () => void }) {
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      await call('POST', '/session/step-up', { body: { password } })
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <PasswordInput
        label={t('prove.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={error === null ? null : sentenceOf(error)}
        autoComplete="current-password"
        data-autofocus
        mb="md"
      />
      <Button type="submit" loading={busy} disabled={password === ''}>
        {t('prove.go')}
      </Button>
    </form>
  )
}

/** In a window of its own, so that nothing of what was typed here is lost. */
function ByProvider({ slug, onDone }: { slug: string; onDone: () => void }) {
  const [opened, setOpened] = useState(false)
  const href = `/sso/${encodeURIComponent(slug)}/start?${new URLSearchParams({ forceAuthn: '', returnTo: '/me' })}`
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
