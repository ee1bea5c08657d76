import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { mayOf, type Scope, useSession } from '../../session.tsx'
import { t } from '../../text.tsx'

type Step = Shape<'overview'>['setUp'][number]

const leads: Readonly<Record<Step['fact'], string>> = {
  'emergency-administrator': '/settings/administrators',
  provider: '/providers/new',
  mapping: '/converters',
  test: '/providers',
  'provider-enabled': '/providers',
  'sign-on': '/providers',
  notifications: '/settings/notifications',
}

/** What it takes to do a step. */
const needs: Readonly<Record<Step['fact'], Scope>> = {
  'emergency-administrator': 'admin',
  provider: 'trust:write',
  mapping: 'rules:write',
  test: 'trust:write',
  'provider-enabled': 'trust:write',
  'sign-on': 'trust:write',
  notifications: 'admin',
}

/** These lead to a provider: nowhere, before there is one. */
const follows: ReadonlySet<Step['fact']> = new Set(['test', 'provider-enabled', 'sign-on'])

/** What is still to be done until everybody can sign in: why, where, and what is done already. For those who may do some of it. */
export function SetUp({ steps }: { steps: readonly Step[] }) {
  const session = useSession()
  const may = (step: Step) => mayOf(session, needs[step.fact])
  if (!steps.some((one) => !one.done && may(one))) return null
  const connected = steps.some((one) => one.fact === 'provider' && one.done)
  const next = steps.find((one) => !one.done)?.fact
  const done = steps.filter((one) => one.done).length
  return (
    <Card
      title={t('overview.set-up')}
      actions={<span className="soft small">{t('progress.of', { done, total: steps.length })}</span>}
    >
      <ol className="plain set-up">
        {steps.map((step) => (
          <li key={step.fact} data-done={step.done} aria-current={step.fact === next ? 'step' : undefined}>
            <span className="tick">{step.done ? <Icon name="check" size={15} /> : null}</span>
            <div className="grow">
              <strong>{t(`overview.step-${step.fact}`)}</strong>
              {step.done ? <span className="hide"> {t('overview.step-done')}</span> : null}
              {step.done ? null : <p className="soft small">{t(`overview.why-${step.fact}`)}</p>}
            </div>
            {step.done || !may(step) || (!connected && follows.has(step.fact)) ? null : (
              <Button
                component={Link}
                href={leads[step.fact]}
                size="compact-md"
                variant={step.fact === next ? 'filled' : 'default'}
              >
                {t(`overview.go-${step.fact}`)}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}
