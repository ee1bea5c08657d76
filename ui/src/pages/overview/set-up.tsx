import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { ListPage, Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { useGet } from '../../query.ts'
import { mayOf, type Scope, useSession } from '../../session.tsx'
import { t } from '../../text.tsx'
import { hrefOf, type Provider, signInPage, testHref } from '../providers/provider.ts'

type Step = Shape<'overview'>['setUp'][number]

const leads: Readonly<Record<Exclude<Step['fact'], 'sign-on'>, string>> = {
  'emergency-administrator': '/settings/administrators',
  provider: '/providers/new',
  mapping: '/converters',
  test: '/providers',
  'provider-enabled': '/providers',
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

/**
 * What is still to be done until everybody can sign in: why, where, and what is done already. For those who may do some of it.
 * With one provider its steps lead straight to it.
 */
export function SetUp({ steps }: { steps: readonly Step[] }) {
  const session = useSession()
  const may = (step: Step) => mayOf(session, needs[step.fact])
  const isShown = steps.some((one) => !one.done && may(one))
  const connected = steps.some((one) => one.fact === 'provider' && one.done)
  const asks = isShown && connected && mayOf(session, 'trust:write')
  const providers = useGet<ListPage<Provider>>(asks ? '/providers' : null, { limit: 2 })
  if (!isShown) return null
  const [first, second] = providers.data?.items ?? []
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
              {step.fact === 'sign-on' && !step.done && first ? (
                <Copy value={signInPage(first)} label={t('overview.sign-in-page')} />
              ) : null}
            </div>
            {step.done || !may(step) || (!connected && follows.has(step.fact)) ? null : (
              <Go fact={step.fact} isNext={step.fact === next} only={second ? null : (first ?? null)} />
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** The way to a step. @param only the one provider, when there is exactly one */
function Go({ fact, isNext, only }: { fact: Step['fact']; isNext: boolean; only: Provider | null }) {
  if (fact === 'sign-on') return null
  const looks = { size: 'compact-md', variant: isNext ? 'filled' : 'default' }
  const says = t(`overview.go-${fact}`)
  if (fact === 'test' && only) {
    return (
      <Button component="a" href={testHref(only.slug)} {...looks}>
        {says}
      </Button>
    )
  }
  return (
    <Button component={Link} href={fact === 'provider-enabled' && only ? hrefOf(only) : leads[fact]} {...looks}>
      {says}
    </Button>
  )
}
