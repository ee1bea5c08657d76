import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Given, Shape } from '../../api.ts'
import { Conflict, useCurrent } from '../../parts/conflict.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Unsaved } from '../../parts/unsaved.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange, useGet } from '../../query.ts'
import { numberText, t } from '../../text.tsx'
import { useWrong } from './wrong.ts'

export type Settings = Shape<'settings'>
type Changes = Partial<Given<'settingsInput'>>

/** What the fields of a form of settings work with. */
export interface SettingsFields {
  /** As they are saved, with what was changed here over them. */
  readonly values: Settings
  readonly saved: Settings
  readonly set: (changes: Changes) => void
  /** What was wrong with a field when it was sent. */
  readonly wrong: (field: string) => string | undefined
}

/**
 * A form over some of the settings: only what was changed is sent, and only over what was seen. `names`: what each field is called,
 * for whoever has to compare theirs with somebody else's, or reads why it was refused.
 */
export function SettingsForm({
  names,
  children,
}: {
  names: Readonly<Partial<Record<keyof Settings | `${keyof Settings}.${string}`, string>>>
  children: (fields: SettingsFields) => ReactNode
}) {
  const settings = useGet<Settings>('/settings')
  const [base, setBase] = useState<Settings | null>(null)
  const [changes, setChanges] = useState<Changes>({})
  const save = useChange<Settings>({ onDone: () => leave() })
  const current = useCurrent<Settings>(save.error, '/settings')
  const wrong = useWrong(save.error)
  const client = useQueryClient()
  const leave = () => {
    setChanges({})
    setBase(null)
  }
  if (settings.isError && !settings.data) return <Failure error={settings.error} again={() => settings.refetch()} />
  if (!settings.data) return <Loading />
  const saved = base ?? settings.data
  const values = withoutNull({ ...saved, ...changes }) as Settings
  const touched = Object.keys(changes).length > 0
  const send = (version: number) =>
    save.mutate({ method: 'PUT', path: '/settings', body: changes, version, about: t('settings.about-save') })
  const set = (next: Changes) => {
    if (base === null) setBase(settings.data)
    setChanges((before) => ({ ...before, ...next }))
    wrong.mend(...Object.keys(next))
    if (save.isSuccess) save.reset()
  }
  return (
    <form
      className="stack setting-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (touched) send(saved.version)
      }}
    >
      <Unsaved when={touched} />
      {children({ values, saved, set, wrong: wrong.of })}
      {current ? (
        <Conflict
          fields={Object.entries(changes).map(([name, mine]) => ({
            label: names[name as keyof Settings] ?? name,
            yours: shown(mine),
            theirs: shown(current[name as keyof Settings]),
          }))}
          onTake={() => {
            leave()
            save.reset()
            client.invalidateQueries({ queryKey: ['/settings'] })
          }}
          onOver={() => send(current.version)}
          busy={save.isPending}
        />
      ) : (
        <NotSaved
          error={wrong.error}
          nameOf={(field) => names[field as keyof Settings] ?? names[field.split('.')[0] as keyof Settings]}
        />
      )}
      <div className="setting-save" data-touched={touched}>
        <Button type="submit" loading={save.isPending} disabled={!touched}>
          {t('act.save')}
        </Button>
        {touched ? (
          <Button
            variant="default"
            onClick={() => {
              leave()
              save.reset()
            }}
          >
            {t('settings.discard')}
          </Button>
        ) : null}
        <span role="status" className="soft small">
          {touched ? t('settings.unsaved') : save.isSuccess ? t('saved.title') : t('settings.as-saved')}
        </span>
      </div>
    </form>
  )
}

const withoutNull = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

/** A setting beside somebody else's. */
export function shown(value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="none">{t('value.none')}</span>
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
  if (typeof value === 'number') return numberText(value)
  if (Array.isArray(value)) return value.length === 0 ? shown(null) : <Text text={value.join(', ')} />
  if (typeof value === 'object') return <Text text={Object.values(value).join(' · ')} />
  const text = String(value)
  return text.startsWith('data:') ? t('settings.picture') : <Text text={text} />
}
