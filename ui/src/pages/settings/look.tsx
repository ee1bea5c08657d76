import { Button, FileButton, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Card } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import type { SettingsFields } from './settings-form.tsx'

/** As the server takes it at most, in bytes. */
const logoLimit = 100_000
const ours = '#0b5d66'

/** Name, colour, logo and language of the pages that people see. */
export function Look({ fields: { values, set, wrong } }: { fields: SettingsFields }) {
  return (
    <Card title={t('settings.look')}>
      <Stack>
        <TextInput
          label={t('settings.name')}
          description={t('settings.name-hint')}
          value={values.displayName}
          onChange={(event) => set({ displayName: event.currentTarget.value })}
          error={wrong('displayName')}
          maxLength={256}
          required
        />
        <div className="setting-pair">
          <div className="colour">
            <TextInput
              className="grow"
              label={t('settings.colour')}
              placeholder={ours}
              value={values.brandColour ?? ''}
              onChange={(event) => set({ brandColour: event.currentTarget.value.trim() || null })}
              error={wrong('brandColour')}
              maxLength={7}
              spellCheck={false}
            />
            <input
              type="color"
              aria-label={t('settings.colour-pick')}
              value={/^#[0-9a-fA-F]{6}$/.test(values.brandColour ?? '') ? values.brandColour : ours}
              onChange={(event) => set({ brandColour: event.currentTarget.value })}
            />
          </div>
          <Select
            label={t('settings.language')}
            data={[
              { value: 'en', label: 'English' },
              { value: 'de', label: 'Deutsch' },
            ]}
            value={values.language}
            onChange={(value) => value && set({ language: value as 'en' | 'de' })}
            allowDeselect={false}
            error={wrong('language')}
          />
        </div>
        <p className="soft small">{t('settings.look-hint')}</p>
        <Logo value={values.brandLogo} wrong={wrong('brandLogo')} onChange={(brandLogo) => set({ brandLogo })} />
      </Stack>
    </Card>
  )
}

function Logo({
  value,
  wrong,
  onChange,
}: {
  value: string | null | undefined
  wrong: string | undefined
  onChange: (value: string | null) => void
}) {
  const [refused, setRefused] = useState<'settings.logo-large' | 'settings.logo-unreadable' | null>(null)
  const take = async (file: File | null) => {
    if (!file) return
    const picture = file.size > logoLimit ? null : await pictureOf(file)
    if (picture !== null) onChange(picture)
    setRefused(file.size > logoLimit ? 'settings.logo-large' : picture === null ? 'settings.logo-unreadable' : null)
  }
  return (
    <div className="stack">
      <p className="small">
        <strong>{t('settings.logo')}</strong> <span className="soft">{t('settings.logo-hint')}</span>
      </p>
      <div className="row">
        {value ? <img className="logo-now" src={value} alt={t('settings.logo')} /> : null}
        <FileButton accept="image/png,image/jpeg,image/webp" onChange={take}>
          {(props) => (
            <Button variant="default" size="compact-sm" {...props}>
              {t('settings.logo-choose')}
            </Button>
          )}
        </FileButton>
        {value ? (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            onClick={() => {
              setRefused(null)
              onChange(null)
            }}
          >
            {t('act.remove')}
          </Button>
        ) : null}
      </div>
      {refused || wrong ? (
        <p className="note bad small" role="alert">
          {refused ? t(refused) : wrong}
        </p>
      ) : null}
    </div>
  )
}

/** How files of each type begin, in base64: what a file is called says nothing of what it is. */
const beginnings = [
  ['image/png', /^iVBORw0KGgo/],
  ['image/jpeg', /^\/9j\//],
  ['image/webp', /^UklGR/],
] as const

/** The picture in a file as a `data:` address, by what it is; null: none that the pages can show. */
async function pictureOf(file: File): Promise<string | null> {
  const base64 = (await dataAddress(file)).split(',')[1] ?? ''
  const type = beginnings.find(([, begins]) => begins.test(base64))?.[0]
  if (type === undefined) return null
  const picture = new Image()
  picture.src = `data:${type};base64,${base64}`
  // A file that was cut off begins well and shows nothing.
  return picture.decode().then(
    () => picture.src,
    () => null,
  )
}

const dataAddress = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
