import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import { SettingsPage } from './settings-page.tsx'

type Domain = Shape<'domain'>

/** All mail domains: which provider each leads to, and whether it counts. They are bound at their provider. */
export function DomainsPage() {
  const columns: readonly Column<Domain>[] = [
    { key: 'domain', title: t('settings.domain'), cell: (one) => <Text text={one.domain} /> },
    { key: 'provider', title: t('settings.domain-leads'), cell: (one) => <ProviderName slug={one.provider} /> },
    {
      key: 'state',
      title: t('tokens.state'),
      cell: (one) => (
        <span>
          <State domain={one} />
        </span>
      ),
    },
    { key: 'since', title: t('tokens.made'), cell: (one) => <When at={one.createdAt} only="day" /> },
  ]
  return (
    <SettingsPage title={t('settings.domains')} lead={t('settings.domains-lead')}>
      <DataList
        label={t('settings.domains')}
        path="/domains"
        columns={columns}
        keyOf={(one) => one.id}
        href={(one) => `/providers/${encodeURIComponent(one.provider)}/domains`}
        empty={
          <Empty title={t('settings.domains-none')} text={t('settings.domains-none-text')}>
            <Link href="/providers">{t('nav.providers')}</Link>
          </Empty>
        }
      />
    </SettingsPage>
  )
}

function State({ domain }: { domain: Domain }) {
  if (domain.provenAt !== null) {
    return (
      <span className="badge good">
        {t('providers.domain-proven')} <When at={domain.provenAt} only="day" />
      </span>
    )
  }
  return (
    <span className={domain.counts ? 'badge quiet' : 'badge warn'}>
      {domain.counts ? t('providers.domain-bound') : t('providers.domain-unproven')}
    </span>
  )
}
