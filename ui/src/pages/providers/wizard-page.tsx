import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { Page } from '../../parts/page.tsx'
import { t } from '../../text.tsx'
import { StepOurs } from './step-ours.tsx'
import { StepPeople } from './step-people.tsx'
import { StepProduct } from './step-product.tsx'
import { StepTest } from './step-test.tsx'
import { StepTheirs } from './step-theirs.tsx'
import { forgetDraft, openUntil, useWizardDraft, type WizardStep, wizardSteps } from './wizard-draft.ts'
import { WizardSteps } from './wizard-step.tsx'

const bodies = { product: StepProduct, ours: StepOurs, theirs: StepTheirs, people: StepPeople, test: StepTest }

/**
 * Sets up an identity provider: which product, our values to paste there, theirs, what it may do with people, a test. Each step has
 * its own address, and what was entered outlasts a reload. The provider is made before the test and stays off until that was seen.
 */
export function WizardPage({ params }: { params: Readonly<Record<string, string>> }) {
  const [draft, change] = useWizardDraft()
  const [, navigate] = useLocation()
  const wanted = wizardSteps.find((one) => one === params.step) ?? 'product'
  const last = wizardSteps.indexOf(openUntil(draft))
  const at = Math.min(wizardSteps.indexOf(wanted), last)
  const step = wizardSteps[at] ?? 'product'
  const Body = bodies[step]
  const go = (to: WizardStep | undefined) => navigate(`/providers/new/${to ?? 'product'}`)
  return (
    <Page
      title={t('providers.new')}
      lead={t('providers.new-lead')}
      actions={
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            forgetDraft()
            navigate('/providers')
          }}
        >
          {draft.made === null ? t('providers.new-drop') : t('providers.new-later')}
        </Button>
      }
    >
      <WizardSteps current={step} open={last} />
      <StepFrame key={step} step={step}>
        <Body
          draft={draft}
          change={change}
          next={() => go(wizardSteps[at + 1])}
          back={at === 0 ? null : () => go(wizardSteps[at - 1])}
        />
      </StepFrame>
    </Page>
  )
}

/** A step begins at its heading, for keyboards and screen readers. */
function StepFrame({ step, children }: { step: WizardStep; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <section className="card wizard-card">
      <h2 ref={heading} tabIndex={-1}>
        {t(`providers.head-${step}`)}
      </h2>
      <p className="soft">{t(`providers.text-${step}`)}</p>
      {children}
    </section>
  )
}
