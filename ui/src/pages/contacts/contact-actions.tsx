import { ActionIcon, Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { apiUrl } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { tellDone } from '../../parts/tell-done.ts'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import type { Contact } from './contact-page.tsx'
import { Erase } from './erase.tsx'
import { MergeInto } from './merge-into.tsx'
import { SwitchOff } from './switch-off.tsx'

/** Letting in and switching off, and what is rare: merge, export, erase. */
export function ContactActions({ contact }: { contact: Contact }) {
  const [open, setOpen] = useState<'merge' | 'erase' | 'off' | null>(null)
  const write = useMay('directory:write')
  const reads = useMay('claims:read')
  const admin = useMay('admin')
  const { user } = contact
  const name = typeof contact.columns.Name === 'string' ? contact.columns.Name : (user?.login ?? '')
  const change = useChange({ onDone: () => tellDone(t('users.told-on', { name })) })
  const letIn = () =>
    user &&
    change.mutate({ method: 'PATCH', path: `/users/${user.id}`, body: { status: 'active' }, version: user.version })
  const exported = user ? `/users/${user.id}/export` : `/contacts/${contact.id}/export`
  return (
    <>
      {write && user?.status === 'pending' ? (
        <Button loading={change.isPending} onClick={letIn}>
          {t('users.approve')}
        </Button>
      ) : null}
      {write && user?.status === 'disabled' ? (
        <Button variant="default" loading={change.isPending} onClick={letIn}>
          {t('users.switch-on')}
        </Button>
      ) : null}
      {write && user && (user.status === 'active' || user.status === 'pending') ? (
        <Button variant="default" onClick={() => setOpen('off')}>
          {t(user.status === 'pending' ? 'users.refuse' : 'users.switch-off')}
        </Button>
      ) : null}
      {write || reads ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size="lg" aria-label={t('act.more')}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {write ? <Menu.Item onClick={() => setOpen('merge')}>{t('contacts.merge')}</Menu.Item> : null}
            {reads ? (
              <Menu.Item component="a" href={apiUrl(exported)} download={`person-${contact.id}.json`}>
                {t('contacts.export')}
              </Menu.Item>
            ) : null}
            {admin ? (
              <Menu.Item color="var(--bad)" onClick={() => setOpen('erase')}>
                {t('contacts.erase')}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <NotSaved error={change.error} />
      {open === 'off' && user ? <SwitchOff user={user} name={name} onClose={() => setOpen(null)} /> : null}
      {open === 'merge' ? <MergeInto contact={contact} onClose={() => setOpen(null)} /> : null}
      {open === 'erase' ? <Erase contact={contact} onClose={() => setOpen(null)} /> : null}
    </>
  )
}
