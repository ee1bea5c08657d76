import { NumberInput, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { More } from '../../parts/more.tsx'
import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import { EditForm, useEdits } from './edits.tsx'
import { Exceptions } from './exceptions.tsx'
import type { Provider, Settings } from './provider.ts'

const formats = ['emailAddress', 'persistent', 'unspecified', 'transient'] as const
const prefix: Readonly<Record<(typeof formats)[number], string>> = {
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:',
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:',
}

/** Settings of the protocol that rarely need a hand, and what a partner is excused from, until a day. */
export function TabTroubleshooting({ provider }: { provider: Provider }) {
  const edits = useEdits(provider)
  const { settings, setSettings, errorOf } = edits
  const policy = settings.nameIdPolicy ?? 'omit'
  const known = [
    { value: 'omit', label: t('providers.name-id-omit') },
    { value: 'any', label: t('providers.name-id-any') },
    ...formats.map((one) => ({ value: `${prefix[one]}${one}`, label: t(`providers.name-id-${one}`) })),
  ]
  const policies = known.some((one) => one.value === policy) ? known : [...known, { value: policy, label: policy }]
  const seconds = (name: 'clockSkewSeconds' | 'maxAgeSeconds', min: number, max: number) => (
    <NumberInput
      label={t(name === 'clockSkewSeconds' ? 'providers.clock-skew' : 'providers.max-age')}
      description={t(name === 'clockSkewSeconds' ? 'providers.clock-skew-hint' : 'providers.max-age-hint')}
      value={settings[name] ?? ''}
      onChange={(value) => value !== '' && setSettings({ [name]: Number(value) })}
      error={errorOf(`settings.${name}`)}
      min={min}
      max={max}
    />
  )
  const toggle = (
    name: 'forceAuthn' | 'idpInitiated' | 'singleLogout' | 'wantEncryption' | 'requireSignedResponse',
  ) => (
    <Switch
      label={t(toggles[name])}
      description={t(`${toggles[name]}-hint`)}
      checked={settings[name] ?? false}
      onChange={(event) => setSettings({ [name]: event.currentTarget.checked })}
    />
  )
  return (
    <EditForm provider={provider} edits={edits}>
      <Card title={t('providers.sign-in-settings')}>
        <p className="soft">{t('providers.sign-in-settings-text')}</p>
        <Stack>
          <Select
            label={t('providers.name-id-policy')}
            description={t('providers.name-id-policy-hint')}
            data={policies}
            value={policy}
            onChange={(value) => value && setSettings({ nameIdPolicy: value as NonNullable<Settings['nameIdPolicy']> })}
            allowDeselect={false}
          />
          <div className="two-fields">
            {seconds('clockSkewSeconds', 0, 300)}
            {seconds('maxAgeSeconds', 60, 86_400)}
          </div>
          {toggle('idpInitiated')}
          {toggle('singleLogout')}
          {toggle('forceAuthn')}
          {toggle('requireSignedResponse')}
          {toggle('wantEncryption')}
        </Stack>
        <More>
          <Select
            label={t('providers.request-binding')}
            data={(['redirect', 'post'] as const).map((value) => ({ value, label: t(`providers.binding-${value}`) }))}
            value={settings.requestBinding ?? 'redirect'}
            onChange={(value) => value && setSettings({ requestBinding: value as 'redirect' | 'post' })}
            allowDeselect={false}
          />
          <TagsInput
            label={t('providers.authn-contexts')}
            description={t('providers.authn-contexts-hint')}
            value={settings.authnContexts ?? []}
            onChange={(authnContexts) => setSettings({ authnContexts })}
            error={errorOf('settings.authnContexts')}
            maxTags={10}
          />
          <div className="two-fields">
            <NumberInput
              label={t('providers.max-bytes')}
              value={settings.maxBytes ?? ''}
              onChange={(value) => value !== '' && setSettings({ maxBytes: Number(value) })}
              error={errorOf('settings.maxBytes')}
              min={16_384}
              max={1_048_576}
            />
            <NumberInput
              label={t('providers.max-nodes')}
              value={settings.maxNodes ?? ''}
              onChange={(value) => value !== '' && setSettings({ maxNodes: Number(value) })}
              error={errorOf('settings.maxNodes')}
              min={200}
              max={20_000}
            />
          </div>
        </More>
      </Card>
      <Card title={t('providers.exceptions')}>
        <Exceptions value={settings.exceptions ?? {}} onChange={(exceptions) => setSettings({ exceptions })} />
      </Card>
      <Card>
        <More title={t('providers.raw')}>
          <p className="soft">{t('providers.raw-text')}</p>
          <TextInput label={t('providers.id')} value={provider.id} readOnly maw="24rem" />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <section className="raw" tabIndex={0} aria-label={t('providers.raw')}>
            {JSON.stringify(provider.settings, null, 2)}
          </section>
        </More>
      </Card>
    </EditForm>
  )
}

const toggles = {
  forceAuthn: 'providers.force-authn',
  idpInitiated: 'providers.idp-initiated',
  singleLogout: 'providers.single-logout',
  wantEncryption: 'providers.want-encryption',
  requireSignedResponse: 'providers.require-signed',
} as const
