import { t } from '../../text.tsx'
import { Deliveries } from './deliveries.tsx'
import { SettingsPage } from './settings-page.tsx'

/** The e-mails of the last 30 days. */
export const MailSentPage = () => (
  <SettingsPage title={t('settings.mail-sent')} lead={t('settings.mail-sent-lead')}>
    <Deliveries path="/settings/mail/deliveries" addressed />
  </SettingsPage>
)
