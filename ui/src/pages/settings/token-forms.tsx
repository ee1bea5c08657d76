import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Given, Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
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

const lasts = ['30', '90', '365', 'never'] as const

/** The moment so many days after another; null: never. */
const endAfter = (from: number, days: string): string | null =>
  days === 'never' ? null : new Date(from + Number(days) * 86_400_000).toISOString()

/** Makes a token and shows it, this once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  // Two clicks ask for the same end: it is one intention.
  const [opened] = useState(() => Date.now())
  const [days, setDays] = useState<(typeof lasts)[number]>('365')
  const make = useChange<Shape<'newToken'>>()
  const title = t('tokens.add')
  if (make.data)
    return (
      <SecretOnce
        title={title}
        text={t('tokens.made-text')}
        label={t('tokens.token')}
        secret={make.data.token}
        onClose={onClose}
      />
    )
  return (
    <FormDialog
      title={title}
      size="lg"
      act={t('tokens.make')}
      ready={name.trim() !== '' && chosen.length > 0}
      busy={make.isPending}
      error={make.error}
      nameOf={(field) =>
        field === 'name' ? t('tokens.name') : field.startsWith('scopes') ? t('tokens.scopes') : undefined
      }
      onSubmit={() =>
        make.mutate({
          method: 'POST',
          path: '/tokens',
          body: { name: name.trim(), scopes: chosen, expiresAt: endAfter(opened, days) },
          about: t('tokens.about-make'),
        })
      }
      onClose={onClose}
    >
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
      <Select
        label={t('tokens.until')}
        description={t('tokens.until-hint')}
        data={lasts.map((value) => ({ value, label: t(`tokens.until-${value}`) }))}
        value={days}
        onChange={(value) => setDays(lasts.find((one) => one === value) ?? days)}
        allowDeselect={false}
        mt="md"
      />
    </FormDialog>
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
