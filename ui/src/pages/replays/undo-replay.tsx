import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useInnerDialog } from '../../parts/inner-dialog.tsx'
import { Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { useAsked } from '../../query-asked.ts'
import { useMay } from '../../session.tsx'
import { Say, t } from '../../text.tsx'
import type { Replay } from './use-replay.ts'

type Undone = Shape<'undone'>

/** Where the rules are taken back. A draft was saved as some later version than the one it was made from. */
const RulesOf = ({ replay: { draft, revision } }: { replay: Replay }) =>
  draft ? (
    <Link href="/revisions">{t('replays.undo-versions')}</Link>
  ) : (
    <Link href={`/revisions/${revision}`}>{t('revisions.number', { number: String(revision) })}</Link>
  )

/** Takes back what a replay has carried out; what somebody has changed since stays, and is said before. */
export function UndoReplay({ replay, onClose }: { replay: Replay; onClose: () => void }) {
  useInnerDialog()
  const asked = useAsked<Undone>('/undo', { replayId: replay.id, dryRun: true })
  const undo = useChange<Undone>({ onDone: onClose })
  const mayRules = useMay('rules:write')
  const forecast = asked.data?.forecast
  const conflicts = forecast?.listed.flatMap((one) => one.conflicts) ?? []
  return (
    <FormDialog
      title={t('replays.undo-title')}
      act={t('replays.take-back')}
      ready={forecast !== undefined}
      busy={undo.isPending}
      error={asked.error ?? undo.error}
      onSubmit={() => undo.mutate({ method: 'POST', path: '/undo', body: { replayId: replay.id } })}
      onClose={onClose}
    >
      {forecast ? (
        <>
          <p>{t('replays.undo-text', { count: forecast.people, changes: forecast.changes })}</p>
          <p>{t('replays.undo-rules')}</p>
          {mayRules ? (
            <p className="small">
              <Say k="replays.undo-version" v={{ version: <RulesOf replay={replay} /> }} />
            </p>
          ) : null}
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
    </FormDialog>
  )
}
