import { NumberInput, Stack, TextInput } from '@mantine/core'
import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import type { SettingsFields } from './settings-form.tsx'

/** What our metadata tells partners of us: nothing of it is needed, all of it helps the people over there. */
export function Told({ fields: { values, set, wrong } }: { fields: SettingsFields }) {
  const organization = values.organization ?? { name: '', url: '' }
  const contact = values.contact ?? { email: '' }
  const logo = values.logo ?? { url: '', width: 128, height: 128 }
  const setOrganization = (part: Partial<typeof organization>) => {
    const next = { ...organization, ...part }
    set({ organization: next.name === '' && next.url === '' ? null : next })
  }
  const setContact = ({ name, email }: { name?: string | undefined; email: string }) =>
    set({ contact: !name && email === '' ? null : { ...(name ? { name } : {}), email } })
  const setLogo = (part: Partial<typeof logo>) => {
    const next = { ...logo, ...part }
    set({ logo: next.url === '' ? null : next })
  }
  return (
    <Card title={t('settings.told')}>
      <p className="soft small">{t('settings.told-text')}</p>
      <Stack>
        <TextInput
          label={t('settings.description')}
          value={values.description ?? ''}
          onChange={(event) => set({ description: event.currentTarget.value || null })}
          error={wrong('description')}
          maxLength={1000}
        />
        <TextInput
          label={t('settings.privacy')}
          placeholder="https://"
          value={values.privacyUrl ?? ''}
          onChange={(event) => set({ privacyUrl: event.currentTarget.value.trim() || null })}
          error={wrong('privacyUrl')}
          maxLength={2000}
        />
        <div className="setting-pair">
          <TextInput
            label={t('settings.organization')}
            value={organization.name}
            onChange={(event) => setOrganization({ name: event.currentTarget.value })}
            error={wrong('organization.name')}
            maxLength={250}
          />
          <TextInput
            label={t('settings.organization-url')}
            placeholder="https://"
            value={organization.url}
            onChange={(event) => setOrganization({ url: event.currentTarget.value.trim() })}
            error={wrong('organization.url')}
            maxLength={2000}
          />
          <TextInput
            label={t('settings.contact-name')}
            value={contact.name ?? ''}
            onChange={(event) => setContact({ name: event.currentTarget.value, email: contact.email })}
            error={wrong('contact.name')}
            maxLength={250}
          />
          <TextInput
            label={t('settings.contact-email')}
            value={contact.email}
            onChange={(event) => setContact({ name: contact.name, email: event.currentTarget.value.trim() })}
            error={wrong('contact.email')}
            maxLength={250}
          />
        </div>
        <TextInput
          label={t('settings.partner-logo')}
          description={t('settings.partner-logo-hint')}
          placeholder="https://"
          value={logo.url}
          onChange={(event) => setLogo({ url: event.currentTarget.value.trim() })}
          error={wrong('logo.url')}
          maxLength={16_384}
        />
        {logo.url === '' ? null : (
          <div className="setting-pair">
            {(['width', 'height'] as const).map((side) => (
              <NumberInput
                key={side}
                label={t(`settings.logo-${side}`)}
                min={1}
                max={10_000}
                value={logo[side]}
                onChange={(value) => setLogo({ [side]: Number(value) || 1 })}
                error={wrong(`logo.${side}`)}
              />
            ))}
          </div>
        )}
      </Stack>
    </Card>
  )
}
