import { useState } from 'react'
import type { Shape } from '../../api.ts'
import { Remark, useCaptions } from '../../parts/plan-words.tsx'
import { Loading } from '../../parts/states.tsx'
import { t } from '../../text.tsx'
import { useNewRows } from './new-rows.ts'
import type { Provider } from './provider.ts'
import { ResultArrived } from './result-arrived.tsx'
import { ResultContact } from './result-contact.tsx'
import { ResultEnd } from './result-end.tsx'
import { useResult } from './result-model.ts'
import { ResultPlain } from './result-plain.tsx'
import { ResultRows, ResultUnmapped } from './result-unmapped.tsx'
import { useOffers } from './use-offers.ts'

/**
 * The moment: at the left what arrived, at the right the contact as it will be, each with its reason. Below it what nothing reads
 * yet: one click makes a row of the mapping of it, and everything is shown again with that row. Then the provider is switched on.
 */
export function ResultMoment({ provider, signOn }: { provider: Provider; signOn: Shape<'signOnDetail'> }) {
  const { rows, add, drop, clear } = useNewRows(provider.slug, signOn.id)
  const [pointed, point] = useState<string | null>(null)
  const captionOf = useCaptions()
  const result = useResult(provider.slug, signOn.id, rows)
  const offers = useOffers(provider, result.data?.explanation.attributes ?? [], rows)
  if (result.isError && !result.data) return <ResultPlain signOn={signOn} />
  if (!result.data) return <Loading lines={10} />
  const { plan } = result.data
  const good = plan.refusal === null
  const problems = plan.problems.filter((one) => one.code !== plan.refusal?.code)
  return (
    <div aria-busy={result.isFetching}>
      <div className={`note ${good ? 'good' : 'bad'} verdict`} role="status">
        <h2>{good ? t('providers.works') : t('providers.works-not')}</h2>
        <p>{good ? t(`providers.works-${plan.decision}`) : t('providers.works-not-text')}</p>
      </div>
      {plan.refusal === null ? null : <Remark problem={plan.refusal} tone="bad" captionOf={captionOf} />}
      <div className="moment">
        <ResultArrived result={result.data} pointed={pointed} onPoint={point} captionOf={captionOf} />
        <div className="moment-right">
          <ResultContact result={result.data} rows={rows} pointed={pointed} onPoint={point} captionOf={captionOf} />
          <ResultUnmapped offers={offers} onAdd={add} />
          <ResultRows rows={rows} onDrop={drop} captionOf={captionOf} />
        </div>
      </div>
      {problems.length === 0 ? null : (
        <section className="card">
          <h2>{t('plan.problems')}</h2>
          <div className="stack-small">
            {problems.map((one) => (
              <Remark key={`${one.code} ${one.subject}`} problem={one} tone="warn" captionOf={captionOf} />
            ))}
          </div>
        </section>
      )}
      <ResultEnd
        provider={provider}
        rows={rows}
        offers={offers}
        onAdd={add}
        basedOn={plan.basis.rulesRevision}
        refused={!good}
        onSaved={clear}
      />
    </div>
  )
}
