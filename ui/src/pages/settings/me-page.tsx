import { Card } from '../../parts/page.tsx'
import { useSession } from '../../session.tsx'
import { Say, t } from '../../text.tsx'
import { MyPasskeys } from './my-passkeys.tsx'
import { MyPassword } from './my-password.tsx'
import { MySessions } from './my-sessions.tsx'
import { SettingsPage } from './settings-page.tsx'

/** What one signs in by, and where one is signed in. Everybody's own. */
export function MePage() {
  const { provider, login } = useSession()
  return (
    <SettingsPage title={t('settings.me')} lead={<Say k="settings.me-lead" v={{ login: <strong>{login}</strong> }} />}>
      <div className="stack">
        {provider === null ? (
          <>
            <MyPasskeys />
            <MyPassword />
          </>
        ) : (
          <Card title={t('settings.by-provider')}>
            <p>
              <Say k="settings.by-provider-text" v={{ provider: <code>{provider}</code> }} />
            </p>
          </Card>
        )}
        <MySessions />
      </div>
    </SettingsPage>
  )
}
