import { Stack, Textarea } from '@mantine/core'
import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import type { SettingsFields } from './settings-form.tsx'

const texts = [
  ['signInText', 'settings.sign-in-text', 'settings.sign-in-text-hint'],
  ['signInTextDe', 'settings.sign-in-text-de', 'settings.de-hint'],
  ['helpText', 'settings.help-text', 'settings.help-text-hint'],
  ['helpTextDe', 'settings.help-text-de', 'settings.de-hint'],
] as const

/** What people read before they are signed in, and when something went wrong; in German too. */
export const Said = ({ fields: { values, set, wrong } }: { fields: SettingsFields }) => (
  <Card title={t('settings.said')}>
    <Stack>
      {texts.map(([field, label, hint]) => (
        <Textarea
          key={field}
          label={t(label)}
          description={t(hint)}
          value={values[field] ?? ''}
          onChange={(event) => {
            const text = event.currentTarget.value
            set({ [field]: text === '' && field !== 'helpText' ? null : text })
          }}
          error={wrong(field)}
          maxLength={2000}
          autosize
          minRows={2}
          maxRows={8}
        />
      ))}
    </Stack>
  </Card>
)
