import type { Shape } from '../../api.ts'
import { Card } from '../../parts/page.tsx'
import { PlanView } from '../../parts/plan-view.tsx'
import { t } from '../../text.tsx'

/** The plan of that moment: for who may not read what arrived, and when it is no longer kept. */
export const ResultPlain = ({ signOn }: { signOn: Shape<'signOnDetail'> }) => (
  <Card title={t('providers.result-contact')}>
    <p className="soft">{t('providers.result-not-kept')}</p>
    {signOn.plan ? <PlanView plan={signOn.plan} /> : null}
  </Card>
)
