import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Shape } from '../../api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { useAsked } from '../../query-asked.ts'
import { t } from '../../text.tsx'
import { returnWords } from '../rules/fallout-words.ts'
import { tellBack } from '../rules/tell-saved.tsx'
import { type Withdraw, Withdrawals } from '../rules/withdrawals.tsx'
import { changeCounts } from './counts.tsx'
import { RuleChanges } from './rule-changes.tsx'

type Restored = Shape<'restored'>

/**
 * Brings a version back (`restore`: the rules as they were then), or takes back only what it changed (`undo`). Either becomes a
 * new version; what would change, who would lose what and what stays is said first.
 */
export function BringBack({ number, how, onClose }: { number: number; how: 'restore' | 'undo'; onClose: () => void }) {
  const [, navigate] = useLocation()
  const path = how === 'restore' ? `/revisions/${number}/restore` : '/undo'
  const body = (more: object) => ({ ...(how === 'undo' ? { revision: number } : {}), ...more })
  const asked = useAsked<Restored & { rules?: Restored }>(path, body({ dryRun: true }))
  const [withdraw, setWithdraw] = useState<Withdraw>({ withdraw: 'next-sign-on' })
  const [widening, setWidening] = useState(false)
  const save = useChange<Restored & { rules?: Restored }>({
    onDone: (done) => {
      onClose()
      const back = done.rules ?? done
      tellBack(
        how === 'undo' ? t('rules.undone', { revision: number }) : t('revisions.restored', { number: String(number) }),
        back,
      )
      if (back.revision !== null) navigate(`/revisions/${back.revision}`)
    },
  })
  const would = asked.data?.rules ?? asked.data
  const taking = withdraw.withdraw === 'now'
  const ready =
    would !== undefined &&
    (would.widens.length === 0 || widening) &&
    (!taking || !would.withdrawals.mustConfirm || withdraw.confirm === would.withdrawals.grants)
  const send = () =>
    save.mutate({
      method: 'POST',
      path,
      body: body({
        withdraw: withdraw.withdraw,
        ...(taking && withdraw.confirm !== undefined ? { confirmWithdrawals: withdraw.confirm } : {}),
        ...(widening ? { confirmWidening: true } : {}),
        ...(how === 'restore' && would && would.conflicts.length > 0 ? { leaveGone: true } : {}),
      }),
    })
  return (
    <FormDialog
      title={t(`revisions.${how}-title`, { number: String(number) })}
      size="xl"
      act={t(`revisions.${how}-do`)}
      byButton
      ready={ready}
      busy={save.isPending}
      error={save.error}
      onSubmit={send}
      onClose={onClose}
    >
      <p className="soft">{t(`revisions.${how}-text`)}</p>
      {asked.isError ? <Failure error={asked.error} /> : !would ? <Loading /> : null}
      {would ? (
        <>
          <p>{changeCounts(would.counts)}</p>
          <RuleChanges changes={would.changes} />
          {would.conflicts.length > 0 ? (
            <div className="note warn">
              <h3>{t('revisions.stays')}</h3>
              <ul className="plain">
                {would.conflicts.map((one) => (
                  <li key={`${one.of} ${one.id} ${one.code}`}>{one.sentence}</li>
                ))}
              </ul>
            </div>
          ) : null}
          {would.returns.length > 0 ? (
            <div className="note">
              {returnWords(would.returns).map((one) => (
                <p key={one}>
                  <Text text={one} />
                </p>
              ))}
            </div>
          ) : null}
          {would.withdrawals.grants > 0 ? (
            <Withdrawals of={would.withdrawals} value={withdraw} onChange={setWithdraw} />
          ) : null}
          {would.reaches.map((one) => (
            <p className="note warn" key={`${one.provider} ${one.role}`}>
              {one.sentence}
            </p>
          ))}
          {would.widens.length > 0 ? (
            <div className="note warn">
              <h3>{t('revisions.widens')}</h3>
              <ul className="plain">
                {would.widens.map((one) => (
                  <li key={`${one.provider} ${one.field}`}>{one.sentence}</li>
                ))}
              </ul>
              <Checkbox
                label={t('revisions.widens-confirm')}
                checked={widening}
                onChange={(event) => setWidening(event.currentTarget.checked)}
              />
            </div>
          ) : null}
        </>
      ) : null}
    </FormDialog>
  )
}
