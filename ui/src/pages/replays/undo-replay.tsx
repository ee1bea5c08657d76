import { Button, Group, Modal } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { useInnerDialog } from '../../parts/inner-dialog.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { useAsked } from '../../query-asked.ts'
import { t } from '../../text.tsx'
import type { Replay } from './use-replay.ts'

type Undone = Shape<'undone'>

/** Takes back what a replay has carried out; what somebody has changed since stays, and is said before. */
export function UndoReplay({ replay, onClose }: { replay: Replay; onClose: () => void }) {
  useInnerDialog()
  const asked = useAsked<Undone>('/undo', { replayId: replay.id, dryRun: true })
  const undo = useChange<Undone>({ onDone: onClose })
  const forecast = asked.data?.forecast
  const conflicts = forecast?.listed.flatMap((one) => one.conflicts) ?? []
  return (
    <Modal opened onClose={onClose} title={t('replays.undo-title')}>
      {forecast ? (
        <>
          <p>{t('replays.undo-text', { count: forecast.people, changes: forecast.changes })}</p>
          {forecast.conflicts > 0 ? (
            <div className="note warn">
              <p>{t('replays.undo-conflicts', { count: forecast.conflicts })}</p>
              <ul className="plain">
                {conflicts.slice(0, 20).map((one) => (
                  <li key={`${one.code} ${one.subject} ${one.sentence}`}>
                    <Text text={one.sentence} />
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
        </>
      ) : asked.isError ? null : (
        <Loading lines={2} />
      )}
      <NotSaved error={asked.error ?? undo.error} />
      <Group mt="md">
        <Button
          loading={undo.isPending}
          disabled={!forecast}
          onClick={() => undo.mutate({ method: 'POST', path: '/undo', body: { replayId: replay.id } })}
        >
          {t('replays.take-back')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('act.cancel')}
        </Button>
      </Group>
    </Modal>
  )
}
