import { Button, Checkbox, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'

const asked = ['GivenName', 'Surname', 'Email'] as const

/** Makes a contact by hand, with or without the right to sign in. */
export function NewContact({ columns, onClose }: { columns: readonly Shape<'column'>[]; onClose: () => void }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [withUser, setWithUser] = useState(false)
  const [login, setLogin] = useState('')
  const [type, setType] = useState<'employee' | 'external'>('employee')
  const [, navigate] = useLocation()
  const add = useChange<Shape<'contact'>>({ onDone: (made) => navigate(`/contacts/${made.id}`) })
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))
  const ready = Object.keys(filled).length > 0 && (!withUser || login.trim() !== '')
  const send = () => {
    const body = { columns: filled, ...(withUser ? { user: { login: login.trim(), type } } : {}) }
    add.mutate({ method: 'POST', path: '/contacts', body })
  }
  return (
    <Modal opened onClose={onClose} title={t('contacts.add')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Stack>
          {asked.map((name, index) => (
            <TextInput
              key={name}
              label={columns.find((one) => one.name === name)?.caption ?? name}
              value={values[name] ?? ''}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
              maxLength={256}
              data-autofocus={index === 0 || undefined}
            />
          ))}
          <Checkbox
            label={t('contacts.with-user')}
            description={t('contacts.with-user-hint')}
            checked={withUser}
            onChange={(event) => setWithUser(event.currentTarget.checked)}
          />
          {withUser ? (
            <>
              <TextInput
                label={t('contacts.login')}
                value={login}
                onChange={(event) => setLogin(event.currentTarget.value)}
                maxLength={256}
                required
              />
              <SegmentedControl
                aria-label={t('users.type')}
                value={type}
                onChange={(value) => setType(value as typeof type)}
                data={[
                  { value: 'employee', label: t('users.type-employee') },
                  { value: 'external', label: t('users.type-external') },
                ]}
              />
            </>
          ) : null}
          <NotSaved error={add.error} />
          <Group>
            <Button type="submit" loading={add.isPending} disabled={!ready}>
              {t('act.add')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('act.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
