import { Copy } from '../../parts/copy.tsx'
import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import { SettingsPage } from './settings-page.tsx'

const parts = [
  { key: 'make', commands: ['jitup backup monday.backup'] },
  { key: 'restore', commands: ['jitup restore monday.backup', 'jitup restore --force monday.backup'] },
  { key: 'move', commands: ['jitup move --to DATABASE_URL'] },
] as const

/** How everything is kept safe. It is done where the server runs: a backup through a browser would be everything in one download. */
export const BackupPage = () => (
  <SettingsPage title={t('settings.backup')} lead={t('settings.backup-lead')}>
    <div className="stack">
      {parts.map(({ key, commands }) => (
        <Card key={key} title={t(`settings.backup-${key}`)}>
          <p>{t(`settings.backup-${key}-text`)}</p>
          <div className="commands">
            {commands.map((command) => (
              <Copy key={command} value={command} label={t('settings.command')} />
            ))}
          </div>
        </Card>
      ))}
      <p className="note warn">{t('settings.backup-secret')}</p>
    </div>
  </SettingsPage>
)
