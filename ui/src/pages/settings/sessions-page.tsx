import { NumberInput } from '@mantine/core'
import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import { SettingsForm } from './settings-form.tsx'
import { SettingsPage } from './settings-page.tsx'

/** As they are until somebody sets them, in minutes. */
const usual = { sessionIdleMinutes: 30, sessionAbsoluteMinutes: 720, administratorIdleMinutes: 60 } as const
const names = ['sessionIdleMinutes', 'sessionAbsoluteMinutes', 'administratorIdleMinutes'] as const

/** How long somebody stays signed in. */
export function SessionsPage() {
  return (
    <SettingsPage title={t('settings.sessions')} lead={t('settings.sessions-lead')}>
      <SettingsForm
        names={{
          sessionIdleMinutes: t('settings.sessionIdleMinutes'),
          sessionAbsoluteMinutes: t('settings.sessionAbsoluteMinutes'),
          administratorIdleMinutes: t('settings.administratorIdleMinutes'),
        }}
      >
        {({ values, set, wrong }) => (
          <Card title={t('settings.ends')}>
            <div className="setting-pair">
              {names.map((name) => (
                <NumberInput
                  key={name}
                  label={t(`settings.${name}`)}
                  description={t(`settings.${name}-hint`, { usual: lasting(usual[name]) })}
                  suffix={` ${t('settings.minutes')}`}
                  min={1}
                  max={525_600}
                  allowDecimal={false}
                  value={values[name]}
                  onChange={(value) => typeof value === 'number' && set({ [name]: value })}
                  error={wrong(name)}
                />
              ))}
            </div>
            {names.some((name) => values[name] > usual[name]) ? (
              <p className="note warn" role="status">
                {t('settings.sessions-long')}
              </p>
            ) : null}
            <p className="soft small">{t('settings.sessions-now')}</p>
          </Card>
        )}
      </SettingsForm>
    </SettingsPage>
  )
}

const lasting = (minutes: number): string =>
  minutes % 60 === 0 && minutes > 60
    ? t('settings.hours-many', { count: minutes / 60 })
    : t('settings.minutes-many', { count: minutes })
