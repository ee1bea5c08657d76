import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Given, Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { Say, t } from '../../text.tsx'

type Scope = Given<'tokenInput'>['scopes'][number]

const scopes: readonly Scope[] = [
  'trust:read',
  'trust:write',
  'rules:read',
  'rules:write',
  'directory:read',
  'directory:write',
  'claims:read',
  'admin',
]

/** Makes a token and shows it, this once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const make = useChange<Shape<'newToken'>>()
  return (
    <Modal opened onClose={onClose} title={t('tokens.add')} size="lg">
      {make.data ? (
        <Stack>
          <div className="note good" role="status">
            <p>{t('tokens.made-text')}</p>
            <Copy value={make.data.token} label={t('tokens.token')} />
          </div>
          <Group>
            <Button onClick={onClose}>{t('act.close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            make.mutate({ method: 'POST', path: '/tokens', body: { name: name.trim(), scopes: chosen } })
          }}
        >
          <Stack>
            <TextInput
              label={t('tokens.name')}
              description={t('tokens.name-hint')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={256}
              required
              data-autofocus
            />
            <Checkbox.Group label={t('tokens.scopes')} value={[...chosen]} onChange={setChosen}>
              <Stack gap="xs" mt="xs">
                {scopes.map((scope) => (
                  <Checkbox key={scope} value={scope} label={scope} description={t(`tokens.scope-${scope}`)} />
                ))}
              </Stack>
            </Checkbox.Group>
            <NotSaved error={make.error} />
            <Group>
              <Button type="submit" loading={make.isPending} disabled={name.trim() === '' || chosen.length === 0}>
                {t('tokens.make')}
              </Button>
              <Button variant="default" onClick={onClose}>
                {t('act.cancel')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}

/** Asks once more before a token ends for good. */
export function EndToken({ token, onClose }: { token: Shape<'token'>; onClose: () => void }) {
  const end = useChange({ onDone: onClose })
  return (
    <FormDialog
      title={t('tokens.end-title')}
      act={t('tokens.end')}
      color="red"
      busy={end.isPending}
      error={end.error}
      onSubmit={() => end.mutate({ method: 'DELETE', path: `/tokens/${token.id}` })}
      onClose={onClose}
    >
      <p>
        <Say
          k="tokens.end-text"
          v={{
            name: (
              <strong>
                <Text text={token.name} />
              </strong>
            ),
          }}
        />
      </p>
    </FormDialog>
  )
}
