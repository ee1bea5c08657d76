import { describeBecause, describeProblem } from '../../../src/core/describe.ts'
import type { Because, Problem } from '../../../src/core/types.ts'
import type { Shape } from '../api.ts'
import { useGet } from '../query.ts'
import { t } from '../text.tsx'
import { columnCaption, Words, wordOf } from '../words.tsx'
import { Cell } from './value.tsx'
import './plan-view.css'

/** Column name → what people call it. */
export function useCaptions(): (column: string) => string {
  const columns = useGet<{ items: readonly Shape<'column'>[] }>('/columns', { limit: 200 })
  const captions = new Map(columns.data?.items.map((one) => [one.name, columnCaption(one)]))
  return (column) => captions.get(column) ?? column
}

/** Old and new value of a cell. */
export function Moved({
  before,
  after,
}: {
  before: Parameters<typeof Cell>[0]['value']
  after: Parameters<typeof Cell>[0]['value']
}) {
  return (
    <span className="moved">
      {before === null || before === undefined ? null : (
        <>
          <span className="hide">{t('plan.was')} </span>
          <del>
            <Cell value={before} />
          </del>
          <span aria-hidden="true"> → </span>
          <span className="hide"> {t('plan.becomes')} </span>
        </>
      )}
      <ins>
        <Cell value={after} />
      </ins>
    </span>
  )
}

type CaptionOf = (column: string) => string

/** Why something is changed, in one sentence. */
export function Why({ because, captionOf }: { because: Because; captionOf: CaptionOf }) {
  const { key, values } = describeBecause(because)
  const { column, columns } = values
  const named = {
    ...values,
    ...(column === undefined ? {} : { column: captionOf(column) }),
    ...(columns === undefined ? {} : { columns: columns.split(', ').map(captionOf).join(', ') }),
  }
  return (
    <span className="why">
      <Words of={key} values={named} />
    </span>
  )
}

/** A remark of a plan with what to do about it. */
export function Remark({ problem, tone, captionOf }: { problem: Problem; tone: 'warn' | 'bad'; captionOf: CaptionOf }) {
  const { key, values } = describeProblem(problem)
  const named = values.subject === undefined ? values : { ...values, subject: captionOf(values.subject) }
  const fix = wordOf(`fix.${problem.code}`)
  return (
    <div className={`note ${tone} remark`}>
      <p>
        <Words of={key} values={named} />
      </p>
      <p className="small">
        {fix} <code>{problem.code}</code>
      </p>
    </div>
  )
}
