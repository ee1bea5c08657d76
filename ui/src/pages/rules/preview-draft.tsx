import { Button, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { ApiError, type Given, type Shape } from '../../api.ts'
import { BeforeAfter } from '../../parts/before-after.tsx'
import { Icon } from '../../parts/icon.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { PlanView } from '../../parts/plan-view.tsx'
import { Loading } from '../../parts/states.tsx'
import { Cell } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { useAsked } from '../../query-asked.ts'
import { useMay } from '../../session.tsx'
import { Say, t } from '../../text.tsx'
import { type Line, PickSignOn } from './pick-sign-on.tsx'
import type { FieldErrors } from './save-rules.tsx'

/** Picks a past sign-in and shows what it would do: by the rules in force, and by the draft beside them. */
export function PreviewDraft({
  draft,
  provider,
  onWrong,
  onClose,
}: {
  /** Null: nothing is edited, and there is one side alone. */
  draft: Given<'draftInput'> | null
  provider: string | null
  onWrong: (errors: FieldErrors) => void
  onClose: () => void
}) {
  const [signOn, setSignOn] = useState<Line | null>(null)
  const may = useMay('claims:read')
  return (
    <Modal opened onClose={onClose} title={t('rules.preview-title')} size="75rem">
      {!may ? (
        <p className="note">{t('rules.needs-claims')}</p>
      ) : signOn === null ? (
        <PickSignOn provider={provider} onPick={setSignOn} />
      ) : (
        <Shown signOn={signOn} draft={draft} onWrong={onWrong} onBack={() => setSignOn(null)} />
      )}
    </Modal>
  )
}

function Shown({
  signOn,
  draft,
  onWrong,
  onBack,
}: {
  signOn: Line
  draft: Given<'draftInput'> | null
  onWrong: (errors: FieldErrors) => void
  onBack: () => void
}) {
  const asked = useAsked<Shape<'preview'>>('/preview', {
    provider: signOn.provider,
    signOnId: signOn.id,
    ...(draft ? { draft } : {}),
  })
  const { error } = asked
  useEffect(() => {
    if (error instanceof ApiError && error.code === 'validation_failed') onWrong(error.problem?.errors ?? [])
  }, [error, onWrong])
  return (
    <div className="stack">
      <div className="row">
        <Button variant="default" size="compact-md" leftSection={<Icon name="left" size={16} />} onClick={onBack}>
          {t('rules.other-sign-in')}
        </Button>
        <span>
          <Say
            k="rules.preview-of"
            v={{
              name: (
                <strong>
                  <Cell value={signOn.contactName ?? signOn.login} />
                </strong>
              ),
              when: <When at={signOn.at} />,
            }}
          />
        </span>
      </div>
      <NotSaved error={error} />
      {asked.data ? <Plans preview={asked.data} /> : error ? null : <Loading lines={6} />}
    </div>
  )
}

const Plans = ({ preview: { plan, before, after } }: { preview: Shape<'preview'> }) =>
  before && after ? <BeforeAfter before={before.plan} after={after.plan} /> : <PlanView plan={plan} />
