import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Card } from '../../parts/page.tsx'
import { Empty, Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import type { Provider } from './provider.ts'

type Domain = Shape<'domain'>

/** The mail domains that lead to this provider, and the proof in DNS of each. */
export function TabDomains({ provider }: { provider: Provider }) {
  const [name, setName] = useState('')
  const may = useMay('trust:write')
  const domains = useGet<ListPage<Domain>>('/domains', { limit: 200 })
  const bind = useChange<Domain>({ onDone: () => setName('') })
  if (domains.isError) return <Failure error={domains.error} again={() => domains.refetch()} />
  if (!domains.data) return <Loading />
  const mine = domains.data.items.filter((one) => one.provider === provider.slug)
  return (
    <div className="stack">
      <Card title={t('providers.domains')}>
        <p className="soft">{t('providers.domains-text')}</p>
        {mine.length === 0 ? (
          <Empty title={t('providers.domains-none')} text={t('providers.domains-none-text')} />
        ) : (
          <ul className="plain-lines">
            {mine.map((one) => (
              <Line key={one.id} domain={one} may={may} />
            ))}
          </ul>
        )}
        {may ? (
          <form
            className="inline-form"
            onSubmit={(event) => {
              event.preventDefault()
              const domain = name.trim().toLowerCase()
              if (domain !== '')
                bind.mutate({
                  method: 'POST',
                  path: '/domains',
                  body: { domain, provider: provider.slug },
                  about: t('providers.about-domain'),
                })
            }}
          >
            <TextInput
              label={t('providers.domain-add')}
              placeholder="acme.example"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={253}
              spellCheck={false}
            />
            <Button type="submit" variant="default" loading={bind.isPending} disabled={name.trim() === ''}>
              {t('act.add')}
            </Button>
          </form>
        ) : null}
        <NotSaved error={bind.error} />
      </Card>
    </div>
  )
}

function Line({ domain, may }: { domain: Domain; may: boolean }) {
  const verify = useChange<Domain>()
  const free = useChange()
  const path = `/domains/${domain.id}`
  return (
    <li>
      <div className="row">
        <strong>
          <Text text={domain.domain} />
        </strong>
        {domain.provenAt !== null ? (
          <span className="badge good">
            {t('providers.domain-proven')} <When at={domain.provenAt} only="day" />
          </span>
        ) : (
          <span className={domain.counts ? 'badge quiet' : 'badge warn'}>
            {domain.counts ? t('providers.domain-bound') : t('providers.domain-unproven')}
          </span>
        )}
        {may && domain.provenAt === null ? (
          <Button
            variant="default"
            size="compact-md"
            loading={verify.isPending}
            onClick={() => verify.mutate({ method: 'POST', path: `${path}/verify` })}
          >
            {t('providers.domain-verify')}
          </Button>
        ) : null}
        {may ? (
          <Button
            variant="subtle"
            color="red"
            size="compact-md"
            loading={free.isPending}
            onClick={() => free.mutate({ method: 'DELETE', path, about: t('providers.about-domain') })}
          >
            {t('providers.domain-free')}
            <span className="hide"> {domain.domain}</span>
          </Button>
        ) : null}
      </div>
      {domain.provenAt === null ? (
        <dl className="facts dns">
          <div>
            <dt>{t('providers.dns-name')}</dt>
            <dd>
              <Copy value={domain.proof.name} label={t('providers.dns-name')} />
            </dd>
          </div>
          <div>
            <dt>{domain.proof.type}</dt>
            <dd>
              <Copy value={domain.proof.value} label={domain.proof.type} />
            </dd>
          </div>
        </dl>
      ) : null}
      <NotSaved error={verify.error ?? free.error} />
    </li>
  )
}
