import { Button, Group, Modal } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiError, type Given, type Shape } from '../../api.ts'
import { NotSaved } from '../../parts/not-saved.tsx'
import { Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { useChange } from '../../query.ts'
import { useAsked } from '../../query-asked.ts'
import { t } from '../../text.tsx'
import { fieldLabel, fieldWords } from './field-words.ts'
import { type Withdraw, Withdrawals } from './withdrawals.tsx'

export type Revised = Shape<'revised'>

/** Which fields of which place of the draft were refused: `converters.2.column`. */
export type FieldErrors = readonly { readonly field: string; readonly message: string }[]

/**
 * Says in words what saving a draft changes, and saves it as one version. What cannot be saved is handed back: wrong fields to
 * be marked, and the changes of others to be laid under the draft.
 */
export function SaveRules({
  basedOn,
  draft,
  note,
  onSaved,
  onWrong,
  onLate,
  onClose,
}: {
  basedOn: number
  draft: Given<'draftInput'>
  /** What else should be thought of. */
  note?: ReactNode
  onSaved: (revised: Revised) => void
  onWrong: (errors: FieldErrors) => void
  onLate: (error: ApiError) => void
  onClose: () => void
}) {
  const asked = useAsked<Revised>('/rules', { basedOn, ...draft, dryRun: true })
  const [withdraw, setWithdraw] = useState<Withdraw>({ withdraw: 'next-sign-on' })
  const save = useChange<Revised>({ onDone: onSaved })
  const error = asked.error ?? save.error
  useEffect(() => {
    if (!(error instanceof ApiError)) return
    if (error.code === 'rules_changed') onLate(error)
    if (error.code === 'validation_failed') onWrong(error.problem?.errors ?? [])
  }, [error, onLate, onWrong])
  const would = asked.data
  const isReady =
    would !== undefined &&
    (withdraw.withdraw === 'next-sign-on' ||
      !would.withdrawals.mustConfirm ||
      withdraw.confirm === would.withdrawals.grants)
  return (
    <Modal opened onClose={onClose} title={t('rules.save-title')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady && !save.isPending)
            save.mutate({ method: 'POST', path: '/rules', body: { basedOn, ...draft, ...withdraw } })
        }}
      >
        {would ? <WouldChange revised={would} /> : asked.isError ? null : <Loading lines={3} />}
        {note}
        {would && would.withdrawals.grants > 0 ? (
          <Withdrawals of={would.withdrawals} value={withdraw} onChange={setWithdraw} />
        ) : null}
        <NotSaved error={error} />
        <Group mt="md">
          <Button
            type="submit"
            loading={save.isPending}
            disabled={!isReady}
            key={String(would !== undefined)}
            data-autofocus
            autoFocus
          >
            {t('act.save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

/** What a change of rules comes to, sentence by sentence. */
export function WouldChange({
  revised: { changes, counts, widens, reaches },
}: {
  revised: Pick<Revised, 'changes' | 'counts' | 'widens' | 'reaches'>
}) {
  const total = counts.added + counts.changed + counts.removed
  if (total === 0) return <p className="none">{t('plan.nothing')}</p>
  return (
    <>
      <ul className="sentences">
        {changes.map((one) => (
          <li key={`${one.of} ${one.id}`}>
            {/* The sentence of a row that came or went says so itself. */}
            {one.change === 'changed' ? <span className="badge">{t('rules.changed')}</span> : null}
            <span>{one.change === 'changed' ? <Fields change={one} /> : <Text text={one.sentence} />}</span>
          </li>
        ))}
      </ul>
      {total > changes.length ? <p className="soft">{t('rules.more', { count: total - changes.length })}</p> : null}
      {widens.map((one) => (
        <p className="note warn" key={`${one.provider} ${one.field}`}>
          <Text text={one.sentence} />
        </p>
      ))}
      {reaches.map((one) => (
        <p className="note warn" key={`${one.provider} ${one.role}`}>
          <Text text={one.sentence} />
        </p>
      ))}
    </>
  )
}

const Fields = ({ change }: { change: Revised['changes'][number] }) => (
  <>
    <strong>
      <Text text={change.name} />
    </strong>
    {change.fields.map((one) => (
      <span className="field-change" key={one.field}>
        {fieldLabel(t, one)}:{' '}
        <del>
          <Told field={one.field} value={one.before} />
        </del>{' '}
        →{' '}
        <ins>
          <Told field={one.field} value={one.after} />
        </ins>
      </span>
    ))}
  </>
)

/** A value of a rule as people read it. */
export function Told({ field, value }: { field: string; value: unknown }) {
  const words = fieldWords(t, field, value)
  return words === null ? <span className="none">{t('rules.not-set')}</span> : <Text text={words} />
}
