import { Card } from '../../parts/page.tsx'
import { PlanView } from '../../parts/plan-view.tsx'
import { useCaptions } from '../../parts/plan-words.tsx'
import { t } from '../../text.tsx'
import { Attributes } from './attributes.tsx'
import { Facts } from './facts.tsx'
import type { Inspection } from './inspector-page.tsx'
import { Source } from './source.tsx'
import { Verification } from './verification.tsx'
import '../sign-ons/sign-ons.css'

/** Everything that can be said of a pasted message, the verdict first. */
export function Inspected({ inspection }: { inspection: Inspection }) {
  const { kind, provider, plan, withheld, notParsed } = inspection
  return (
    <div className="stack inspected" aria-live="polite">
      <Card title={kind ?? t('inspector.no-xml')}>
        <p className="row">
          {inspection.binding ? (
            <span className="badge quiet">{t(`inspector.binding-${inspection.binding}`)}</span>
          ) : null}
          <span className="badge quiet">{t(`inspector.wrapping-${inspection.wrapping}`)}</span>
          {provider ? (
            <span>
              {provider.name} {provider.guessed ? <span className="soft">{t('inspector.guessed')}</span> : null}
            </span>
          ) : (
            <span className="soft">{t('inspector.no-provider')}</span>
          )}
        </p>
        {notParsed ? <p className="note bad">{notParsed}</p> : null}
        {withheld.map((one) => (
          <p key={one.part} className="note small">
            {t(`inspector.withheld-${one.part}`, { scope: one.scope })}
          </p>
        ))}
      </Card>
      {inspection.verification ? <Verification of={inspection.verification} /> : null}
      <div className="explained">
        <Attributes inspection={inspection} />
        {plan ? (
          <Card title={t('inspector.plan')}>
            {plan.verified ? null : <p className="note warn">{t('inspector.plan-unverified')}</p>}
            <PlanView plan={plan.plan} />
          </Card>
        ) : null}
      </div>
      <Silent inspection={inspection} />
      {inspection.facts ? <Facts facts={inspection.facts} /> : null}
      <Source xml={inspection.xml} cut={inspection.xmlCut} />
    </div>
  )
}

/** Rows of the mapping that found nothing in the message. */
function Silent({ inspection: { mapping } }: { inspection: Inspection }) {
  const captionOf = useCaptions()
  if (!mapping || mapping.silent.length === 0) return null
  return (
    <Card title={t('inspector.silent')}>
      <dl className="facts">
        {mapping.silent.map((one) => (
          <div key={`${one.column} ${one.attribute}`}>
            <dt>{captionOf(one.column)}</dt>
            <dd>
              <code>{one.attribute}</code> <span className="soft">{t(`inspector.silent-${one.how}`)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
