import { Button, Select, Switch, TextInput } from '@mantine/core'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import { EditForm, useEdits } from './edits.tsx'
import { CertificateHealth, LastSignIn, MetadataHealth, Refusals } from './health.tsx'
import { LastTests } from './last-tests.tsx'
import { hrefOf, type Provider, signInPage, testHref } from './provider.ts'
import { SwitchedOn, useMayEnable } from './switch-on.tsx'
import { TestLink } from './test-link.tsx'
import { warningText } from './warning-text.ts'

/** What state it is in, its name and switch, a test, and the addresses that each side has of the other. */
export function TabOverview({ provider }: { provider: Provider }) {
  const home = hrefOf(provider)
  return (
    <div className="stack">
      <SwitchedOn provider={provider} />
      {provider.warnings.map((one) => (
        <p key={one.code} className="note warn">
          {warningText(one)} <Link href={`${home}/troubleshooting`}>{t('providers.tab-troubleshooting')}</Link>
        </p>
      ))}
      <Card title={t('providers.health')}>
        <dl className="facts">
          <Fact title={t('providers.certificate')}>
            <CertificateHealth provider={provider} />{' '}
            <Link href={`${home}/certificates`}>{t('providers.tab-certificates')}</Link>
          </Fact>
          <Fact title={t('providers.metadata')}>
            <MetadataHealth source={provider.metadataSource} />
          </Fact>
          <Fact title={t('providers.last')}>
            <LastSignIn slug={provider.slug} />
          </Fact>
          <Fact title={t('providers.refusals')}>
            <Refusals slug={provider.slug} />
          </Fact>
        </dl>
      </Card>
      <General provider={provider} />
      <Try provider={provider} />
      <Card title={t('providers.addresses')}>
        <dl className="facts">
          <Fact title={t('providers.sign-in-page')}>
            <Copy value={signInPage(provider)} label={t('providers.sign-in-page')} />
          </Fact>
          <Fact title={t('providers.sign-in-straight')}>
            <Copy value={new URL('start', provider.acsUrl).href} label={t('providers.sign-in-straight')} />
          </Fact>
          <Fact title={t('providers.our-entity-id')}>
            <Copy value={provider.spEntityId} label={t('providers.our-entity-id')} />
          </Fact>
          <Fact title={t('providers.our-acs')}>
            <Copy value={provider.acsUrl} label={t('providers.our-acs')} />
          </Fact>
          <Fact title={t('providers.our-metadata')}>
            <Copy value={provider.metadataUrl} label={t('providers.our-metadata')} />
          </Fact>
          <Fact title={t('providers.their-entity-id')}>
            <Copy value={provider.entityId} label={t('providers.their-entity-id')} />
          </Fact>
        </dl>
      </Card>
    </div>
  )
}

const Fact = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <div>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)

function General({ provider }: { provider: Provider }) {
  const edits = useEdits(provider)
  const mayEnable = useMayEnable(provider)
  const presets = useGet<ListPage<Shape<'presetSummary'>>>('/presets', { limit: 200 })
  const products = (presets.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))
  return (
    <Card title={t('providers.general')}>
      <EditForm provider={provider} edits={edits}>
        <Switch
          label={t('providers.enabled')}
          description={t(
            mayEnable || provider.enabled ? 'providers.enabled-hint' : 'providers.enable-by-administrator',
          )}
          checked={edits.now.enabled}
          disabled={!mayEnable && !provider.enabled}
          onChange={(event) => edits.set({ enabled: event.currentTarget.checked })}
        />
        <div className="two-fields">
          <TextInput
            label={t('providers.name')}
            value={edits.now.name}
            onChange={(event) => edits.set({ name: event.currentTarget.value })}
            error={edits.errorOf('name')}
            maxLength={250}
            required
          />
          <Select
            label={t('providers.product')}
            description={t('providers.product-hint')}
            data={products}
            value={edits.now.preset}
            placeholder={
              provider.suggestedPreset === null
                ? t('providers.product-none')
                : t('providers.product-suggested', { product: t(`providers.preset-${provider.suggestedPreset}`) })
            }
            onChange={(preset) => edits.set({ preset: preset as NonNullable<Provider['suggestedPreset']> | null })}
            clearable
          />
        </div>
      </EditForm>
    </Card>
  )
}

function Try({ provider }: { provider: Provider }) {
  return (
    <Card
      title={t('providers.test')}
      actions={
        <Button component="a" href={testHref(provider.slug)} variant="default" leftSection={<Icon name="play" />}>
          {t('providers.test-now')}
        </Button>
      }
    >
      <p className="soft">{t('providers.test-text')}</p>
      <TestLink slug={provider.slug} />
      <LastTests slug={provider.slug} />
    </Card>
  )
}
