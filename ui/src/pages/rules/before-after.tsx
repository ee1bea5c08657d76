import type { Change, Plan, Problem } from '../../../../src/core/types.ts'
import type { Shape } from '../../api.ts'
import { PlanView } from '../../parts/plan-view.tsx'
import { t } from '../../text.tsx'

export type PreviewAnswer = Shape<'preview'>

/** A change or remark as one text: two plans say the same when their texts are the same. */
const textOf = (one: Change | Problem): string => JSON.stringify(one)
const saidBy = (plan: Plan): ReadonlySet<string> => new Set([...plan.changes, ...plan.problems].map(textOf))

/** Two plans side by side, what only one of them says set apart; one alone when nothing is edited. */
export function BeforeAfter({ preview }: { preview: PreviewAnswer }) {
  const { before, after } = preview
  if (!before || !after) return <PlanView plan={preview.plan} />
  const [left, right] = [before.plan, after.plan]
  const [saidLeft, saidRight] = [saidBy(left), saidBy(right)]
  const isSame =
    left.decision === right.decision &&
    [...saidLeft].every((one) => saidRight.has(one)) &&
    saidLeft.size === saidRight.size
  return (
    <>
      <p className={`note ${isSame ? '' : 'warn'}`}>{t(isSame ? 'rules.same' : 'rules.differs')}</p>
      <div className="before-after">
        <section aria-label={t('rules.before')}>
          <h2>{t('rules.before')}</h2>
          <PlanView plan={left} differs={(one) => !saidRight.has(textOf(one))} />
        </section>
        <section aria-label={t('rules.after')}>
          <h2>{t('rules.after')}</h2>
          <PlanView plan={right} differs={(one) => !saidLeft.has(textOf(one))} />
        </section>
      </div>
    </>
  )
}
