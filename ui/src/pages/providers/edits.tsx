import { type FormEvent, type ReactNode, useState } from 'react'
import { ApiError } from '../../api.ts'
import { Conflict, useCurrent } from '../../parts/conflict.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { SaveBar } from '../../parts/save-bar.tsx'
import { tellDone } from '../../parts/tell-done.ts'
import { Unsaved } from '../../parts/unsaved.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { disputed } from './disputed.tsx'
import type { Provider, ProviderChange, Settings } from './provider.ts'

/** What of a provider is being changed, until it is saved or given up. */
export interface Edits {
  /** As it will be: what is changed, over what is saved. */
  readonly now: Provider
  readonly settings: Settings
  readonly set: (fields: ProviderChange) => void
  readonly setSettings: (fields: Settings) => void
  readonly drop: () => void
  readonly changed: boolean
  readonly save: (version?: number) => void
  readonly busy: boolean
  readonly error: unknown
  /** What is wrong with one field, when saving it was refused for it. */
  readonly errorOf: (field: string) => string | null
  readonly given: ProviderChange
  /** May whoever looks change it at all? */
  readonly may: boolean
}

/** Edits a provider field by field; saving sends only what was changed, upon the version that the first change was made on. */
export function useEdits(provider: Provider): Edits {
  const [given, setGiven] = useState<ProviderChange>({})
  const [version, setVersion] = useState(provider.version)
  const may = useMay('trust:write')
  const change = useChange<Provider>({
    onDone: () => {
      setGiven({})
      tellDone(t('saved.title'))
    },
  })
  const changed = Object.keys(given).length > 0
  const put = (next: ProviderChange) => {
    if (!changed) setVersion(provider.version)
    change.reset()
    setGiven(next)
  }
  const errors = change.error instanceof ApiError ? (change.error.problem?.errors ?? []) : []
  return {
    now: { ...provider, ...withoutSettings(given) } as Provider,
    settings: { ...(provider.settings as Settings), ...given.settings },
    set: (fields) => put({ ...given, ...fields }),
    setSettings: (fields) => put({ ...given, settings: { ...given.settings, ...fields } }),
    drop: () => {
      change.reset()
      setGiven({})
    },
    changed,
    save: (upon = version) =>
      change.mutate({
        method: 'PATCH',
        path: `/providers/${provider.slug}`,
        body: given,
        version: upon,
        about: t('providers.about-change', { name: provider.name }),
      }),
    busy: change.isPending,
    error: change.error,
    errorOf: (field) => errors.find((one) => one.field === field || one.field.startsWith(`${field}.`))?.message ?? null,
    given,
    may,
  }
}

const withoutSettings = ({ settings: _, ...rest }: ProviderChange) => rest

/** The form around the fields of a tab, with its end: saved, given up, or compared with what somebody else has saved. */
export function EditForm({ provider, edits, children }: { provider: Provider; edits: Edits; children: ReactNode }) {
  const path = `/providers/${provider.slug}`
  const current = useCurrent<Provider>(edits.error, path)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (edits.changed) edits.save()
  }
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!edits.may} className="plain-set">
        {children}
      </fieldset>
      {current === null ? (
        <NotSaved error={edits.error} />
      ) : (
        <Conflict
          fields={disputed(edits.given, current)}
          onTake={edits.drop}
          onOver={() => edits.save(current.version)}
          busy={edits.busy}
        />
      )}
      {edits.changed && current === null ? (
        <SaveBar text={t('providers.edited')} drop={t('act.cancel')} busy={edits.busy} onDrop={edits.drop} />
      ) : null}
      <Unsaved when={edits.changed} />
    </form>
  )
}
