import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { accentOn, grounds } from '../../../../src/server/pages/accent.ts'
import type { ListPage, Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { language, t } from '../../text.tsx'
import type { Settings } from './settings-form.tsx'

type Spoken = 'en' | 'de'

const wordsOf = async (spoken: Spoken) =>
  spoken === 'de'
    ? (await import('../../../../src/messages/de/sign-in.ts')).signIn
    : (await import('../../../../src/messages/en/sign-in.ts')).signIn

const isColour = (text: string | null | undefined): text is `#${string}` => /^#[0-9a-fA-F]{6}$/.test(text ?? '')

/** The sign-in page as people would see it with what stands in the form. A picture: nothing in it can be used. */
export function MockSignIn({ values }: { values: Settings }) {
  const [spoken, setSpoken] = useState<Spoken>(language)
  const scheme = useMantineColorScheme().colorScheme
  const look = document.documentElement.dataset.mantineColorScheme === 'dark' || scheme === 'dark' ? 'dark' : 'light'
  const words = useQuery({ queryKey: ['sign-in words', spoken], queryFn: () => wordsOf(spoken) }).data
  const providers = useGet<ListPage<Shape<'provider'>>>('/providers', { limit: 10 })
  const names = (providers.data?.items ?? []).filter((one) => one.enabled).map((one) => one.name)
  const german = spoken === 'de'
  const said = (german ? values.signInTextDe : null) ?? values.signInText ?? ''
  const help = (german ? values.helpTextDe : null) ?? values.helpText
  const colours = isColour(values.brandColour) ? accentOn(values.brandColour, grounds[look]) : null
  const button = colours
    ? { background: colours.accent, color: colours.onAccent }
    : { background: 'var(--accent)', color: 'var(--card)' }
  return (
    <div className="stack">
      <div className="row">
        <strong className="grow">{t('settings.preview')}</strong>
        <SegmentedControl
          size="xs"
          aria-label={t('settings.preview-language')}
          value={spoken}
          onChange={(value) => setSpoken(value as Spoken)}
          data={[
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
        />
      </div>
      <div className="mock" lang={spoken}>
        <div className="mock-head">
          {values.brandLogo ? (
            <img src={values.brandLogo} alt={values.displayName} />
          ) : (
            <Text text={values.displayName} />
          )}
        </div>
        <div className="mock-card">
          <h3>{words?.['sign-in.title']}</h3>
          {said === '' ? null : (
            <p className="mock-said">
              <Text text={said} />
            </p>
          )}
          <p className="soft small">{words?.['sign-in.lead']}</p>
          {(names.length > 0 ? names : [t('settings.preview-provider')]).slice(0, 3).map((name) => (
            <div key={name} className="mock-button" style={button}>
              {words?.['sign-in.button'].replace('{provider}', name)}
            </div>
          ))}
        </div>
      </div>
      {help === '' ? null : (
        <div className="mock" lang={spoken}>
          <p className="soft small">{t('settings.preview-error')}</p>
          <p className="mock-said">
            <Text text={help} />
          </p>
        </div>
      )}
    </div>
  )
}
