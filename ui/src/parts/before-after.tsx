import type { Change, Plan, Problem } from '../../../src/core/types.ts'
import { t } from '../text.tsx'
import { PlanView } from './plan-view.tsx'

/** A change or remark as one text: two plans say the same when their texts are the same. */
const textOf = (one: Change | Problem): string => JSON.stringify(one)
const saidBy = (plan: Plan): ReadonlySet<string> => new Set([...plan.changes, ...plan.problems].map(textOf))

/** Two plans for one person side by side, by the rules in force and with a draft: what only one of them says is set apart. */
export function BeforeAfter({ before, after }: { before: Plan; after: Plan }) {
  const [saidBefore, saidAfter] = [saidBy(before), saidBy(after)]
  const isSame =
    before.decision === after.decision &&
    [...saidBefore].every((one) => saidAfter.has(one)) &&
    saidBefore.size === saidAfter.size
  return (
    <>
      <p className={`note ${isSame ? '' : 'warn'}`}>{t(isSame ? 'plan.same' : 'plan.differs')}</p>
      <div className="before-after">
        <section aria-label={t('plan.before')}>
          <h2>{t('plan.before')}</h2>
          <PlanView plan={before} differs={(one) => !saidAfter.has(textOf(one))} />
        </section>
        <section aria-label={t('plan.after')}>
          <h2>{t('plan.after')}</h2>
          <PlanView plan={after} differs={(one) => !saidBefore.has(textOf(one))} />
        </section>
      </div>
    </>
  )
}
