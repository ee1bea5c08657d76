import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call, type Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { hasPasskeys, makePasskey } from '../../parts/passkey.ts'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { queryClient, useChange, useGet } from '../../query.ts'
import { Say, t } from '../../text.tsx'

type Passkey = Shape<'passkey'>

/** The passkeys of who is signed in: added, named and removed here. */
export function MyPasskeys() {
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Passkey | null>(null)
  const credentials = useGet<Shape<'credentials'>>('/session/credentials')
  if (credentials.isError && !credentials.data) {
    return <Failure error={credentials.error} again={() => credentials.refetch()} />
  }
  const { passkeys = [], password = null } = credentials.data ?? {}
  return (
    <Card
      title={t('settings.passkeys')}
      actions={
        hasPasskeys() ? (
          <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('settings.passkey-add')}
          </Button>
        ) : null
      }
    >
      <p className="soft">{t('settings.passkeys-text')}</p>
      {credentials.data ? null : <Loading lines={2} />}
      {credentials.data && passkeys.length === 0 ? <p className="none">{t('settings.passkeys-none')}</p> : null}
      <ul className="lines">
        {passkeys.map((one) => (
          <li key={one.id}>
            <div className="row">
              <strong>
                <Text text={one.name} />
              </strong>
              <span className="soft small">
                {t('settings.last-used')}: <When at={one.usedAt} only="relative" />
              </span>
              <Button
                className="end"
                variant="subtle"
                color="red"
                size="compact-sm"
                onClick={() => setRemoving(one)}
                aria-label={`${t('act.remove')}: ${one.name}`}
              >
                {t('act.remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {adding ? <AddPasskey onClose={() => setAdding(false)} /> : null}
      {removing ? (
        <RemovePasskey
          passkey={removing}
          last={passkeys.length === 1 && password === null}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </Card>
  )
}

function AddPasskey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [gaveUp, setGaveUp] = useState(false)
  const add = async () => {
    setBusy(true)
    setError(null)
    setGaveUp(false)
    try {
      const options = await call<Shape<'passkeyOptions'>>('POST', '/session/passkeys/challenge', { body: {} })
      const passkey = await makePasskey(options)
      if (passkey === null) return setGaveUp(true)
      await call('POST', '/session/passkeys', { body: { name: name.trim(), passkey } })
      await queryClient.invalidateQueries()
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <FormDialog
      title={t('settings.passkey-add')}
      act={t('settings.passkey-make')}
      ready={name.trim() !== ''}
      busy={busy}
      error={error}
      onSubmit={add}
      onClose={onClose}
    >
      <TextInput
        label={t('settings.passkey-name')}
        description={t('settings.passkey-name-hint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={100}
        required
        data-autofocus
      />
      {gaveUp ? <p className="note warn">{t('settings.passkey-gave-up')}</p> : null}
    </FormDialog>
  )
}

function RemovePasskey({ passkey, last, onClose }: { passkey: Passkey; last: boolean; onClose: () => void }) {
  const remove = useChange({ onDone: onClose })
  return (
    <FormDialog
      title={t('settings.passkey-remove')}
      act={t('act.remove')}
      color="red"
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate({ method: 'DELETE', path: `/session/passkeys/${passkey.id}` })}
      onClose={onClose}
    >
      <p>
        <Say k="settings.passkey-remove-text" v={{ name: <strong>{<Text text={passkey.name} />}</strong> }} />
      </p>
      {last ? <p className="note warn">{t('settings.passkey-last')}</p> : null}
    </FormDialog>
  )
}
