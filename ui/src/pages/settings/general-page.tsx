import { t } from '../../text.tsx'
import { Look } from './look.tsx'
import { MockSignIn } from './mock-sign-in.tsx'
import { Said } from './said.tsx'
import { SettingsForm } from './settings-form.tsx'
import { SettingsPage } from './settings-page.tsx'
import { Told } from './told.tsx'

/** How the installation looks and speaks, to people and to partners, with the sign-in page as it will be beside it. */
export function GeneralPage() {
  return (
    <SettingsPage title={t('settings.general')} lead={t('settings.general-lead')}>
      <SettingsForm
        names={{
          displayName: t('settings.name'),
          brandColour: t('settings.colour'),
          brandLogo: t('settings.logo'),
          language: t('settings.language'),
          signInText: t('settings.sign-in-text'),
          signInTextDe: t('settings.sign-in-text-de'),
          helpText: t('settings.help-text'),
          helpTextDe: t('settings.help-text-de'),
          description: t('settings.description'),
          privacyUrl: t('settings.privacy'),
          organization: t('settings.organization'),
          contact: t('settings.contact'),
          logo: t('settings.partner-logo'),
          'organization.url': t('settings.organization-url'),
          'contact.name': t('settings.contact-name'),
          'contact.email': t('settings.contact-email'),
          'logo.width': t('settings.logo-width'),
          'logo.height': t('settings.logo-height'),
        }}
      >
        {(fields) => (
          <div className="with-preview">
            <div className="stack">
              <Look fields={fields} />
              <Said fields={fields} />
              <Told fields={fields} />
            </div>
            <aside aria-label={t('settings.preview')}>
              <MockSignIn values={fields.values} />
            </aside>
          </div>
        )}
      </SettingsForm>
    </SettingsPage>
  )
}
