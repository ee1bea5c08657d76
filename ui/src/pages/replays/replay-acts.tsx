import { Button } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { RunReplay } from './run-replay.tsx'
import { UndoReplay } from './undo-replay.tsx'
import type { Replay } from './use-replay.ts'

/** What can be done with a replay that has ended: save what was tried, carry it out, take it back. */
export function ReplayActs({ replay, onSave }: { replay: Replay; onSave: (() => void) | null }) {
  const [open, setOpen] = useState<'run' | 'undo' | null>(null)
  const mayRun = useMay('directory:write')
  const { stage, state, counts } = replay
  const isTried = stage === 'try' && state === 'done'
  const goesOn = stage === 'apply' && state !== 'done'
  const { applied = {}, undone = {} } = counts
  return (
    <>
      {stage === 'try' ? null : (
        <p className="note good" role="status">
          {t('replays.carried-out', { count: applied.applied ?? 0 })}{' '}
          {(applied.refused ?? 0) > 0 ? t('replays.carried-refused', { count: applied.refused ?? 0 }) : null}{' '}
          {(applied.skipped ?? 0) > 0 ? t('replays.carried-skipped', { count: applied.skipped ?? 0 }) : null}{' '}
          {(applied.withdrawn ?? 0) > 0 ? t('replays.carried-withdrawn', { count: applied.withdrawn ?? 0 }) : null}{' '}
          {stage === 'undo' ? t('replays.taken-back', { count: undone.people ?? 0 }) : null}{' '}
          {(undone.conflicts ?? 0) > 0 ? t('replays.stayed', { count: undone.conflicts ?? 0 }) : null}{' '}
          {stage === 'undo' ? t('replays.undo-rules') : null}
        </p>
      )}
      <div className="row">
        {onSave ? <Button onClick={onSave}>{t('replays.save')}</Button> : null}
        {mayRun && (isTried || goesOn) && (counts.affected ?? 0) > 0 ? (
          <Button variant={onSave ? 'default' : 'filled'} disabled={onSave !== null} onClick={() => setOpen('run')}>
            {t(goesOn ? 'replays.go-on' : 'replays.run')}
          </Button>
        ) : null}
        {onSave ? <span className="soft small">{t('replays.save-first')}</span> : null}
        {mayRun && stage === 'apply' && state === 'done' && (applied.applied ?? 0) > 0 ? (
          <Button variant="default" onClick={() => setOpen('undo')}>
            {t('replays.take-back')}
          </Button>
        ) : null}
      </div>
      {open === 'run' ? <RunReplay replay={replay} onClose={() => setOpen(null)} /> : null}
      {open === 'undo' ? <UndoReplay replay={replay} onClose={() => setOpen(null)} /> : null}
    </>
  )
}
