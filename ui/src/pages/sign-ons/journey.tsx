import { StepList } from '../../parts/step-list.tsx'
import { t } from '../../text.tsx'
import type { Detail } from './sign-on-page.tsx'

/** The way a message went: every check with its verdict. */
export function Journey({ steps, open }: { steps: Detail['steps']; open: boolean }) {
  if (steps.length === 0) return null
  return (
    <details className="card" open={open}>
      <summary>
        <h2 className="in-summary">{t('sign-ons.steps')}</h2>
      </summary>
      <StepList steps={steps} />
    </details>
  )
}
