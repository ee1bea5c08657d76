import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { type Column, DataList } from '../../parts/data-list.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { CertificateHealth, LastSignIn, MetadataHealth, Refusals, StateBadge } from './health.tsx'
import { hrefOf, type Provider } from './provider.ts'
import { readDraft } from './wizard-draft.ts'

/** The identity providers, each with its health. */
export function ProvidersPage() {
  const may = useMay('trust:write')
  const columns: readonly Column<Provider>[] = [
    { key: 'name', title: t('providers.name'), cell: (one) => <Text text={one.name} /> },
    { key: 'state', title: t('providers.state'), cell: (one) => <StateBadge {...one} /> },
    { key: 'certificate', title: t('providers.certificate'), cell: (one) => <CertificateHealth provider={one} /> },
    {
      key: 'metadata',
      title: t('providers.metadata'),
      cell: (one) => <MetadataHealth source={one.metadataSource} />,
    },
    { key: 'last', title: t('providers.last'), cell: (one) => <LastSignIn slug={one.slug} /> },
    { key: 'refusals', title: t('providers.refusals'), cell: (one) => <Refusals slug={one.slug} /> },
    {
      key: 'warnings',
      title: t('providers.warnings'),
      cell: (one) =>
        one.warnings.length === 0 ? (
          <span className="soft">–</span>
        ) : (
          <span>
            <span className="badge warn">{t('providers.warning-count', { count: one.warnings.length })}</span>
          </span>
        ),
    },
  ]
  const begun = readDraft()
  const add = may ? (
    <Button component={Link} href="/providers/new" leftSection={<Icon name="plus" />}>
      {begun.preset === null ? t('providers.new') : t('providers.new-go-on')}
    </Button>
  ) : null
  return (
    <Page title={t('nav.providers')} lead={t('providers.lead')} actions={add}>
      <DataList
        label={t('nav.providers')}
        path="/providers"
        columns={columns}
        keyOf={(one) => one.id}
        href={hrefOf}
        empty={
          <Empty title={t('providers.none')} text={t('providers.none-text')}>
            {add}
          </Empty>
        }
      />
    </Page>
  )
}
