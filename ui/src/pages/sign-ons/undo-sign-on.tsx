import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { call, type Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { PlanView } from '../../parts/plan-view.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useChange } from '../../query.ts'
import { t } from '../../text.tsx'

type Undone = Shape<'undone'>

/** Takes back what a sign-in wrote: shows first what that is, and what stays because it was changed since. */
export function UndoSignOn({ id, onClose }: { id: string; onClose: () => void }) {
  const [, navigate] = useLocation()
  const forecast = useQuery({
    queryKey: ['undo', id],
    queryFn: () => call<Undone>('POST', '/undo', { body: { signOnId: id, dryRun: true } }),
    staleTime: 0,
  })
  const undo = useChange<Undone>({
    onDone: (done) => {
      onClose()
      if (done.signOn?.entryId) navigate(`/sign-ons/${done.signOn.entryId}`)
    },
  })
  const would = forecast.data?.signOn
  return (
    <FormDialog
      title={t('sign-ons.undo-title')}
      size="lg"
      act={t('sign-ons.undo')}
      ready={would !== undefined && would !== null && would.changes.length > 0}
      busy={undo.isPending}
      error={undo.error}
      onSubmit={() => undo.mutate({ method: 'POST', path: '/undo', body: { signOnId: id } })}
      onClose={onClose}
    >
      {forecast.isError ? (
        <Failure error={forecast.error} />
      ) : !would ? (
        <Loading lines={4} />
      ) : (
        <>
          <p className="soft">{t('sign-ons.undo-text')}</p>
          <PlanView plan={{ changes: would.changes, problems: [] }} />
          {would.conflicts.length > 0 ? (
            <div className="note warn">
              <h3>{t('sign-ons.undo-stays')}</h3>
              <ul className="plain">
                {would.conflicts.map((one) => (
                  <li key={`${one.code} ${one.subject}`}>{one.sentence}</li>
                ))}
              </ul>
            </div>
          ) : null}
        </>
      )}
    </FormDialog>
  )
}
