import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Card } from '../../parts/page.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { Say, t } from '../../text.tsx'

type Identity = Shape<'identity'>

/** As whom identity providers know a person; binding and unbinding by hand. */
export function Identities({ userId }: { userId: string }) {
  const list = useGet<ListPage<Identity>>(`/users/${userId}/identities`, { limit: 50 })
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Identity | null>(null)
  const may = useMay('directory:write')
  const trust = useMay('trust:read')
  return (
    <Card
      title={t('contacts.identities')}
      actions={
        may && trust ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setAdding(true)}>
            {t('contacts.bind')}
          </Button>
        ) : null
      }
    >
      {list.data?.items.length === 0 ? <p className="none">{t('contacts.no-identities')}</p> : null}
      <ul className="plain grants">
        {list.data?.items.map((one) => (
          <li key={one.id}>
            <span className="grow">
              <ProviderName slug={one.provider} />
              <span className="why value">
                <Text text={one.subject} />
              </span>
              <span className="why">
                {t(one.linkedBy === null ? 'contacts.by-first' : 'contacts.by-link')} ·{' '}
                <When at={one.createdAt} only="day" />
              </span>
            </span>
            {may ? (
              <Button variant="subtle" color="red" size="compact-xs" onClick={() => setRemoving(one)}>
                {t('contacts.unbind')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {adding ? <Bind userId={userId} onClose={() => setAdding(false)} /> : null}
      {removing ? <Unbind userId={userId} identity={removing} onClose={() => setRemoving(null)} /> : null}
    </Card>
  )
}

function Bind({ userId, onClose }: { userId: string; onClose: () => void }) {
  const providers = useGet<ListPage<Shape<'provider'>>>('/providers', { limit: 200 })
  const [provider, setProvider] = useState<string | null>(null)
  const [subject, setSubject] = useState('')
  const [format, setFormat] = useState('')
  const bind = useChange({ onDone: onClose })
  return (
    <FormDialog
      title={t('contacts.bind')}
      act={t('contacts.bind-do')}
      ready={provider !== null && subject !== ''}
      busy={bind.isPending}
      error={bind.error}
      onSubmit={() => {
        const body = { provider, subject, format: format === '' ? null : format }
        bind.mutate({ method: 'POST', path: `/users/${userId}/identities`, body })
      }}
      onClose={onClose}
    >
      <p className="soft small">{t('contacts.bind-text')}</p>
      <Select
        label={t('nav.providers')}
        data={(providers.data?.items ?? []).map((one) => ({ value: one.slug, label: one.name }))}
        value={provider}
        onChange={setProvider}
        required
      />
      <TextInput label="NameID" value={subject} onChange={(event) => setSubject(event.currentTarget.value)} required />
      <TextInput
        label="NameID Format"
        description={t('contacts.format-hint')}
        value={format}
        onChange={(event) => setFormat(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

function Unbind({ userId, identity, onClose }: { userId: string; identity: Identity; onClose: () => void }) {
  const unbind = useChange({ onDone: onClose })
  return (
    <FormDialog
      title={t('contacts.unbind-title')}
      act={t('contacts.unbind')}
      color="red"
      busy={unbind.isPending}
      error={unbind.error}
      onSubmit={() => unbind.mutate({ method: 'DELETE', path: `/users/${userId}/identities/${identity.id}` })}
      onClose={onClose}
    >
      <p>
        <Say k="contacts.unbind-text" v={{ provider: <ProviderName slug={identity.provider} /> }} />
      </p>
    </FormDialog>
  )
}
