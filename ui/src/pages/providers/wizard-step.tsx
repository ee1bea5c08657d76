import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Icon } from '../../parts/icon.tsx'
import { t } from '../../text.tsx'
import { type WizardDraft, type WizardStep, wizardSteps } from './wizard-draft.ts'
import './providers.css'
import './wizard.css'

/** What every step of the wizard gets. */
export interface StepProps {
  readonly draft: WizardDraft
  readonly change: (fields: Partial<WizardDraft>) => void
  /** On to the next step. */
  readonly next: () => void
  readonly back: (() => void) | null
}

/** Where one is, and the way back to every step that is open. */
export function WizardSteps({ current, open }: { current: WizardStep; open: number }) {
  return (
    <nav aria-label={t('providers.steps')}>
      <ol className="wizard-steps">
        {wizardSteps.map((step, index) => {
          const here = step === current
          const done = index < wizardSteps.indexOf(current)
          const label = (
            <>
              <span className="wizard-number">{done ? <Icon name="check" size={14} /> : index + 1}</span>
              <span>{t(`providers.step-${step}`)}</span>
            </>
          )
          return (
            <li key={step} className={here ? 'here' : done ? 'done' : undefined}>
              {index <= open && !here ? (
                <Link href={`/providers/new/${step}`}>{label}</Link>
              ) : (
                <span aria-current={here ? 'step' : undefined}>{label}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

/** The way on and back at the end of a step. */
export function StepEnd({ back, children }: { back: (() => void) | null; children: ReactNode }) {
  return (
    <div className="row wizard-end">
      {children}
      {back ? (
        <Button variant="default" onClick={back}>
          {t('act.back')}
        </Button>
      ) : null}
    </div>
  )
}
