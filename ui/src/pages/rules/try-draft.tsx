import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { ApiError, type Given, type Shape } from '../../api.ts'
import { OuterDialog } from '../../parts/inner-dialog.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { ReplayResult } from '../replays/replay-result.tsx'
import type { FieldErrors } from './save-rules.tsx'
import type { RulesNow } from './use-rule-draft.ts'

const lasts = ['100', '1000', '10000'] as const

/** Tries a draft on the last sign-ins, with progress, and shows whom it would change; then it is saved, or carried out. */
export function TryDraft({
  draft,
  provider,
  providers,
  replayId,
  onTried,
  onWrong,
  onSave,
  onClose,
}: {
  /** Null: nothing is edited; the rules in force are tried. */
  draft: Given<'draftInput'> | null
  provider: string | null
  providers: RulesNow['providers']
  /** What was tried already, with this draft. */
  replayId: string | null
  onTried: (replayId: string) => void
  onWrong: (errors: FieldErrors) => void
  onSave: (() => void) | null
  onClose: () => void
}) {
  const mayTry = useMay('claims:read')
  return (
    <OuterDialog>
      {(closeOnEscape) => (
        <Modal opened onClose={onClose} closeOnEscape={closeOnEscape} title={t('replays.try-title')} size="75rem">
          {draft !== null && !mayTry ? (
            <p className="note">{t('replays.needs-claims')}</p>
          ) : replayId === null ? (
            <Ask draft={draft} provider={provider} providers={providers} onTried={onTried} onWrong={onWrong} />
          ) : (
            <Apart>
              <ReplayResult id={replayId} isApart onSave={onSave} />
            </Apart>
          )}
        </Modal>
      )}
    </OuterDialog>
  )
}

/** A dialog with an address of its own: its lists are filtered and paged there, and the page behind it stays where it is. */
function Apart({ children }: { children: React.ReactNode }) {
  const { hook, searchHook } = useMemo(() => memoryLocation({ path: '/' }), [])
  return (
    <Router hook={hook} searchHook={searchHook} base="">
      {children}
    </Router>
  )
}

function Ask({
  draft,
  provider,
  providers,
  onTried,
  onWrong,
}: {
  draft: Given<'draftInput'> | null
  provider: string | null
  providers: RulesNow['providers']
  onTried: (replayId: string) => void
  onWrong: (errors: FieldErrors) => void
}) {
  const [slug, setSlug] = useState(provider ?? '')
  const [last, setLast] = useState('1000')
  const begin = useChange<Shape<'replay'>>({ onDone: (replay) => onTried(replay.id) })
  const { error } = begin
  useEffect(() => {
    if (error instanceof ApiError && error.code === 'validation_failed') onWrong(error.problem?.errors ?? [])
  }, [error, onWrong])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const of = slug === '' ? {} : { provider: slug }
        begin.mutate({
          method: 'POST',
          path: '/replays',
          body: { ...of, last: Number(last), ...(draft ? { draft } : {}) },
        })
      }}
    >
      <Stack>
        <p>{t(draft ? 'replays.try-text' : 'replays.try-text-saved')}</p>
        {providers.length > 1 ? (
          <Select
            label={t('rules.provider')}
            data={[
              { value: '', label: t('rules.all-providers') },
              ...providers.map((one) => ({ value: one.slug, label: one.name })),
            ]}
            value={slug}
            onChange={(value) => setSlug(value ?? '')}
            allowDeselect={false}
          />
        ) : null}
        <Select
          label={t('replays.last')}
          description={t('replays.last-hint')}
          data={lasts.map((value) => ({ value, label: t('replays.last-count', { count: Number(value) }) }))}
          value={last}
          onChange={(value) => setLast(value ?? '1000')}
          allowDeselect={false}
        />
        <NotSaved error={error} />
        <Group>
          <Button type="submit" loading={begin.isPending} data-autofocus>
            {t('replays.begin')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
