import { Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import { columnCaption } from '../../words.tsx'

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
    <FormDialog
      title={t('contacts.add')}
      act={t('act.add')}
      ready={ready}
      busy={add.isPending}
      error={add.error}
      onSubmit={send}
      onClose={onClose}
    >
      {asked.map((name, index) => (
        <TextInput
          key={name}
          label={columnCaption(columns.find((one) => one.name === name) ?? { name, caption: name })}
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
    </FormDialog>
  )
}
