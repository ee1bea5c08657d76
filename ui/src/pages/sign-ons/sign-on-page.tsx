import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { FailedPage } from '../../parts/failed-page.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { PlanView } from '../../parts/plan-view.tsx'
import { useCaptions } from '../../parts/plan-words.tsx'
import { ProviderName } from '../../parts/provider-name.tsx'
import { Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { Way } from '../../parts/way.tsx'
import { When } from '../../parts/when.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { Say, t } from '../../text.tsx'
import { Arrived } from './arrived.tsx'
import { Followed } from './followed.tsx'
import { ForSupport } from './for-support.tsx'
import { Journey } from './journey.tsx'
import { Refused } from './refused.tsx'
import { TryToday } from './try-today.tsx'
import { UndoSignOn } from './undo-sign-on.tsx'
import './sign-ons.css'

export type Detail = Shape<'signOnDetail'>
export type Explanation = Shape<'signOnExplanation'>

/** One attempt to sign in, explained: what arrived, which rules took it, what was planned, what was written. */
export function SignOnPage({ params: { id = '' } }: { params: Readonly<Record<string, string>> }) {
  const detail = useGet<Detail>(`/sign-ons/${id}`)
  const explanation = useGet<Explanation>(`/sign-ons/${id}/explanation`)
  if (detail.isError) return <FailedPage error={detail.error} again={() => detail.refetch()} />
  if (explanation.isError) return <FailedPage error={explanation.error} again={() => explanation.refetch()} />
  if (!detail.data || !explanation.data) return <Loading lines={8} />
  return <Explained detail={detail.data} explanation={explanation.data} />
}

function Explained({ detail, explanation }: { detail: Detail; explanation: Explanation }) {
  const [open, setOpen] = useState<'undo' | 'try' | null>(null)
  const captionOf = useCaptions()
  const mayWrite = useMay('directory:write')
  const mayRead = useMay('claims:read')
  const { outcome } = detail
  const { undoneBy } = detail
  // What was taken back is taken back: a second time would find nothing.
  const undoable = undoneBy === null && ['created', 'updated', 'replayed'].includes(outcome)
  const followed = outcome === 'replayed' || outcome === 'undone' ? outcome : null
  // Without what arrived there is nothing to try again.
  const isKept = explanation.kept === 'whole' || explanation.kept === 'redacted'
  const retriable = detail.provider !== null && mayRead && isKept
  return (
    <Page
      title={t(followed ? `sign-ons.${followed}` : 'sign-ons.one')}
      lead={
        <span className="row">
          <When at={detail.at} /> <Outcome outcome={detail.outcome} />
          {undoneBy === null ? null : (
            <Link href={`/sign-ons/${undoneBy.signOnId}`}>
              <Say k="sign-ons.undone-on" v={{ at: <When at={undoneBy.at} /> }} />
            </Link>
          )}
          <Who detail={detail} />
          {detail.provider ? (
            <Way href={`/providers/${detail.provider}`} needs="trust:read">
              <ProviderName slug={detail.provider} />
            </Way>
          ) : null}
        </span>
      }
      actions={
        <>
          {retriable ? (
            <Button variant="default" onClick={() => setOpen('try')}>
              {t('sign-ons.try')}
            </Button>
          ) : null}
          {undoable && mayWrite ? (
            <Button variant="default" onClick={() => setOpen('undo')}>
              {t('sign-ons.undo')}
            </Button>
          ) : null}
        </>
      }
    >
      {detail.outcome === 'refused' || detail.refusal !== null ? <Refused detail={detail} /> : null}
      <div className="explained">
        {followed ? <Followed outcome={followed} follows={detail.follows} /> : <Arrived explanation={explanation} />}
        <Card title={t('sign-ons.changes')}>
          {detail.plan ? <PlanView plan={detail.plan} /> : <p className="none">{t('sign-ons.no-plan')}</p>}
          {explanation.skipped.length > 0 ? (
            <details className="small">
              <summary>{t('sign-ons.skipped', { count: explanation.skipped.length })}</summary>
              <ul className="plain">
                {explanation.skipped.map((one) => (
                  <li key={`${one.column} ${one.rule}`}>
                    <strong>{captionOf(one.column)}</strong> {asSentence(one.reason)}
                    {one.plain ? null : (
                      <span className="soft">
                        {' '}
                        <Text text={one.rule} />
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </Card>
      </div>
      <Journey steps={detail.steps} open={detail.outcome === 'refused'} />
      <ForSupport detail={detail} explanation={explanation} />
      {open === 'undo' ? <UndoSignOn id={detail.id} onClose={() => setOpen(null)} /> : null}
      {open === 'try' && detail.provider ? (
        <TryToday id={detail.id} provider={detail.provider} onClose={() => setOpen(null)} />
      ) : null}
    </Page>
  )
}

/** The reason stands by itself here; elsewhere it is the second half of a sentence. */
const asSentence = (reason: string): string => reason.charAt(0).toUpperCase() + reason.slice(1)

function Who({ detail }: { detail: Detail }) {
  const may = useMay('directory:read')
  const contact = useGet<Shape<'contact'>>(may && detail.contactId !== null ? `/contacts/${detail.contactId}` : null)
  if (detail.contactId === null) {
    return detail.subject ? <Text text={detail.subject.value} /> : <span className="none">{t('sign-ons.nobody')}</span>
  }
  const name = contact.data?.columns.Name
  return (
    <Link href={`/contacts/${detail.contactId}`}>
      <Text text={typeof name === 'string' ? name : (contact.data?.user?.login ?? t('sign-ons.person'))} />
    </Link>
  )
}
