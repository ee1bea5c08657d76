import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { ApiError, type Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useInnerDialog } from '../../parts/inner-dialog.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'
import type { Replay } from './use-replay.ts'

/** Carries out what a replay has shown, once it is said whom it touches, and how many roles it takes. */
export function RunReplay({ replay, onClose }: { replay: Replay; onClose: () => void }) {
  useInnerDialog()
  const [confirmed, setConfirmed] = useState<number | null>(null)
  const run = useChange<Shape<'replay'>>({ onDone: onClose })
  const { counts } = replay
  const { create: newcomers = 0, refuse: refused = 0 } = counts.decisions ?? {}
  const touched = (counts.affected ?? 0) - newcomers - refused
  // The server counts anew: others may have signed in since.
  const asked = run.error instanceof ApiError ? run.error.problem?.details?.count : undefined
  const tried = Object.values(counts.losses ?? {}).reduce((all, one) => all + one, 0)
  const losses = typeof asked === 'number' ? asked : tried
  return (
    <FormDialog
      title={t('replays.run-title')}
      act={t('replays.run')}
      atAct={losses === 0}
      byButton
      ready={losses === 0 || confirmed === losses}
      busy={run.isPending}
      error={run.error}
      onSubmit={() =>
        run.mutate({
          method: 'POST',
          path: `/replays/${replay.id}/apply`,
          body: losses > 0 ? { confirmWithdrawals: losses } : {},
        })
      }
      onClose={onClose}
    >
      <p>{t('replays.run-text', { count: touched })}</p>
      {counts.byDraft && touched !== counts.byDraft.people ? (
        <p className="note">{t('replays.run-more', { count: counts.byDraft.people })}</p>
      ) : null}
      {newcomers > 0 ? <p className="soft">{t('replays.run-newcomers', { count: newcomers })}</p> : null}
      {refused > 0 ? <p className="soft">{t('replays.run-refused', { count: refused })}</p> : null}
      {losses > 0 ? (
        <div className="note warn">
          <Checkbox
            label={t('replays.run-confirm', { count: losses })}
            checked={confirmed === losses}
            onChange={(event) => setConfirmed(event.currentTarget.checked ? losses : null)}
          />
        </div>
      ) : null}
    </FormDialog>
  )
}
