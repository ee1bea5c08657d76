import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { Say, t } from '../../text.tsx'
import type { Contact } from './contact-page.tsx'

/** Erases a person for good. Their name has to be typed: a click alone is too easy for what nobody can take back. */
export function Erase({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [, navigate] = useLocation()
  const erase = useChange({ onDone: () => navigate('/contacts') })
  const { user } = contact
  const name = contact.columns.Name
  const asked = user ? user.login : typeof name === 'string' ? name : ''
  const path = user ? `/users/${user.id}/erase` : `/contacts/${contact.id}/erase`
  return (
    <FormDialog
      title={t('contacts.erase-title')}
      act={t('contacts.erase')}
      color="red"
      ready={typed === asked && asked !== ''}
      busy={erase.isPending}
      error={erase.error}
      onSubmit={() => erase.mutate({ method: 'POST', path, body: { confirm: typed } })}
      onClose={onClose}
    >
      <p>{t('contacts.erase-text')}</p>
      <TextInput
        label={
          <Say
            k="contacts.erase-confirm"
            v={{
              name: (
                <strong>
                  <Text text={asked} />
                </strong>
              ),
            }}
          />
        }
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
    </FormDialog>
  )
}
