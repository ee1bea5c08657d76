import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type ApiError, get, type Shape } from '../../api.ts'
import { Author } from '../../parts/author.tsx'
import type { Entry, Saved } from '../../parts/draft.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { type Dispute, rebase, yielding } from '../../parts/rebase.ts'
import { Failure, Loading } from '../../parts/states.tsx'
import { Text } from '../../parts/value.tsx'
import { When } from '../../parts/when.tsx'
import { t } from '../../text.tsx'
import { DisputeChoice } from './dispute-choice.tsx'
import type { RulesNow } from './use-rule-draft.ts'

interface Details {
  readonly count: number
  readonly changes: readonly Shape<'ruleChange'>[]
  readonly revisions: readonly Shape<'revision'>[]
}

/** Somebody else has saved rules meanwhile: shows what, and lays the draft over it; what both have changed is asked. */
export function Late<Row extends object>({
  error,
  of,
  entries,
  rowsOf,
  nameOf,
  onMerged,
  onClose,
}: {
  error: ApiError
  of: 'converters' | 'role-rules'
  entries: readonly Entry<Row>[]
  rowsOf: (rules: RulesNow) => readonly Saved<Row>[]
  nameOf: (row: Row) => ReactNode
  onMerged: (rules: RulesNow, edited: readonly Entry<Row>[]) => void
  onClose: () => void
}) {
  const { changes = [], revisions = [], count = 0 } = (error.problem?.details ?? {}) as unknown as Partial<Details>
  // By the refusal, so that nothing that was read earlier is taken for it.
  const now = useQuery({
    queryKey: ['late', of, error],
    queryFn: ({ signal }) => get<RulesNow>('/rules', { of }, signal),
    gcTime: 0,
  })
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set())
  if (now.isError) return <Failure error={now.error} again={() => now.refetch()} />
  const rebased = now.data && !now.isFetching ? rebase(entries, rowsOf(now.data)) : null
  // They have changed it, so that it is among their changes, by its name for people.
  const captionOf = ({ key, field }: Dispute<Row>): string =>
    changes.find((one) => one.id === key)?.fields.find((one) => one.field === field)?.caption ?? field ?? ''
  const keyOf = (one: Dispute<Row>) => `${one.key} ${one.field ?? ''}`
  const merge = () => {
    if (!now.data || !rebased) return
    onMerged(
      now.data,
      yielding(
        rebased,
        rebased.disputes.filter((one) => theirs.has(keyOf(one))),
      ),
    )
  }
  return (
    <FormDialog
      title={t('late.title')}
      size="lg"
      act={t('late.merge')}
      atAct
      byButton
      ready={rebased !== null}
      busy={false}
      error={null}
      onSubmit={merge}
      onClose={onClose}
    >
      <p>{t('late.text')}</p>
      <ul className="plain soft">
        {revisions.map((one) => (
          <li key={one.revision}>
            {t('late.version', { revision: one.revision })} · <Author author={one.author} /> · <When at={one.at} />
          </li>
        ))}
      </ul>
      <ul className="sentences">
        {changes.map((one) => (
          <li key={`${one.of} ${one.id}`}>
            <Text text={one.sentence} />
          </li>
        ))}
      </ul>
      {count > changes.length ? <p className="soft">{t('rules.more', { count: count - changes.length })}</p> : null}
      {rebased === null ? <Loading lines={2} /> : null}
      {rebased && rebased.disputes.length === 0 ? <p className="note good">{t('late.no-dispute')}</p> : null}
      {rebased && rebased.disputes.length > 0 ? (
        <>
          <h3>{t('late.disputes')}</h3>
          {rebased.disputes.map((one) => (
            <DisputeChoice
              key={keyOf(one)}
              dispute={one}
              name={nameOf(one.mine ?? one.theirs ?? (entries[0] as Entry<Row>).row)}
              field={one.field === null ? null : captionOf(one)}
              value={theirs.has(keyOf(one)) ? 'theirs' : 'mine'}
              onChange={(value) => {
                const next = new Set(theirs)
                if (value === 'theirs') next.add(keyOf(one))
                else next.delete(keyOf(one))
                setTheirs(next)
              }}
            />
          ))}
        </>
      ) : null}
    </FormDialog>
  )
}
