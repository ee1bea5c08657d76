import { Tabs } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import { Page } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { StateBadge } from './health.tsx'
import { hrefOf, type Provider } from './provider.ts'
import { TabCertificates } from './tab-certificates.tsx'
import { TabDomains } from './tab-domains.tsx'
import { TabOverview } from './tab-overview.tsx'
import { TabPeople } from './tab-people.tsx'
import { TabRemoval } from './tab-removal.tsx'
import { TabSetup } from './tab-setup.tsx'
import { TabSignIns } from './tab-sign-ins.tsx'
import { TabTroubleshooting } from './tab-troubleshooting.tsx'
import './providers.css'
import './wizard.css'

const tabs = {
  overview: TabOverview,
  certificates: TabCertificates,
  people: TabPeople,
  domains: TabDomains,
  setup: TabSetup,
  'sign-ins': TabSignIns,
  troubleshooting: TabTroubleshooting,
  removal: TabRemoval,
} as const
type Tab = keyof typeof tabs

const isTab = (text: string | undefined): text is Tab => text !== undefined && Object.hasOwn(tabs, text)

/** One identity provider: every part of it has its own address. */
export function ProviderPage({ params: { slug = '', tab } }: { params: Readonly<Record<string, string>> }) {
  const provider = useGet<Provider>(`/providers/${slug}`)
  const [, navigate] = useLocation()
  const mayChange = useMay('trust:write')
  const seesSignIns = useMay('directory:read')
  if (provider.isError) {
    return (
      <Page title={t('nav.providers')}>
        <Failure error={provider.error} again={() => provider.refetch()} />
        <p>
          <Link href="/providers">{t('providers.to-all')}</Link>
        </p>
      </Page>
    )
  }
  if (!provider.data) return <Loading lines={8} />
  const current = isTab(tab) ? tab : 'overview'
  const Body = tabs[current]
  const home = hrefOf(provider.data)
  const shown = (Object.keys(tabs) as Tab[]).filter(
    (one) => (one !== 'removal' || mayChange) && (one !== 'sign-ins' || seesSignIns),
  )
  return (
    <Page
      title={provider.data.name}
      lead={
        <>
          <StateBadge {...provider.data} /> <code>{provider.data.slug}</code>
        </>
      }
    >
      <Tabs
        value={current}
        onChange={(to) => navigate(to === 'overview' ? home : `${home}/${to}`)}
        keepMounted={false}
        activateTabWithKeyboard={false}
      >
        <Tabs.List aria-label={t('providers.parts')} className="provider-tabs">
          {shown.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`providers.tab-${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} className="provider-panel">
          <Body provider={provider.data} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
