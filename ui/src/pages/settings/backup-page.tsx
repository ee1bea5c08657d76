import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import { Commands } from './command.tsx'
import { SettingsPage } from './settings-page.tsx'

const parts = [
  { key: 'make', commands: ['backup monday.backup'] },
  { key: 'restore', commands: ['restore monday.backup', 'restore --force monday.backup'] },
  { key: 'move', commands: ['move --to DATABASE_URL'] },
] as const

/** How everything is kept safe. It is done where the server runs: a backup through a browser would be everything in one download. */
export const BackupPage = () => (
  <SettingsPage title={t('settings.backup')} lead={t('settings.backup-lead')}>
    <div className="stack">
      {parts.map(({ key, commands }) => (
        <Card key={key} title={t(`settings.backup-${key}`)}>
          <p>{t(`settings.backup-${key}-text`)}</p>
          <Commands of={commands} />
        </Card>
      ))}
      <p className="note warn">{t('settings.backup-secret')}</p>
    </div>
  </SettingsPage>
)
