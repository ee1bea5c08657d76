import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { Copy } from '../../parts/copy.tsx'
import { Icon } from '../../parts/icon.tsx'
import { More } from '../../parts/more.tsx'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { wordOf } from '../../words.tsx'
import { testHref } from './provider.ts'
import { tabOf } from './tab-of.ts'

type Step = Shape<'signOnDetail'>['steps'][number]

/** A test that was refused: where it stopped, why, what to do, and once more. */
export function ResultRefused({ signOn, slug }: { signOn: Shape<'signOnDetail'>; slug: string }) {
  const may = useMay('trust:write')
  const refused = signOn.steps.filter((one) => one.verdict === 'refused')
  const code = signOn.code ?? refused[0]?.code ?? ''
  const evidence = { ...refused[0]?.evidence, ...signOn.refusal?.evidence }
  return (
    <>
      <div className="note bad verdict" role="status">
        <h2>{t('providers.refused')}</h2>
        <p>{wordOf(`code.${code}`) ?? signOn.refusal?.message}</p>
        <p className="small">
          <code>{code}</code>
        </p>
      </div>
      <section className="card">
        <h2>{t('providers.refused-fix')}</h2>
        <p>{wordOf(`fix.${code}`) ?? t('providers.refused-no-fix')}</p>
        <div className="row">
          {may ? (
            <Button component="a" href={testHref(slug)} leftSection={<Icon name="play" />}>
              {t('providers.test-again')}
            </Button>
          ) : null}
          <Link href={`/providers/${slug}/${tabOf(code)}`}>{t(`providers.tab-${tabOf(code)}`)}</Link>
        </div>
      </section>
      <section className="card">
        <h2>{t('providers.refused-way')}</h2>
        <ol className="journey">
          {signOn.steps.map((step) => (
            <Stage key={step.step} step={step} />
          ))}
        </ol>
        {Object.keys(evidence).length === 0 ? null : (
          <>
            <h3>{t('providers.refused-evidence')}</h3>
            <dl className="facts">
              {Object.entries(evidence).map(([name, value]) => (
                <div key={name}>
                  <dt>
                    {name === 'expected' || name === 'came' ? t(`providers.evidence-${name}`) : <code>{name}</code>}
                  </dt>
                  <dd>
                    {name === 'expected' && typeof value === 'string' ? (
                      <Copy value={value} label={t('providers.evidence-expected')} />
                    ) : (
                      <Text text={Array.isArray(value) ? value.join(', ') : String(value)} />
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <More title={t('providers.for-support')}>
          <p>
            {t('providers.reference')} <code>{signOn.id}</code>
          </p>
          {signOn.refusal ? (
            <p>
              <Text text={signOn.refusal.message} />
            </p>
          ) : null}
        </More>
      </section>
    </>
  )
}

const icons = { passed: 'check', refused: 'close', 'not-reached': 'more' } as const

function Stage({ step }: { step: Step }) {
  return (
    <li className={step.verdict}>
      <span className="stage-mark">
        <Icon name={icons[step.verdict]} size={15} />
      </span>
      <span>
        {wordOf(`step.${step.step}`) ?? step.step}
        <span className="hide"> {t(`providers.verdict-${step.verdict}`)}</span>
        {step.verdict === 'refused' && step.code !== null ? (
          <>
            {' '}
            <code>{step.code}</code>
            {step.message === null ? null : (
              <span className="soft small stage-text">
                <Text text={step.message} />
              </span>
            )}
          </>
        ) : null}
      </span>
    </li>
  )
}
